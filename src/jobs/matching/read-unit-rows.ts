/** Rows of one side of a dictionary as the matcher wants them. */
import type { Database } from '../../../db/connect/connect.ts';
import { type DictionaryRow, findDictionaries } from '../../../db/stores/dictionaries.ts';
import { readRows } from '../../../db/stores/latents.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { buildUnitRows, type UnitRows } from '../../compute/unit-rows.ts';
import { ReseedError } from '../../errors.ts';
import type { TaskContext } from '../worker/task.ts';

/** Rows are read and scaled in parts of about so many bytes: a fraction of a second, after which a wish to stop is seen. */
const PART_BYTES = 4 * 2 ** 20;

/**
 * All rows of one side, each of unit length or zero; [n, d]. They may be kept for the worker's next job: never write to them. Throws the
 * signal's reason soon after it is aborted, `NOT_FOUND` if the dictionary is deleted meanwhile.
 */
export async function readUnitRows(
  context: Pick<TaskContext, 'db' | 'signal' | 'unitRows'>,
  { dictionary, side }: { dictionary: DictionaryRow; side: Side },
): Promise<UnitRows> {
  const { spaceId, id: dictionaryId, nLatents: n, dIn: d } = dictionary;
  context.signal.throwIfAborted();
  const read = async () => {
    const values = new Float32Array(n * d);
    const rowsPerPart = Math.max(1, Math.floor(PART_BYTES / (4 * d)));
    for (let start = 0; start < n; start += rowsPerPart) {
      const count = Math.min(rowsPerPart, n - start);
      const rows = await readRows(context.db, { spaceId, dictionaryId, side, start, count, d }).catch(async (error) => {
        await assertThere(context.db, dictionary);
        throw error;
      });
      values.set(buildUnitRows(rows, { n: count, d }).unit.values, start * d);
      context.signal.throwIfAborted();
    }
    return { n, d, values };
  };
  const sha256 = side === 'DECODER' ? dictionary.decoderSha256 : dictionary.encoderSha256;
  return sha256 === null || !context.unitRows ? read() : context.unitRows.load(`${n}x${d}:${sha256}`, read);
}

async function assertThere(db: Database, { spaceId, id, name }: DictionaryRow): Promise<void> {
  const [there] = await findDictionaries(db, [{ spaceId, id }]);
  if (there) return;
  throw new ReseedError('NOT_FOUND', `Cannot read the rows of "${name}": it has been deleted`, {
    hint: 'Import it again, then ask for the work again.',
  });
}
