/**
 * NumPy's npz -> where its arrays lie. No array is read.
 *
 * A zip file of `<name>.npy` (numpy.lib.format): `\x93NUMPY`, version, header length, then a Python dictionary
 * {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, padded with spaces to a line feed, then the elements. Arrays of objects hold
 * pickles and are refused.
 */
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { DTYPE_BITS, type Dtype } from './dtype.ts';
import type { TensorEntry } from './tensor-entry.ts';
import type { ZipEntry } from './zip-entries.ts';

const SUFFIX = '.npy';
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** Magic, two bytes of version, and the longer of both forms of the header's length. */
const PREFIX_BYTES = 12;
/** NumPy refuses longer ones (`max_header_size`). */
const MAX_HEADER_BYTES = 10_000;

/** Element types by NumPy's `descr`. Little-endian, or of one byte. */
const DTYPES: Readonly<Record<string, Dtype>> = {
  '<f2': 'F16',
  '<f4': 'F32',
  '<f8': 'F64',
  '<i2': 'I16',
  '<i4': 'I32',
  '<i8': 'I64',
  '|i1': 'I8',
  '|u1': 'U8',
  '<u2': 'U16',
  '<u4': 'U32',
  '<u8': 'U64',
  '|b1': 'BOOL',
};

const HEADER =
  /^\{\s*'descr':\s*'([^']{1,20})',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d\s,]*)\),?\s*\}\s*$/;

/** Whether a zip file is an npz: everything in it is an array. */
export function isNpz(entries: ReadonlyMap<string, ZipEntry>): boolean {
  return entries.size > 0 && [...entries.keys()].every((name) => name.endsWith(SUFFIX));
}

/** The arrays of `source` by name. Throws `NPZ_BAD`. */
export async function readNpzTensors(
  source: ByteSource,
  entries: ReadonlyMap<string, ZipEntry>,
): Promise<Map<string, TensorEntry>> {
  const tensors = new Map<string, TensorEntry>();
  for (const entry of entries.values()) {
    const name = entry.name.slice(0, -SUFFIX.length);
    tensors.set(name, await readHeader(source, { name, entry }));
  }
  return tensors;
}

async function readHeader(
  source: ByteSource,
  { name, entry }: { name: string; entry: ZipEntry },
): Promise<TensorEntry> {
  const refuse = (fault: string, hint = 'Save the arrays again with numpy.savez.'): never => {
    throw new ReseedError('NPZ_BAD', `Cannot read "${clip(name)}" of "${clip(source.name)}": ${fault}`, { hint });
  };
  if (!entry.isStored)
    return refuse(
      'it is compressed; expected an array that is stored as it is',
      'Save it again with numpy.savez in place of savez_compressed.',
    );
  if (entry.bytes < PREFIX_BYTES) return refuse('it ends in its header; expected a whole array');
  const prefix = await source.read(entry.offset, PREFIX_BYTES);
  if (!MAGIC.every((byte, i) => prefix[i] === byte))
    return refuse('it does not begin as npy does; expected an array of NumPy');
  const version = prefix[6];
  if (version < 1 || version > 3) return refuse(`its version is ${version}; expected 1, 2 or 3`);
  const view = new DataView(prefix.buffer, prefix.byteOffset);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER_BYTES || start + length > entry.bytes)
    return refuse(`its header claims ${length} bytes; expected at most ${MAX_HEADER_BYTES}, inside the array`);
  const text = new TextDecoder('latin1').decode(await source.read(entry.offset + start, length));
  const [, descr, order, dimensions] =
    HEADER.exec(text) ?? refuse('its header is not of the documented form; expected descr, fortran_order and shape');
  const dtype = Object.hasOwn(DTYPES, descr)
    ? DTYPES[descr]
    : refuse(`its elements are "${clip(descr)}"; expected little-endian numbers`);
  const shape = dimensions
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  const bytes = entry.bytes - start - length;
  const count = shape.reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(count) || count * (DTYPE_BITS[dtype] / 8) !== bytes)
    return refuse(
      `it has ${bytes} bytes; expected ${count * (DTYPE_BITS[dtype] / 8)} for ${dtype} [${clip(shape.join(', '))}]`,
    );
  const isColumnMajor = order === 'True' && shape.filter((n) => n > 1).length > 1;
  if (isColumnMajor && shape.length !== 2)
    return refuse('it is stored by columns and is no matrix; expected C order', 'Save numpy.ascontiguousarray of it.');
  return { name, dtype, shape, offset: entry.offset + start + length, bytes, ...(isColumnMajor && { isColumnMajor }) };
}
