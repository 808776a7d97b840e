/** Cells that tables of features have in common. */
import type { FeatureKind } from '../generated/documents.ts';

const MARKS: Record<FeatureKind, string> = { FAMILY: '', ALONE: '*', UNKNOWN: '?' };

/** What {@link featureName} marks, in words. */
export const featureLegend = '* alone: no accepted partner in any other seed.  ? not all seeds are matched.';

/** `#3*`: its number, and whether it is one seed's own. */
export function featureName(number: number, kind: FeatureKind): string {
  return `#${number}${MARKS[kind]}`;
}

/** A label as one line of at most `characters`. */
export function labelCell(text: string, characters: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > characters ? `${line.slice(0, characters - 3)}...` : line;
}
