/**
 * One-dimensional int64 arrays of NumPy in a pickle. Any other dtype, shape or object is refused.
 *
 * Up to protocol 4 (`ndarray.__reduce__`): `_reconstruct(ndarray, (0,), b'b')`, then the state (1, shape, dtype, is_fortran, bytes). From
 * protocol 5: `_frombuffer(bytearray, dtype, shape, order)`.
 */
import { isNode, type PickleNode, type PickleValue } from './pickle.ts';

// NumPy renamed its inner module in version 2.
const RECONSTRUCT = ['numpy.core.multiarray _reconstruct', 'numpy._core.multiarray _reconstruct'];
const FROM_BUFFER = ['numpy.core.numeric _frombuffer', 'numpy._core.numeric _frombuffer'];

/** The globals that a pickle of such arrays names. */
export const numpyGlobals: ReadonlySet<string> = new Set([
  ...RECONSTRUCT,
  ...FROM_BUFFER,
  'numpy ndarray',
  'numpy dtype',
]);

/** The bytes of an array, 8 per number, little-endian; or in words what `value` is instead. A view of the pickle. */
export function findInt64Array(value: PickleValue | undefined): Uint8Array | string {
  const parts = isNode(value) && value.kind === 'call' ? partsOf(value) : null;
  if (parts === null) return 'not a plain NumPy array';
  const { bytes, dtype } = parts;
  const fault = dtypeFault(dtype);
  if (fault !== null) return fault;
  const shape = tupleItems(parts.shape);
  if (shape?.length !== 1) return `a NumPy array of ${shape?.length ?? 'unknown'} dimensions`;
  if (!(bytes instanceof Uint8Array)) return 'a NumPy array of objects';
  const [length] = shape;
  if (typeof length !== 'number') return 'a NumPy array without a length';
  return bytes.length === 8 * length ? bytes : `a NumPy array of ${length} numbers in ${bytes.length} bytes`;
}

interface ArrayParts {
  shape: PickleValue | undefined;
  dtype: PickleValue | undefined;
  bytes: PickleValue | undefined;
}

function partsOf({ name, args, state }: PickleNode & { kind: 'call' }): ArrayParts | null {
  if (FROM_BUFFER.includes(name)) {
    const [bytes, dtype, shape] = args;
    return args.length === 4 && state === undefined ? { shape, dtype, bytes } : null;
  }
  const [type] = args;
  const isArray = isNode(type) && type.kind === 'global' && type.name === 'numpy ndarray';
  const [version, shape, dtype, , bytes] = tupleItems(state) ?? [];
  return RECONSTRUCT.includes(name) && isArray && version === 1 ? { shape, dtype, bytes } : null;
}

function dtypeFault(value: PickleValue | undefined): string | null {
  if (!isNode(value) || value.kind !== 'call' || value.name !== 'numpy dtype') return 'a NumPy array without a dtype';
  const [type] = value.args;
  const order = tupleItems(value.state)?.[1];
  if (typeof type !== 'string' || typeof order !== 'string') return 'a NumPy array of an unknown dtype';
  return type === 'i8' && order === '<' ? null : `a NumPy array of dtype ${order}${type}`;
}

function tupleItems(value: PickleValue | undefined): readonly PickleValue[] | null {
  return isNode(value) && value.kind === 'tuple' ? value.items : null;
}
