/**
 * Tensors -> a file of torch.save that holds them by name: a zip of stored entries, a pickle that describes them and one entry of bytes each.
 *
 * Storages are written one after the other, as their parts come; a matrix whose columns are given one by one is stored that way and said to be so
 * by its strides, which torch reads like any other. Nothing is held in memory but the part being written.
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { DTYPE_BITS } from './dtype.ts';

/** A tensor to be written. */
export interface TorchTensor {
  readonly name: string;
  readonly dtype: 'F32' | 'I32';
  readonly shape: readonly number[];
  /** Whether the elements of a matrix come column by column. */
  readonly isColumnMajor?: boolean;
  /** All elements in the order of storage, in parts of any length. */
  elements(): AsyncIterable<Float32Array | Int32Array> | Iterable<Float32Array | Int32Array>;
}

const STORAGES = { F32: 'FloatStorage', I32: 'IntStorage' } as const;

/** Creates `file`, which must not exist; `archive` names the folder inside, as torch takes it from the file's name. Faults of the system pass as they are. */
export async function writeTorchFile(
  file: string,
  { archive, tensors }: { archive: string; tensors: readonly TorchTensor[] },
): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const fail = (error: Error) => void output.destroy(error);
  zip.on('error', fail);
  const stored = { compress: false, mtime: new Date(1980, 0, 1), mode: 0o100644 };
  const addBytes = (name: string, bytes: Uint8Array) => zip.addBuffer(Buffer.from(bytes), `${archive}/${name}`, stored);
  addBytes('data.pkl', buildPickle(tensors));
  addBytes('byteorder', Buffer.from('little'));
  const opened: Readable[] = [];
  for (const [key, tensor] of tensors.entries()) {
    const size = (countElements(tensor) * DTYPE_BITS[tensor.dtype]) / 8;
    zip.addReadStreamLazy(`${archive}/data/${key}`, { ...stored, size }, (give) => {
      const stream = Readable.from(bytesOf(tensor), { objectMode: false });
      stream.once('error', fail);
      opened.push(stream);
      give(null, stream);
    });
  }
  addBytes('version', Buffer.from('3\n'));
  zip.end();
  try {
    await pipeline(output, createWriteStream(file, { flags: 'wx' }));
  } finally {
    for (const stream of opened) stream.destroy();
  }
}

async function* bytesOf(tensor: TorchTensor): AsyncGenerator<Uint8Array> {
  let missing = countElements(tensor);
  for await (const part of tensor.elements()) {
    missing -= part.length;
    yield new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  }
  if (missing !== 0) throw new TypeError(`${missing} elements of "${tensor.name}" were not given`);
}

function countElements({ shape }: TorchTensor): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Instructions of pickle, protocol 2, by what they do. */
const OP = {
  protocol: '\u0080\u0002',
  emptyDict: '}',
  mark: '(',
  setItems: 'u',
  tuple: 't',
  emptyTuple: ')',
  persistent: 'Q',
  reduce: 'R',
  false: '\u0089',
  stop: '.',
};

/** The pickle of a dict of tensors by name, whose storages are the entries 0, 1, 2 and so on. */
function buildPickle(tensors: readonly TorchTensor[]): Uint8Array {
  const described = tensors.map((tensor, key) => {
    const { shape } = tensor;
    const steps = tensor.isColumnMajor === true ? [1, shape[0]] : shape.map((_, i) => product(shape.slice(i + 1)));
    const storage = [
      text('storage'),
      global('torch', STORAGES[tensor.dtype]),
      text(String(key)),
      text('cpu'),
      whole(countElements(tensor)),
    ];
    const reference = [OP.mark, ...storage, OP.tuple, OP.persistent];
    const hooks = [global('collections', 'OrderedDict'), OP.emptyTuple, OP.reduce];
    return [
      text(tensor.name),
      global('torch._utils', '_rebuild_tensor_v2'),
      OP.mark,
      ...reference,
      whole(0),
      tuple(shape),
      tuple(steps),
      OP.false,
      ...hooks,
      OP.tuple,
      OP.reduce,
    ];
  });
  return Buffer.from(
    [OP.protocol, OP.emptyDict, OP.mark, ...described.flat(), OP.setItems, OP.stop].join(''),
    'latin1',
  );
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}

function global(module: string, name: string): string {
  return `c${module}\n${name}\n`;
}

function tuple(values: readonly number[]): string {
  return values.length === 0 ? OP.emptyTuple : [OP.mark, ...values.map(whole), OP.tuple].join('');
}

/** A text with its length in four bytes. */
function text(value: string): string {
  const bytes = Buffer.from(value, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return `X${length.toString('latin1')}${bytes.toString('latin1')}`;
}

/** A whole number of at most 2^53: eight bytes, the lowest first. */
function whole(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return `\u008a\u0008${bytes.toString('latin1')}`;
}
