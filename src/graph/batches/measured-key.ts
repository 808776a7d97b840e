/** Keys of batches that depend on a measure, too. */
import type { Key } from '../../../db/schema/key.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { keyText } from './key-text.ts';

/** A key and what is maximised. */
export interface MeasuredKey {
  key: Key;
  measure: Measure;
}

/** Text of a measured key, for caches. */
export function measuredKeyText(request: MeasuredKey): string {
  return `${request.measure}:${keyText(request.key)}`;
}

/** Calls `load` once per measure that occurs and puts the results back in the order of `requests`. */
export async function perMeasure<Row>(
  requests: readonly MeasuredKey[],
  load: (keys: Key[], measure: Measure) => Promise<Row[]>,
): Promise<Row[]> {
  const results: Row[] = [];
  results.length = requests.length;
  const byMeasure = Map.groupBy(requests.keys(), (position) => requests[position].measure);
  await Promise.all(
    [...byMeasure].map(async ([measure, positions]) => {
      const keys = positions.map((position) => requests[position].key);
      const rows = await load(keys, measure);
      positions.forEach((position, i) => {
        results[position] = rows[i];
      });
    }),
  );
  return results;
}
