/** One hookpoint of one model has one width: a dictionary of another width belongs to another hookpoint. */
import type { Session } from '../../db/connect.ts';
import { listModels, listSpacesOfModels } from '../../db/catalogue.ts';
import { ReseedError } from '../errors.ts';

/** Throws `SPACE_MISMATCH` if the database holds this hookpoint with another width. */
export async function assertHookpointWidth(
  s: Session,
  space: { model: string; revision: string; hookpoint: string; dIn: number },
): Promise<void> {
  const model = (await listModels(s)).find((row) => row.name === space.model && row.revision === space.revision);
  if (!model) return;
  const others = await listSpacesOfModels(s, [model.id]);
  const other = others.find((row) => row.hookpoint === space.hookpoint && row.dIn !== space.dIn);
  if (!other) return;
  throw new ReseedError(
    'SPACE_MISMATCH',
    `Cannot place a dictionary of width ${space.dIn} at "${space.hookpoint}" of "${space.model}": that hookpoint has width ${other.dIn} here; expected ${other.dIn}.`,
    { hint: 'Name the hookpoint or model that the dictionary was trained on (command line: --hookpoint, --model).' },
  );
}
