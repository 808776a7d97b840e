/** What work was done with, as a short text: equal for equal input, whoever computes it. */
import { createHash } from 'node:crypto';

/** sha256 of the JSON of `parts`, whose objects must be built in a fixed order of fields. */
export function fingerprint(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
