/** The refusal to compare dictionaries of two spaces: which part differs, what each has, and the flag that states it at an import. */
import { ReseedError } from '../../src/errors.ts';
import type { Session } from '../connect/session.ts';
import { findSpaces, type SpaceRow } from './catalogue.ts';

const PARTS: readonly [string, keyof SpaceRow, string | null][] = [
  ['model', 'modelName', '--model'],
  ['revision', 'modelRevision', '--revision'],
  ['hookpoint', 'hookpoint', '--hookpoint'],
  ['width', 'dIn', null],
  ['normalisation', 'normalisation', '--normalisation'],
];

interface Placed {
  name: string;
  spaceId: number;
}

/** `action` completes "Cannot": `match "a" with "b"`. */
export async function describeMismatch(
  s: Session,
  { action, a, b }: { action: string; a: Placed; b: Placed },
): Promise<ReseedError> {
  const [ofA, ofB] = await findSpaces(s, [a.spaceId, b.spaceId]);
  const parts = PARTS.filter(([, field]) => ofA?.[field] !== ofB?.[field]);
  const shown = parts.map(
    ([word, field]) =>
      `the ${word} is "${ofA?.[field] ?? 'unknown'}" for "${a.name}" and "${ofB?.[field] ?? 'unknown'}" for "${b.name}"`,
  );
  const flags = parts.flatMap(([, , flag]) => flag ?? []);
  return new ReseedError('SPACE_MISMATCH', `Cannot ${action}: they are of different spaces: ${shown.join('; ')}`, {
    hint:
      flags.length === 0
        ? 'Only dictionaries of one model, hookpoint and width can be compared.'
        : `If both are the same, import one of them again and say so (${flags.join(', ')}), or say once that one name means the other: reseed alias. Else they cannot be compared.`,
  });
}
