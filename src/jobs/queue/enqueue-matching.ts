/** What has still to be computed of a matching -> jobs, never the same work twice. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import { ensureMatching, type MatchingRow } from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Enqueuing } from '../kinds/kind.ts';
import { acceptSide, matchKind } from '../kinds/match-kind.ts';
import { acceptNulls, nullBaselineKind } from '../kinds/null-baseline-kind.ts';
import { enqueueAccepted } from './enqueue-job.ts';

/** What of a matching is wanted. */
export interface Part {
  /** Both unless given. */
  sides?: readonly Side[];
  /** What random vectors give. */
  nulls?: boolean;
}

/** The matching of a pair, complete or not, and the jobs for what is wanted and missing. */
export async function enqueueMatching(
  enqueuing: Enqueuing,
  { a, b, measure, sides = ['DECODER', 'ENCODER'], nulls = false }: PairToMatch & Part,
): Promise<{ matching: MatchingRow; jobs: JobRow[] }> {
  const matching = await ensureMatching(enqueuing.tx, { a, b, measure });
  const jobs: (JobRow | null)[] = [];
  for (const side of sides) {
    const accepted = acceptSide({ matching, a, b, side });
    jobs.push(await enqueueAccepted(enqueuing, { kind: matchKind, accepted }));
  }
  if (nulls) {
    const accepted = acceptNulls({ matching, a, b });
    jobs.push(await enqueueAccepted(enqueuing, { kind: nullBaselineKind, accepted }));
  }
  return { matching, jobs: jobs.filter((job) => job !== null) };
}

interface PairToMatch {
  a: DictionaryRow;
  b: DictionaryRow;
  measure: Measure;
}
