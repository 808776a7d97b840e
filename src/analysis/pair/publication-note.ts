/** What accompanies numbers: whose matchings they rest on where others published these, where dictionaries differ in more than the seed, and on what it rests who is alive. */
import type { CosineSource } from '../../../db/stores/published-sides.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { SideRow } from '../../../db/stores/matchings.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { definitions } from '../definitions/definitions.ts';
import { describeAliveness } from '../latents/aliveness.ts';
import { describeDifferences } from '../group/stated-differences.ts';
import type { CompletePair } from '../held/matched-pair.ts';

const cosines: Readonly<Record<CosineSource, string>> = {
  UNKNOWN: 'cosines unknown',
  STATED: 'cosines as stated there',
  COMPUTED: 'cosines computed here',
};

/** One sentence on a published side; null for one that was solved here. */
export function describePublication({ publication }: SideRow): string | null {
  if (publication === null) return null;
  const { by, format, cosines: source } = publication;
  return definitions.publication.statement({ by, format, cosines: cosines[source] });
}

/** What is to be known of figures over these pairs: whose matchings they rest on, if others', and where dictionaries differ in more than the seed; else null. */
export function describeNotes(pairs: readonly CompletePair[]): string | null {
  const sentences = new Set<string>();
  for (const { decoder, encoder } of pairs) {
    for (const side of [decoder, encoder]) {
      const sentence = side && describePublication(side);
      if (sentence) sentences.add(sentence);
    }
  }
  const differences = describeDifferences(pairs.flatMap(({ a, b }) => [a, b]));
  if (differences !== null) sentences.add(differences);
  return sentences.size === 0 ? null : [...sentences].join(' ');
}

/** What one pair's numbers rest on. */
export function describeBasis(pair: CompletePair): string {
  return describeNotes([pair]) ?? definitions.solvedBasis.statement();
}

/**
 * The statement of a figure, with what is to be known about its matchings, about dictionaries that lack one and, where only the living count, about
 * who these are.
 */
export function qualify(
  statement: string,
  of: {
    pairs: readonly CompletePair[];
    criterion: Pick<Criterion, 'aliveOnly'>;
    leftOut?: readonly DictionaryRow[];
  },
): string {
  const { pairs, criterion, leftOut = [] } = of;
  const notes = [
    leftOut.length > 0 ? `Without ${leftOut.map(({ name }) => name).join(', ')}: not matched with all others.` : null,
    describeNotes(pairs),
    criterion.aliveOnly ? describeLiving(pairs) : null,
  ];
  return [statement, ...notes.filter((note) => note !== null)].join(' ');
}

/** On what it rests who is alive in each dictionary of these pairs. */
function describeLiving(pairs: readonly CompletePair[]): string {
  const dictionaries = new Map(pairs.flatMap(({ a, b }) => [a, b]).map((row) => [row.id, row]));
  return [...dictionaries.values()]
    .toSorted((a, b) => a.id - b.id)
    .map((row) => `${row.name}: ${describeAliveness(row).statement}`)
    .join(' ');
}
