/** Vector. */
import type { VectorResolvers } from '../generated/types.ts';

export const vectorResolvers: VectorResolvers = {
  dimensions: ({ values }) => values.length,
  floats: ({ values, encoding }) => (encoding === 'FLOATS' ? Array.from(values) : null),
  base64: ({ values, encoding }) => (encoding === 'BASE64_F32' ? littleEndian(values).toString('base64') : null),
};

function littleEndian(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return bytes;
}
