/** The run groups that a name or an id on the command line means: one per space that has a group of this name. */
import type { Database } from '../../../db/connect/connect.ts';
import { ReseedError } from '../../errors.ts';
import { buildBatches } from '../../analysis/batches/batches.ts';
import { formatGlobalId } from '../../graph/global-id.ts';
import { listRunGroups } from '../../graph/references.ts';

/** Their global ids, at least one. `verb` is for the message. Throws `NOT_FOUND`, `BAD_ID`. */
export async function getNamedGroups(db: Database, { name, verb }: { name: string; verb: string }): Promise<string[]> {
  const groups = await listRunGroups({ batches: buildBatches(db) }, name);
  if (groups.length > 0) return groups.map(({ spaceId, id }) => formatGlobalId({ kind: 'RunGroup', spaceId, id }));
  throw new ReseedError('NOT_FOUND', `Cannot ${verb} "${name}": there is no run group of this name.`, {
    hint: 'List the run groups with: npm run reseed -- list',
  });
}
