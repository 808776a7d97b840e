/** Rows of one side of a dictionary as the matcher wants them. */
import type { DictionaryRow } from '../../db/dictionaries.ts';
import { readRows } from '../../db/latents.ts';
import type { Side } from '../../loaders/checkpoint.ts';
import { buildUnitRows, type UnitRows } from '../compute/unit-rows.ts';
import type { TaskContext } from './task.ts';

/** All rows of one side, each of unit length or zero; [n, d]. They may be kept for the worker's next job: never write to them. */
export async function readUnitRows(
  context: TaskContext,
  { dictionary, side }: { dictionary: DictionaryRow; side: Side },
): Promise<UnitRows> {
  const { spaceId, id: dictionaryId, nLatents: n, dIn: d } = dictionary;
  context.signal.throwIfAborted();
  const read = async () => {
    const rows = await readRows(context.db, { spaceId, dictionaryId, side, start: 0, count: n, d });
    return buildUnitRows(rows, { n, d }).unit;
  };
  const sha256 = side === 'DECODER' ? dictionary.decoderSha256 : dictionary.encoderSha256;
  return sha256 === null || !context.unitRows ? read() : context.unitRows.load(`${n}x${d}:${sha256}`, read);
}
