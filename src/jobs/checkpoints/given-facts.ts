/**
 * An import of a dictionary that is here already, with facts -> which of them fill what was unknown, which are refused, and which stay behind what is stored.
 *
 * What the request states fills what is unknown or was guessed, and is refused where it contradicts. What files state fills what is unknown; where it
 * contradicts, what is stored stays, and that is noted.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { DictionaryFacts } from '../../../db/stores/dictionary-facts.ts';
import type { Guess, Identity } from '../../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../errors.ts';
import type { ImportRequest } from './import-request.ts';

const FIELDS = ['initSeed', 'dataSeed', 'dataset', 'tokens', 'portalId', 'runGroup'] as const;
type Field = (typeof FIELDS)[number];

/** The facts to change, and sentences on those of files that are not taken. Throws `FACT_CONTRADICTS`. */
export function compareFacts(of: {
  dictionary: DictionaryRow;
  runGroup: string;
  request: ImportRequest;
  identity: Identity;
  guesses: readonly Guess[];
}): { facts: DictionaryFacts; notes: string[] } {
  const { dictionary, runGroup, request, identity, guesses } = of;
  const stored = { ...dictionary, runGroup };
  const isGuess = (list: readonly Guess[], field: Field) => list.some((guess) => guess.field === field);
  const facts: DictionaryFacts = {};
  const notes: string[] = [];
  const refused: string[] = [];
  for (const field of FIELDS) {
    const before = stored[field];
    const stated = request[field] ?? null;
    const found = identity[field] ?? null;
    const value = stated ?? found;
    if (value === null || value === before) continue;
    const isUnknown = before === null;
    if (stated !== null) {
      if (isUnknown || isGuess(dictionary.guesses, field)) Object.assign(facts, { [field]: value });
      else refused.push(`${field} is ${before} there, and ${value} was given`);
    } else if (isUnknown) {
      // A guess is as good as it was when nothing better was known.
      if (!isGuess(guesses, field)) Object.assign(facts, { [field]: value });
    } else if (!isGuess(guesses, field)) notes.push(`${field} stays ${before}; the files say ${value}`);
  }
  if (refused.length === 0) return { facts, notes };
  throw new ReseedError(
    'FACT_CONTRADICTS',
    `Cannot import "${request.path}" with these facts: it is "${dictionary.name}", and ${refused.join('; ')}`,
    {
      hint: 'Leave out what is wrong, or change what is stored: reseed set, or the mutation updateDictionary.',
    },
  );
}
