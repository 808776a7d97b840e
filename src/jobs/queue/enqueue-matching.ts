/** What has still to be computed of a matching -> jobs, never the same work twice. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import { ensureMatching, findNulls, findSides, type MatchingRow } from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { type Enqueuing, enqueueJob } from './enqueue-job.ts';

/** What of a matching is wanted. */
export interface Part {
  /** Both unless given. */
  sides?: readonly Side[];
  /** What random vectors give. */
  nulls?: boolean;
}

/** The matching of a pair, complete or not, and the jobs for what is wanted and missing. */
export async function enqueueMatching(
  { tx, boss }: Enqueuing,
  { a, b, measure, ...part }: { a: DictionaryRow; b: DictionaryRow; measure: Measure } & Part,
): Promise<{ matching: MatchingRow; jobs: JobRow[] }> {
  const matching = await ensureMatching(tx, { a, b, measure });
  const [done] = await findSides(tx, [matching]);
  const place = { spaceId: matching.spaceId, matchingId: matching.id };
  const pair = matching.a === a.id ? `${a.name} and ${b.name}` : `${b.name} and ${a.name}`;
  const kind = measure === 'COSINE' ? '' : ', absolute cosines';
  const content = `${matching.contentA}:${matching.contentB}:${measure}`;
  const jobs: JobRow[] = [];
  // nothing can be computed of a dictionary that is known from a published matching only
  if (!a.hasWeights || !b.hasWeights) return { matching, jobs };
  const { sides = ['DECODER', 'ENCODER'], nulls = false } = part;
  for (const side of sides) {
    if (side === 'ENCODER' && !(a.hasEncoder && b.hasEncoder)) continue;
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
