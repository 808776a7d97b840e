/** Tensors -> bytes of a safetensors file, written independently of the reader: for goldens and for files that break the rules. */

export type WrittenDtype = 'F32' | 'F16' | 'BF16' | 'F64';

export interface WrittenTensor {
  shape: number[];
  dtype: string;
  bytes: Uint8Array;
}

/** `values` in storage order. Exact only for values that the dtype has; F16 for normal numbers and 0 only. */
export function encodeTensor(dtype: WrittenDtype, shape: number[], values: readonly number[]): WrittenTensor {
  const view = new DataView(new ArrayBuffer(values.length * { F32: 4, F16: 2, BF16: 2, F64: 8 }[dtype]));
  const word = new DataView(new ArrayBuffer(4));
  values.forEach((value, i) => {
    word.setFloat32(0, value);
    const bits = word.getUint32(0);
    const exponent = (bits >>> 23) & 0xff;
    if (dtype === 'F64') view.setFloat64(i * 8, value, true);
    else if (dtype === 'F32') view.setFloat32(i * 4, value, true);
    else if (dtype === 'BF16') view.setUint16(i * 2, bits >>> 16, true);
    else
      view.setUint16(
        i * 2,
        ((bits >>> 16) & 0x8000) | (value === 0 ? 0 : ((exponent - 112) << 10) | ((bits >>> 13) & 0x3ff)),
        true,
      );
  });
  return { shape, dtype, bytes: new Uint8Array(view.buffer) };
}

/** A well-formed file; tensors in the order given. */
export function writeSafetensors(
  tensors: Record<string, WrittenTensor>,
  metadata?: Record<string, string>,
): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  for (const [name, tensor] of Object.entries(tensors)) {
    header[name] = { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [offset, offset + tensor.bytes.length] };
    offset += tensor.bytes.length;
  }
  return joinSafetensors(
    JSON.stringify(header),
    Object.values(tensors).map((tensor) => tensor.bytes),
  );
}

/** Any header text and any data, with a true header length unless `claimed` says another; padded to 8 bytes as the reference does. */
export function joinSafetensors(header: string | Uint8Array, data: Uint8Array[], claimed?: bigint): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const padding = typeof header === 'string' ? (8 - (text.length % 8)) % 8 : 0;
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, claimed ?? BigInt(text.length + padding), true);
  return new Uint8Array(Buffer.concat([length, text, new Uint8Array(padding).fill(0x20), ...data]));
}
