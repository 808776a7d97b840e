/** Dictionaries as files of float32 rows, so that one process makes them and others, whose memory is measured, read them. */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { UnitRows } from '../src/compute/unit-rows.ts';

/** Bytes per call: Node's calls take less than 2 GiB. */
const chunk = 2 ** 28;

/** Writes `rows` to `file`. */
export function writeRows(file: string, { values }: UnitRows): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const handle = openSync(file, 'w');
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at, Math.min(chunk, bytes.length - at));
  closeSync(handle);
}

/** Reads rows of width `d`. */
export function readRows(file: string, d: number): UnitRows {
  const handle = openSync(file, 'r');
  const values = new Float32Array(fstatSync(handle).size / 4);
  const bytes = new Uint8Array(values.buffer);
  for (let at = 0; at < bytes.length; ) at += readSync(handle, bytes, at, Math.min(chunk, bytes.length - at), null);
  closeSync(handle);
  return { n: values.length / d, d, values };
}

/** The files of the two dictionaries in `folder`. */
export function pairFiles(folder: string): [string, string] {
  return [path.join(folder, 'a.f32'), path.join(folder, 'b.f32')];
}
