/** Subscription. */
import type { JobRow } from '../../../db/job-runs.ts';
import { buildBatches } from '../batches/batches.ts';
import type { GraphContext } from '../context.ts';
import type { SubscriptionJobUpdatedArgs, SubscriptionResolvers } from '../generated/types.ts';
import { parseJobId } from '../global-id.ts';
import { found } from '../things.ts';

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
};
