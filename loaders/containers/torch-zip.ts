/**
 * A zip file of torch.save -> where its tensors lie, and the plain values around them. No tensor is read and nothing is executed.
 *
 * `<archive>/data.pkl` is a pickle whose tensors are calls of `torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, ...)`; a storage
 * is a persistent id ('storage', <type>, <key>, <place>, <elements>) and its bytes are the entry `<archive>/data/<key>`. Little-endian. Dicts in
 * dicts become names joined by dots: {"state_dict": {"W_dec": tensor}} is `state_dict.W_dec`.
 */
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { DTYPE_BITS, type Dtype } from './dtype.ts';
import { isNode, parsePickle, type PickleNode, type PickleValue } from './pickle.ts';
import type { TensorEntry } from './tensor-entry.ts';
import type { ZipEntry } from './zip-entries.ts';

/** The pickle of a checkpoint with a thousand tensors has some 100 kB. */
const MAX_PICKLE_BYTES = 16 * 1024 * 1024;
/** Dicts in dicts: {"model": {"state_dict": {...}}} has three. */
const MAX_DEPTH = 8;

const REBUILD = 'torch._utils _rebuild_tensor_v2';
const REBUILD_PARAMETER = 'torch._utils _rebuild_parameter';

const STORAGES: Readonly<Record<string, Dtype>> = {
  'torch FloatStorage': 'F32',
  'torch HalfStorage': 'F16',
  'torch BFloat16Storage': 'BF16',
  'torch DoubleStorage': 'F64',
  'torch LongStorage': 'I64',
  'torch IntStorage': 'I32',
  'torch ShortStorage': 'I16',
  'torch CharStorage': 'I8',
  'torch ByteStorage': 'U8',
  'torch BoolStorage': 'BOOL',
};

/** What a pickle of tensors may name. Element types and devices occur in configurations that were saved with the weights. */
const GLOBALS: ReadonlySet<string> = new Set([
  ...Object.keys(STORAGES),
  REBUILD,
  REBUILD_PARAMETER,
  'collections OrderedDict',
  'torch device',
  'torch Size',
  ...['float16', 'bfloat16', 'float32', 'float64', 'int64', 'int32'].map((name) => `torch ${name}`),
]);

export interface TorchContent {
  tensors: Map<string, TensorEntry>;
  /** Texts, numbers and truth values by dotted name. */
  values: Map<string, string | number | boolean>;
}

/** The name of the pickle in a zip file of torch.save, or null if it is none. */
export function findTorchPickle(entries: ReadonlyMap<string, ZipEntry>): string | null {
  return [...entries.keys()].find((name) => /^[^/]+\/data\.pkl$/.test(name)) ?? null;
}

/** What `source` holds. Throws `TORCH_FILE_BAD`, `PICKLE_REFUSED`, `PICKLE_TRUNCATED`. */
export async function readTorchContent(
  source: ByteSource,
  { entries, pickle }: { entries: ReadonlyMap<string, ZipEntry>; pickle: string },
): Promise<TorchContent> {
  const archive = pickle.slice(0, -'data.pkl'.length);
  const refuse = (fault: string, hint = 'Save the weights again: torch.save(module.state_dict(), file).'): never => {
    throw new ReseedError('TORCH_FILE_BAD', `Cannot read "${clip(source.name)}": ${fault}`, { hint });
  };
  const entry = entries.get(pickle) as ZipEntry;
  if ([...entries.keys()].some((name) => name.startsWith(`${archive}code/`)))
    return refuse(
      'it is a TorchScript program; expected a file of torch.save',
      'Load it in Python and save its state_dict().',
    );
  if (!entry.isStored) return refuse('its pickle is compressed; expected stored entries, as torch.save writes them');
  if (entry.bytes > MAX_PICKLE_BYTES)
    return refuse(`its pickle has ${entry.bytes} bytes; expected at most ${MAX_PICKLE_BYTES}`);
  const order = entries.get(`${archive}byteorder`);
  if (order !== undefined && order.bytes <= 16) {
    const text = new TextDecoder('latin1').decode(await source.read(order.offset, order.bytes)).trim();
    if (text !== 'little') return refuse(`its numbers are "${clip(text)}"-endian; expected little-endian`);
  }
  const root = parsePickle(await source.read(entry.offset, entry.bytes), {
    name: source.name,
    globals: GLOBALS,
    hint: 'Load it in Python and save tensors and plain values alone: torch.save({"state_dict": module.state_dict()}, file).',
  });
  const content: TorchContent = { tensors: new Map(), values: new Map() };
  collect(root, { name: '', depth: 0 });
  return content;

  function collect(value: PickleValue | undefined, at: { name: string; depth: number }): void {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      content.values.set(at.name, value);
    if (!isNode(value)) return;
    if (value.kind === 'call' && value.name === REBUILD_PARAMETER) return collect(value.args[0], at);
    if (value.kind === 'call' && value.name === REBUILD) {
      content.tensors.set(at.name, placeTensor(value, at.name));
      return;
    }
    if (value.kind !== 'dict') return;
    if (at.depth >= MAX_DEPTH)
      refuse(`"${clip(at.name)}" lies more than ${MAX_DEPTH} levels deep; expected tensors by name`);
    for (const [key, inner] of value.entries)
      collect(inner, { name: at.name === '' ? String(key) : `${at.name}.${key}`, depth: at.depth + 1 });
  }

  function placeTensor({ args }: PickleNode & { kind: 'call' }, name: string): TensorEntry {
    const [storage, start, size, strides] = args;
    const shape = wholeNumbers(size);
    const steps = wholeNumbers(strides);
    const id =
      isNode(storage) && storage.kind === 'persistent' && isNode(storage.id) && storage.id.kind === 'tuple'
        ? storage.id.items
        : null;
    if (
      id === null ||
      id[0] !== 'storage' ||
      shape === null ||
      steps === null ||
      shape.length !== steps.length ||
      typeof start !== 'number' ||
      start < 0
    )
      return refuse(
        `tensor "${clip(name)}" is not described as torch.save does; expected storage, offset, shape and strides`,
      );
    const type = isNode(id[1]) && id[1].kind === 'global' ? id[1].name : '';
    const dtype = Object.hasOwn(STORAGES, type)
      ? STORAGES[type]
      : refuse(`tensor "${clip(name)}" is of type "${clip(type)}"; expected floats or whole numbers`);
    const key = typeof id[2] === 'string' ? id[2] : '';
    const file = entries.get(`${archive}data/${key}`);
    if (file === undefined)
      return refuse(`the bytes of tensor "${clip(name)}" are not in it; expected an entry data/${clip(key)}`);
    if (!file.isStored)
      return refuse(`tensor "${clip(name)}" is compressed; expected stored entries, as torch.save writes them`);
    const width = DTYPE_BITS[dtype] / 8;
    const count = shape.reduce((product, n) => product * n, 1);
    if (!Number.isSafeInteger(count) || (start + count) * width > file.bytes)
      return refuse(
        `tensor "${clip(name)}" [${clip(shape.join(', '))}] is larger than its ${file.bytes} bytes; expected it inside them`,
      );
    const order = strideOrder(shape, steps);
    if (order === null)
      return refuse(
        `tensor "${clip(name)}" is a view with gaps; expected whole rows or columns`,
        'Save tensor.contiguous().',
      );
    return {
      name,
      dtype,
      shape,
      offset: file.offset + start * width,
      bytes: count * width,
      ...(order === 'COLUMNS' && { isColumnMajor: true }),
    };
  }
}

function wholeNumbers(value: PickleValue | undefined): number[] | null {
  if (!isNode(value) || value.kind !== 'tuple') return null;
  const items = value.items.filter(
    (item): item is number => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0,
  );
  return items.length === value.items.length ? items : null;
}

/** Whether elements lie row by row, or (a matrix) column by column; null for anything else. */
function strideOrder(shape: readonly number[], strides: readonly number[]): 'ROWS' | 'COLUMNS' | null {
  const fits = (order: readonly number[]) => {
    let step = 1;
    for (const i of order) {
      if (shape[i] !== 1 && strides[i] !== step) return false;
      step *= shape[i];
    }
    return true;
  };
  if (shape.includes(0) || fits(shape.map((_, i) => shape.length - 1 - i))) return 'ROWS';
  return shape.length === 2 && fits([0, 1]) ? 'COLUMNS' : null;
}
