/** The int64 buffers of a pickled list of numpy assignments, found by their opcode and length. For known files only: no pickle is interpreted. */
import { readFileSync } from 'node:fs';

/** BINBYTES: a length of four bytes, little-endian, then the bytes. */
const BINBYTES = 0x42;

/** The arrays of `length` numbers in `file`, in their order. */
export function readInt64Arrays(file: string | URL, length: number): Int32Array[] {
  const bytes = readFileSync(file);
  const arrays: Int32Array[] = [];
  for (let at = 0; at + 5 <= bytes.length; at++) {
    if (bytes[at] !== BINBYTES || bytes.readUInt32LE(at + 1) !== length * 8) continue;
    const from = at + 5;
    arrays.push(Int32Array.from({ length }, (_, i) => Number(bytes.readBigInt64LE(from + i * 8))));
    at = from + length * 8 - 1;
  }
  return arrays;
}
