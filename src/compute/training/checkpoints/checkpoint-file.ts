/**
 * A training state <-> one safetensors file (github.com/huggingface/safetensors, "Format") that cannot be mistaken for a whole one when
 * it is damaged.
 *
 * The metadata holds seed, step, plan and fingerprint as text, and the SHA-256 of the whole file taken with zeros in the place of that
 * sum. A file is written under another name, flushed to the disk and renamed, so its own name is never that of half a file: as `loaders/files/atomic-file.ts` does it, which this room may not import, and here in one go,
 * because the thread that trains has nothing else to do.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ReseedError } from '../../../errors.ts';
import { countElements, listState } from '../step/state-shape.ts';
import { identifyPlan } from '../options/plan-identity.ts';
import type { TrainingPlan } from '../options/training-plan.ts';
import type { TrainingState } from '../step/training-state.ts';

/** What a checkpoint belongs to: only the same plan and the same batches continue it. */
export interface CheckpointIdentity {
  plan: TrainingPlan;
  /** Names the batches: their content and order. */
  fingerprint: string;
}

const NO_SUM = '0'.repeat(64);
const LENGTH_BYTES = 8;
/** Header of the largest state list with the longest plan, many times over. */
const MAX_HEADER_BYTES = 2 ** 20;
/** Read, written and hashed at a time. */
const PIECE_BYTES = 2 ** 24;

const AGAIN = 'start the training again: it continues from the checkpoint before.';
const full = {
  problem: 'the disk is full',
  expected: 'room for it and the right to write',
  hint: `Free some disk space and ${AGAIN}`,
};
/** Faults of the system that say what to do. */
const faults: Record<string, { problem: string; expected: string; hint: string }> = {
  ENOSPC: full,
  EDQUOT: full,
  ENOENT: {
    problem: 'its folder is gone',
    expected: 'the folder of checkpoints to stay until the training has ended',
    hint: 'Start the training again: it continues from the checkpoints that are left, or begins anew. Do not remove them while it runs.',
  },
};

/**
 * Writes `state` to `file`, whole or not at all. Throws `WRITE_REFUSED`, also where its folder is gone: making it again would leave files
 * that nobody removes, of a training that another has taken over or that was removed.
 */
export function writeCheckpointFile(file: string, content: CheckpointIdentity & { state: TrainingState }): void {
  const shapes = [...listState(content.plan)];
  const arrays = shapes.map(([name]) => bytesOf(content.state.tensors.get(name) ?? new Float32Array()));
  const header: Record<string, unknown> = {
    __metadata__: {
      seed: String(content.state.seed),
      step: String(content.state.step),
      plan: JSON.stringify(identifyPlan(content.plan)),
      fingerprint: content.fingerprint,
      sha256: NO_SUM,
    },
  };
  let end = 0;
  shapes.forEach(([name, shape], i) => {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + arrays[i].byteLength] };
    end += arrays[i].byteLength;
  });
  const unsigned = JSON.stringify(header);
  const sum = sumOf([encodeHeader(unsigned), ...arrays]);
  const partial = `${file}.partial`;
  try {
    const descriptor = fs.openSync(partial, 'w');
    try {
      for (const bytes of [encodeHeader(unsigned.replace(NO_SUM, sum)), ...arrays]) writeAll(descriptor, bytes);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(partial, file);
    flushFolder(path.dirname(file));
  } catch (error) {
    fs.rmSync(partial, { force: true });
    throw refuseWriting(file, error);
  }
}

/**
 * The state in `file`, or what is wrong with the file as a short text: damage is expected here. Throws `CHECKPOINT_MISMATCH` if it is whole
 * and of another plan or of other batches.
 */
export function readCheckpointFile(file: string, identity: CheckpointIdentity): TrainingState | string {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch {
    return 'it cannot be read';
  }
  try {
    const header = readHeader(descriptor);
    if (typeof header === 'string') return header;
    const { seed, step, plan, fingerprint } = header.metadata;
    if (plan !== JSON.stringify(identifyPlan(identity.plan))) throw mismatch(file, 'another plan');
    if (fingerprint !== identity.fingerprint) throw mismatch(file, 'other batches');
    const tensors = new Map<string, Float32Array>();
    let at = header.end;
    for (const [name, shape] of listState(identity.plan)) {
      const values = new Float32Array(countElements(shape));
      for (const piece of piecesOf(bytesOf(values))) at += readWhole(descriptor, piece, at);
      tensors.set(name, values);
    }
    return { seed: Number(seed), step: Number(step), tensors };
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The header of a file whose checksum is right, or what is wrong with the file. Reads the whole file, a piece at a time. */
function readHeader(descriptor: number): { metadata: Record<string, string>; end: number } | string {
  const head = Buffer.alloc(LENGTH_BYTES + MAX_HEADER_BYTES);
  const read = fs.readSync(descriptor, head, 0, head.length, 0);
  if (read < LENGTH_BYTES) return 'it is shorter than its header';
  const end = LENGTH_BYTES + Number(head.readBigUInt64LE(0));
  if (end > read) return 'its header is damaged';
  const text = head.toString('latin1', LENGTH_BYTES, end); // one character per byte, so that nothing is lost
  const claimed = /"sha256":"([0-9a-f]{64})"/.exec(text)?.[1];
  if (claimed === undefined) return 'it has no checksum';
  const hash = createHash('sha256').update(head.subarray(0, LENGTH_BYTES));
  hash.update(Buffer.from(text.replace(claimed, NO_SUM), 'latin1'));
  const buffer = Buffer.alloc(PIECE_BYTES);
  for (let at = end; ; ) {
    const bytes = fs.readSync(descriptor, buffer, 0, buffer.length, at);
    if (bytes === 0) break;
    hash.update(buffer.subarray(0, bytes));
    at += bytes;
  }
  if (hash.digest('hex') !== claimed) return 'its checksum does not match its content';
  const header = JSON.parse(head.toString('utf8', LENGTH_BYTES, end)) as { __metadata__: Record<string, string> };
  return { metadata: header.__metadata__, end };
}

/** Views of `bytes` that one call of the system or of the hash takes: both end at 2 GiB. */
function piecesOf(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / PIECE_BYTES);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES));
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Length and text, padded with spaces to a multiple of 8 as the reference does. */
function encodeHeader(text: string): Uint8Array {
  const encoded = Buffer.from(text, 'utf8');
  const length = Math.ceil(encoded.length / 8) * 8;
  const bytes = Buffer.alloc(LENGTH_BYTES + length, ' ');
  bytes.writeBigUInt64LE(BigInt(length), 0);
  encoded.copy(bytes, LENGTH_BYTES);
  return bytes;
}

function sumOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) for (const piece of piecesOf(part)) hash.update(piece);
  return hash.digest('hex');
}

/** Fills `piece` from position `at`; a read may give less than was asked. Returns its length. */
function readWhole(descriptor: number, piece: Uint8Array, at: number): number {
  for (let done = 0; done < piece.length; ) {
    const bytes = fs.readSync(descriptor, piece, done, piece.length - done, at + done);
    if (bytes === 0) throw new RangeError('the file became shorter while it was read');
    done += bytes;
  }
  return piece.length;
}

/** A write may take less than it was given. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; )
    done += fs.writeSync(descriptor, bytes, done, Math.min(PIECE_BYTES, bytes.length - done));
}

/** Makes a rename last; some systems cannot flush folders, and keep the order of writes without it. */
function flushFolder(folder: string): void {
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL' && (error as NodeJS.ErrnoException).code !== 'EPERM')
      throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** A fault of the system while `file` was written, as `WRITE_REFUSED`. */
export function refuseWriting(file: string, cause: unknown): ReseedError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const { problem, expected, hint } = faults[code] ?? {
    problem: `the system answers ${code === '' ? 'with an error' : code}`,
    expected: 'room for it and the right to write',
    hint: `Make the folder of checkpoints writable and ${AGAIN}`,
  };
  return new ReseedError(
    'WRITE_REFUSED',
    `Cannot write checkpoint "${path.basename(file)}": ${problem}; expected ${expected}`,
    { hint, cause },
  );
}

function mismatch(file: string, of: string): ReseedError {
  return new ReseedError(
    'CHECKPOINT_MISMATCH',
    `Cannot continue from checkpoint "${path.basename(file)}": it is of ${of}; expected the plan and the batches that began it`,
    { hint: 'Start the training under a new name, or remove the old checkpoints.' },
  );
}
