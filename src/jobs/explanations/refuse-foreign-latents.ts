/**
 * A file of which many rows name latents that a dictionary does not have belongs to another dictionary: it is refused as a whole, before anything
 * is written. A few such rows are strays, which the import counts and leaves out.
 */
import type { LatentName, LatentRecord } from '../../../loaders/explanations/latent-file-record.ts';
import type { DelphiResults, LatentFile } from '../../../loaders/explanations/find-latent-files.ts';
import type { ByteSource } from '../../../loaders/files/byte-source.ts';
import { isReseedError, ReseedError } from '../../errors.ts';
import type { TaskContext } from '../worker/task.ts';
import type { LatentTargets } from './latent-targets.ts';

/** Fewer rows than this are strays, however short the file. */
const MIN_FOREIGN = 2;
/** Of the rows about a dictionary: from here on they are many. */
const FOREIGN_FRACTION = 0.1;

interface Seen {
  name: string;
  n: number;
  rows: number;
  foreign: number;
  largest: number;
}

/** Reads all files once for the indexes in them. Throws `OTHER_DICTIONARY`. */
export async function refuseForeign(
  of: {
    streams: readonly (LatentFile & { read: (source: ByteSource) => AsyncGenerator<LatentRecord, void, void> })[];
    delphi: readonly DelphiResults[];
    bytes: number;
    targets: LatentTargets;
  },
  context: TaskContext,
): Promise<void> {
  const { targets, bytes } = of;
  let done = 0;
  for (const file of of.streams) {
    const source = await file.open();
    try {
      context.signal.throwIfAborted();
      await refuseForeignRecords(file.name, { records: file.read(source), targets });
      context.progress({ step: 'checking', done: (done += source.size), total: bytes, unit: 'bytes' });
    } catch (error) {
      // A file that cannot be read ends the import where it is reached; what comes before it stays.
      if (!isReseedError(error, 'FILE_BAD')) throw error;
    } finally {
      await source.close();
    }
  }
  for (const { hook, latents } of of.delphi) await refuseForeignLatents(hook, { latents, targets });
}

/** Throws `OTHER_DICTIONARY` for the records of one file. */
async function refuseForeignRecords(
  file: string,
  { records, targets }: { records: AsyncIterable<LatentRecord>; targets: LatentTargets },
): Promise<void> {
  const seen = new Map<number, Seen>();
  for await (const record of records)
    if (record.kind === 'EXPLANATION' || record.kind === 'ACTIVATIONS') await count(seen, { record, targets });
  for (const one of seen.values()) refuse(file, one);
}

/** As {@link refuseForeignRecords}, for latents that names of files state. */
async function refuseForeignLatents(
  folder: string,
  { latents, targets }: { latents: readonly { index: number }[]; targets: LatentTargets },
): Promise<void> {
  const seen = new Map<number, Seen>();
  for (const { index } of latents) await count(seen, { record: { portalId: null, index }, targets });
  for (const one of seen.values()) refuse(folder, one);
}

async function count(
  seen: Map<number, Seen>,
  { record, targets }: { record: LatentName; targets: LatentTargets },
): Promise<void> {
  const dictionary = await targets.findDictionary(record.portalId);
  if (dictionary === null) return;
  const { id, name, nLatents: n } = dictionary;
  const one = seen.get(id) ?? { name, n, rows: 0, foreign: 0, largest: 0 };
  seen.set(id, one);
  one.rows++;
  one.largest = Math.max(one.largest, record.index);
  if (record.index >= n) one.foreign++;
}

function refuse(file: string, { name, n, rows, foreign, largest }: Seen): void {
  if (foreign < MIN_FOREIGN || foreign < FOREIGN_FRACTION * rows) return;
  throw new ReseedError(
    'OTHER_DICTIONARY',
    `Cannot import "${file}" for "${name}": ${foreign} of its ${rows} rows name latents beyond the last; its largest index is ${largest}, and n = ${n}`,
    {
      hint: 'It belongs to another dictionary: name that one. To take the rows that fit all the same: --partial, or `partial: true`.',
    },
  );
}
