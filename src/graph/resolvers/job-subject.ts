/** JobSubject. Its members look alike in part; each is remembered with its type. */
import type { JobSubjectResolvers } from '../generated/types.ts';
import { recallKind } from './node.ts';

type TypeName = Awaited<ReturnType<JobSubjectResolvers['__resolveType']>>;

export const jobSubjectResolvers: JobSubjectResolvers = {
  __resolveType: (value) => recallKind(value) as TypeName,
};
