/**
 * The two passes over a checkpoint's weights: a survey that refuses and hashes, and the load.
 *
 * The content hash is independent of file format: sha256 over a header line and the sha256 of the decoder rows, encoder rows, encoder
 * bias, thresholds and decoder bias (and, of a gated dictionary, of magnitude bias and log scale; of a transcoder, of its skip connection), each as little-endian float32, and a line
 * with the conventions of encoding that are not the plain ones.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Key } from '../../../db/schema/key.ts';
import { copyLatents, copyVectors } from '../../../db/stores/latents.ts';
import {
  type Checkpoint,
  type EncodingConventions,
  type Guess,
  type LatentScalars,
  plainEncoding,
  type Side,
  type SkipRows,
} from '../../../loaders/checkpoints/checkpoint.ts';
import { assertFinite } from '../../../loaders/containers/assert-finite.ts';
import { ReseedError } from '../../errors.ts';
import type { TaskContext } from '../worker/task.ts';

/** Bytes of float32 rows in one chunk: large enough for sequential reads, small compared with the memory limit of an import. */
const CHUNK_BYTES = 16 * 1024 * 1024;

export interface CheckpointContent {
  contentSha256: string;
  decoderSha256: string;
  encoderSha256: string | null;
  skipSha256: string | null;
  decoderBias: Float32Array | null; // [d]
  decoderNorms: Float64Array; // [n]
  encoderNorms: Float64Array | null; // [n]
  scalars: LatentScalars;
  /** What could not be taken from the files. */
  notes: Guess[];
  /** 0 for a zero row, else as the stated firing frequency says: 1 if it fires, 0 if not; NaN where none is stated. [n] */
  alive: Float32Array;
}

/** Reads every weight once; throws `TENSOR_NOT_FINITE`, `SOURCE_CHANGED` and what the loader throws. Writes nothing. */
export async function surveyContent(checkpoint: Checkpoint, context: TaskContext): Promise<CheckpointContent> {
  const { facts } = checkpoint;
  const { scalars, notes } = await readScalars(checkpoint);
  const decoderBias = await checkpoint.readDecoderBias();
  for (const [name, values] of Object.entries({ ...scalars, decoderBias })) {
    if (values) assertFinite(values, { tensor: name, firstRow: 0, width: 1 });
  }
  const decoder = await surveySide(checkpoint, 'DECODER', context);
  const encoder = facts.hasEncoder ? await surveySide(checkpoint, 'ENCODER', context) : null;
  const skipSha256 = checkpoint.skip && (await hashSkip(checkpoint.skip, context));
  const alive = Float32Array.from({ length: facts.nLatents }, (_, i) => {
    if (decoder.norms[i] === 0 || encoder?.norms[i] === 0) return 0;
    const frequency = scalars.firingFrequency?.[i] ?? Number.NaN;
    return Number.isNaN(frequency) ? Number.NaN : Number(frequency > 0);
  });
  const hash = createHash('sha256');
  hash.update(`reseed content 1 ${facts.architecture} n=${facts.nLatents} d=${facts.dIn} k=${facts.k ?? '-'}\n`);
  for (const part of [
    decoder.sha256,
    encoder?.sha256,
    ...[scalars.encoderBias, scalars.threshold, decoderBias].map(hashOf),
  ]) {
    hash.update(`${part ?? '-'}\n`);
  }
  // Only gated dictionaries have them: the hash of all others is as it was before they were kept.
  for (const part of [scalars.magnitudeBias, scalars.magnitudeLogScale].map(hashOf)) if (part) hash.update(`${part}\n`);
  // Only transcoders with a skip connection have it.
  if (skipSha256 !== null) hash.update(`skip ${skipSha256}\n`);
  // What computes other codes from the same weights is another dictionary. Nothing is added where nothing is out of the ordinary.
  const conventions = Object.entries(checkpoint.encoding).filter(
    ([name, value]) => value !== plainEncoding[name as keyof EncodingConventions],
  );
  if (conventions.length > 0)
    hash.update(
      `encoding ${JSON.stringify(Object.fromEntries(conventions.toSorted(([a], [b]) => (a < b ? -1 : 1))))}\n`,
    );
  return {
    contentSha256: hash.digest('hex'),
    decoderSha256: decoder.sha256,
    encoderSha256: encoder?.sha256 ?? null,
    skipSha256,
    decoderBias,
    decoderNorms: decoder.norms,
    encoderNorms: encoder?.norms ?? null,
    scalars,
    notes,
    alive,
  };
}

/** Loads rows under the dictionary `key`, chunk by chunk; throws `SOURCE_CHANGED` if they are not the surveyed ones. */
export async function loadContent(
  checkpoint: Checkpoint,
  { key, content, context }: { key: Key; content: CheckpointContent; context: TaskContext },
): Promise<void> {
  const { facts } = checkpoint;
  const { spaceId, id: dictionaryId } = key;
  const expected: [Side, string][] = [['DECODER', content.decoderSha256]];
  if (content.encoderSha256) expected.push(['ENCODER', content.encoderSha256]);
  for (const [side, sha256] of expected) {
    const hash = createHash('sha256');
    for await (const { start, rows } of chunks(checkpoint, side)) {
      hash.update(bytesOf(rows));
      await context.fenced((tx) => copyVectors(tx, { spaceId, dictionaryId, side, start, values: rows, d: facts.dIn }));
      report({ checkpoint, side, step: 'loading', done: start + rows.length / facts.dIn, context });
    }
    if (hash.digest('hex') !== sha256) {
      throw new ReseedError(
        'SOURCE_CHANGED',
        `Cannot import: the ${side.toLowerCase()} changed while it was being read.`,
        {
          hint: 'Import again when nothing writes to the files.',
        },
      );
    }
  }
  await context.fenced((tx) =>
    copyLatents(tx, {
      spaceId,
      dictionaryId,
      start: 0,
      count: facts.nLatents,
      alive: content.alive,
      decoderNorm: content.decoderNorms,
      encoderNorm: content.encoderNorms,
      ...content.scalars,
    }),
  );
}

async function surveySide(
  checkpoint: Checkpoint,
  side: Side,
  context: TaskContext,
): Promise<{ sha256: string; norms: Float64Array }> {
  const { nLatents, dIn } = checkpoint.facts;
  const hash = createHash('sha256');
  const norms = new Float64Array(nLatents);
  for await (const { start, rows } of chunks(checkpoint, side)) {
    context.signal.throwIfAborted();
    assertFinite(rows, { tensor: checkpoint.tensorNames[side] ?? side, firstRow: start, width: dIn });
    hash.update(bytesOf(rows));
    for (let i = 0; i < rows.length / dIn; i++) {
      let sum = 0;
      for (let z = i * dIn; z < (i + 1) * dIn; z++) sum += rows[z] * rows[z];
      norms[start + i] = Math.sqrt(sum);
    }
    report({ checkpoint, side, step: 'checking', done: start + rows.length / dIn, context });
  }
  return { sha256: hash.digest('hex'), norms };
}

/** Frequencies are an extra: those that are not finite are unknown, which is noted. */
async function readScalars(checkpoint: Checkpoint): Promise<{ scalars: LatentScalars; notes: Guess[] }> {
  const scalars = await checkpoint.readScalars();
  if (scalars.firingFrequency === null || scalars.firingFrequency.every(Number.isFinite)) return { scalars, notes: [] };
  const because = 'the file of frequencies holds numbers that are not finite';
  return {
    scalars: { ...scalars, firingFrequency: null },
    notes: [{ field: 'firingFrequency', value: 'unknown', because }],
  };
}

async function hashSkip(skip: SkipRows, context: TaskContext): Promise<string> {
  const hash = createHash('sha256');
  const step = Math.max(1, Math.floor(CHUNK_BYTES / (4 * skip.d)));
  for (let start = 0; start < skip.n; start += step) {
    context.signal.throwIfAborted();
    const rows = await skip.read({ start, count: Math.min(step, skip.n - start) });
    assertFinite(rows, { tensor: 'the skip connection', firstRow: start, width: skip.d });
    hash.update(bytesOf(rows));
  }
  return hash.digest('hex');
}

async function* chunks(checkpoint: Checkpoint, side: Side): AsyncGenerator<{ start: number; rows: Float32Array }> {
  const { nLatents, dIn } = checkpoint.facts;
  const step = Math.max(1, Math.floor(CHUNK_BYTES / (4 * dIn)));
  for (let start = 0; start < nLatents; start += step) {
    yield { start, rows: await checkpoint.readRows(side, { start, count: Math.min(step, nLatents - start) }) };
  }
}

function report({
  checkpoint,
  side,
  step,
  done,
  context,
}: {
  checkpoint: Checkpoint;
  side: Side;
  step: string;
  done: number;
  context: TaskContext;
}) {
  const { nLatents, hasEncoder } = checkpoint.facts;
  const total = hasEncoder ? 2 * nLatents : nLatents;
  context.progress({ step, done: side === 'DECODER' ? done : nLatents + done, total, unit: 'rows' });
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function hashOf(values: Float32Array | null): string | undefined {
  if (!values) return undefined;
  const hash: Hash = createHash('sha256');
  return hash.update(bytesOf(values)).digest('hex');
}
