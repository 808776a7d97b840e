/**
 * Tensors in parts, in any order -> one safetensors file. Nothing is held in memory but the part being written.
 *
 * Specification: github.com/huggingface/safetensors, "Format". The header is padded with spaces so that the tensors begin at a multiple of 8.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { DTYPE_BITS } from './dtype.ts';
import { encodeFloats, type WritableDtype } from './float-encoding.ts';

/** A tensor to be written. */
export interface TensorPlan {
  readonly name: string;
  readonly dtype: WritableDtype;
  readonly shape: readonly number[];
}

/** An open file; `finish` or `discard` it. */
export interface SafetensorsWriter {
  /** Writes `values` from element `at` (in storage order) of the tensor on. */
  write(name: string, part: { at: number; values: Float32Array }): Promise<void>;
  /** Closes the file. Throws `TypeError` unless as many elements were written as the tensors have. */
  finish(): Promise<void>;
  /** Closes the file as it is. */
  discard(): Promise<void>;
}

/** Creates `file`, which must not exist. Faults of the system pass as they are. */
export async function openSafetensorsWriter(
  file: string,
  { tensors, metadata = {} }: { tensors: readonly TensorPlan[]; metadata?: Record<string, string> },
): Promise<SafetensorsWriter> {
  const header = buildSafetensorsHeader({ tensors, metadata });
  const places = new Map<string, { offset: number; bytes: number; elements: number; plan: TensorPlan }>();
  let offset = header.length;
  for (const plan of tensors) {
    const elements = countElements(plan);
    const bytes = DTYPE_BITS[plan.dtype] / 8;
    places.set(plan.name, { offset, bytes, elements, plan });
    offset += elements * bytes;
  }
  const handle = await open(file, 'wx');
  await writeAll(handle, { bytes: header, position: 0 });
  let missing = [...places.values()].reduce((sum, { elements }) => sum + elements, 0);
  return {
    async write(name, { at, values }) {
      const place = places.get(name);
      if (place === undefined || at < 0 || at + values.length > place.elements)
        throw new RangeError(`Elements ${at} to ${at + values.length} are outside "${name}"`);
      const bytes = encodeFloats(values, place.plan.dtype);
      await writeAll(handle, { bytes, position: place.offset + at * place.bytes });
      missing -= values.length;
    },
    async finish() {
      await handle.close();
      if (missing !== 0) throw new TypeError(`${missing} elements of the tensors were not written`);
    },
    discard: () => handle.close(),
  };
}

/** Length and header of a file with these tensors in this order, padded with spaces to a multiple of 8. */
export function buildSafetensorsHeader(file: {
  tensors: readonly TensorPlan[];
  metadata: Record<string, string>;
}): Uint8Array {
  const LENGTH_BYTES = 8;
  let end = 0;
  const entries = file.tensors.map((plan) => {
    const begin = end;
    end += (countElements(plan) * DTYPE_BITS[plan.dtype]) / 8;
    return [plan.name, { dtype: plan.dtype, shape: plan.shape, data_offsets: [begin, end] }];
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries([['__metadata__', file.metadata], ...entries])));
  const length = Math.ceil((json.length + LENGTH_BYTES) / 8) * 8;
  const bytes = new Uint8Array(length).fill(0x20); // a space
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length - LENGTH_BYTES), true);
  bytes.set(json, LENGTH_BYTES);
  return bytes;
}

/** Writes every byte, whatever the system takes at once. */
async function writeAll(
  handle: FileHandle,
  { bytes, position }: { bytes: Uint8Array; position: number },
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function countElements(plan: TensorPlan): number {
  return plan.shape.reduce((product, length) => product * length, 1);
}
