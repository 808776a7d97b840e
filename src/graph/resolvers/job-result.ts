/** JobResult, by kind of job. */
import type { JobResultResolvers } from '../generated/types.ts';

type TypeName = Awaited<ReturnType<JobResultResolvers['__resolveType']>>;

export const jobResultResolvers: JobResultResolvers = {
  /** `IMPORT_MATCHING` -> `ImportMatchingResult`. */
  __resolveType: ({ kind }) => {
    const words = kind.split('_').map((word) => word[0] + word.slice(1).toLowerCase());
    return `${words.join('')}Result` as TypeName;
  },
};
