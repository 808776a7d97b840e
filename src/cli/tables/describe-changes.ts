/** Changed facts of a dictionary as lines of text. */
import type { FactChange } from '../../../db/stores/dictionary-changes.ts';

/** `init seed: unknown -> 3`, one line each, indented. */
export function describeChanges(changes: readonly FactChange[]): string {
  return changes
    .map(({ field, before, after }) => `    ${field}: ${before ?? 'unknown'} -> ${after ?? 'unknown'}\n`)
    .join('');
}
