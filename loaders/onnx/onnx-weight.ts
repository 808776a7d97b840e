/**
 * A weight of an ONNX model -> its numbers as float32, from the model file or from the file of external data that it names.
 *
 * onnx.proto, TensorProto: float32, float16, bfloat16 and float64, little-endian, row-major. Quantised weights are refused.
 */
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { decodeFloats, floatBytes, type FloatDtype } from '../containers/dtype.ts';
import { openFileSource } from '../files/file-source.ts';
import { badModel, type GraphWeight } from './onnx-graph.ts';
import { resolveName } from '../files/source-folder.ts';

/** `TensorProto.DataType`. */
const DTYPES: Readonly<Record<number, FloatDtype>> = { 1: 'F32', 10: 'F16', 11: 'F64', 16: 'BF16' };

/**
 * All numbers of `weight`, new. Its size is compared with what the file holds before anything is allocated; the caller decides whether that
 * many may be held. Throws `MODEL_BAD`, `MODEL_UNSUPPORTED`, `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`, `SOURCE_CHANGED`.
 */
export async function readOnnxWeight(
  weight: GraphWeight,
  from: { source: ByteSource; folderPath: string },
): Promise<Float32Array> {
  const dtype = DTYPES[weight.elementType];
  if (dtype === undefined)
    throw new ReseedError(
      'MODEL_UNSUPPORTED',
      `Cannot read the weight "${clip(weight.name)}": its element type is ${weight.elementType}; expected float32, float16, bfloat16 or float64`,
      { hint: 'Give the model that is not quantised.' },
    );
  const length = weight.dims.reduce((product, dim) => product * dim, floatBytes(dtype));
  if (weight.location === null) {
    if (weight.raw === null)
      throw badModel(from.source.name, `"${clip(weight.name)}" has no numbers; expected raw data`);
    const { start, end } = weight.raw;
    assertLength(weight, { there: end - start, length });
    return decodeFloats(await from.source.read(start, length), dtype);
  }
  const components = resolveName([], weight.location);
  if (components === null) throw badModel(weight.location, 'it is outside the folder of the model');
  const source = await openFileSource({ realRoot: from.folderPath, components }, weight.location);
  try {
    const { offset, length: stated } = weight.external;
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw badModel(weight.location, `"${clip(weight.name)}" begins at no byte of it`);
    assertLength(weight, { there: stated ?? length, length });
    if (offset + length > source.size) throw badModel(weight.location, `it ends before "${clip(weight.name)}" does`);
    return decodeFloats(await source.read(offset, length), dtype);
  } finally {
    await source.close();
  }
}

function assertLength(weight: GraphWeight, { there, length }: { there: number; length: number }): void {
  if (Number.isSafeInteger(length) && length > 0 && there === length) return;
  throw badModel(weight.name, `it has ${there} bytes; expected ${length}, as its shape says`);
}
