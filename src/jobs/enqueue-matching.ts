/** What has still to be computed of a matching -> jobs, never the same work twice. */
import type { DictionaryRow } from '../../db/dictionaries.ts';
import type { JobRow } from '../../db/job-runs.ts';
import { ensureMatching, findNulls, findSides, type MatchingRow } from '../../db/matchings.ts';
import type { Side } from '../../loaders/checkpoint.ts';
import type { Measure } from '../compute/side-matching.ts';
import { type Enqueuing, enqueueJob } from './enqueue-job.ts';

/** The matching of a pair, complete or not, and the jobs for what is missing of it. */
export async function enqueueMatching(
  { tx, boss }: Enqueuing,
  { a, b, measure, nulls }: { a: DictionaryRow; b: DictionaryRow; measure: Measure; nulls: boolean },
): Promise<{ matching: MatchingRow; jobs: JobRow[] }> {
  const matching = await ensureMatching(tx, { a, b, measure });
  const [done] = await findSides(tx, [matching]);
  const place = { spaceId: matching.spaceId, matchingId: matching.id };
  const pair = matching.a === a.id ? `${a.name} and ${b.name}` : `${b.name} and ${a.name}`;
  const kind = measure === 'COSINE' ? '' : ', absolute cosines';
  const content = `${matching.contentA}:${matching.contentB}:${measure}`;
  const jobs: JobRow[] = [];
  const sides: Side[] = a.hasEncoder && b.hasEncoder ? ['DECODER', 'ENCODER'] : ['DECODER'];
  for (const side of sides) {
    if (done.some((row) => row.side === side && row.publication === null)) continue;
    jobs.push(
      await enqueueJob(
        { tx, boss },
        {
          kind: 'MATCH',
          key: `match:${matching.spaceId}:${content}:${side}`,
          title: `match the ${side.toLowerCase()}s of ${pair}${kind}`,
          payload: { ...place, side, measure },
          ...place,
        },
      ),
    );
  }
  const [baselines] = await findNulls(tx, [matching]);
  if (nulls && baselines.length === 0) {
    jobs.push(
      await enqueueJob(
        { tx, boss },
        {
          kind: 'NULL_BASELINE',
          key: `null:${matching.spaceId}:${content}`,
          title: `null of ${pair}${kind}`,
          payload: { ...place, measure },
          ...place,
        },
      ),
    );
  }
  return { matching, jobs };
}
