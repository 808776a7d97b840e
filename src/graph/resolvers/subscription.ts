/** Subscription. */
import type { MatchingProgressRow } from '../../../db/stores/read-matching-progress.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import { buildBatches } from '../../analysis/batches/batches.ts';
import type { GraphContext } from '../context.ts';
import type { SubscriptionJobUpdatedArgs, SubscriptionResolvers } from '../generated/types.ts';
import { followProgress } from '../subscriptions/follow-progress.ts';
import { parseJobId } from '../global-id.ts';
import { JOB_POLL_MS } from '../limits.ts';
import { getRunGroup } from '../references.ts';
import { found } from '../../analysis/stored-rows.ts';

export const subscriptionResolvers: SubscriptionResolvers = {
  jobUpdated: {
    // the generated type of an event is that of the field; ours is the row
    subscribe: async (_root, { id }, { batches, jobFeed }) =>
      jobFeed.follow(found(await batches.jobs.load(parseJobId(id)), 'job')) as AsyncIterable<never>,
    resolve: (job: JobRow, _args: SubscriptionJobUpdatedArgs, context: GraphContext) => {
      // what an earlier event read may have changed since
      context.batches = buildBatches(context.db);
      return job;
    },
  },
  matchingProgress: {
    subscribe: async (_root, { runGroup, measure }, context) => {
      const group = await getRunGroup(context, runGroup);
      return followProgress(context.db, {
        group,
        measure,
        pollMs: context.jobPollMs ?? JOB_POLL_MS,
      }) as AsyncIterable<never>;
    },
    resolve: (row: MatchingProgressRow) => row,
  },
};
