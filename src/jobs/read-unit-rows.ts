/** Rows of one side of a dictionary as the matcher wants them. */
import type { DictionaryRow } from '../../db/dictionaries.ts';
import { readRows } from '../../db/latents.ts';
import type { Side } from '../../loaders/checkpoint.ts';
import { buildUnitRows, type UnitRows } from '../compute/unit-rows.ts';
import type { TaskContext } from './task.ts';

/** All rows of one side, each of unit length or zero; [n, d]. */
export async function readUnitRows(
  context: TaskContext,
  { dictionary, side }: { dictionary: DictionaryRow; side: Side },
): Promise<UnitRows> {
  const { spaceId, id: dictionaryId, nLatents: n, dIn: d } = dictionary;
  context.signal.throwIfAborted();
  const rows = await readRows(context.db, { spaceId, dictionaryId, side, start: 0, count: n, d });
  return buildUnitRows(rows, { n, d }).unit;
}
