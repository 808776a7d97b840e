/**
 * Checkpoints that SAELens, sparsify and dictionary_learning wrote (`libraries`, made by bench/library-checkpoints.py): what is read computes what the library
 * does, and what is written from it is the library's own file again. `npm run bench -- round-trips` lets the libraries load what is written.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../loaders/checkpoints/checkpoint.ts';
import { writeCheckpoint, type WrittenFormat } from '../../loaders/checkpoints/checkpoint-writer.ts';
import type { FinishedDictionary } from '../../loaders/checkpoints/finished-dictionary.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { closeAll, openTensorSet } from '../../loaders/containers/tensor-set.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { openEncoder } from '../../src/compute/encoding/encoder.ts';
import type { EncoderKind } from '../../src/compute/encoding/encoder-weights.ts';
import type { InputNormalisation } from '../../src/compute/encoding/input-normalisation.ts';
import { isReseedError } from '../../src/errors.ts';
import { buildEncodingWeights } from '../../src/jobs/contexts/encoding-weights.ts';

const root = path.join(import.meta.dirname, 'libraries');
const formats: WrittenFormat[] = ['sae-lens', 'dictionary-learning', 'sparsify'];

interface Expected {
  inputs: number[][];
  cases: Record<string, { format: WrittenFormat; class: string; codes: [number, number, number][] }>;
}
const expected = JSON.parse(readFileSync(path.join(root, 'expected.json'), 'utf8')) as Expected;

/** Formats in which a case can be said, apart from its own. All others are refused. */
const ALSO: Record<string, WrittenFormat[]> = {
  'lens-standard': ['dictionary-learning'],
  'lens-standard-raw-input': ['dictionary-learning'],
  'lens-standard-hook-z': ['dictionary-learning'],
  'lens-standard-one-head': ['dictionary-learning'],
  'lens-gated': ['dictionary-learning'],
  'lens-jumprelu': ['dictionary-learning'],
  'lens-topk': ['dictionary-learning', 'sparsify'],
  'lens-batchtopk-on-the-way': ['dictionary-learning'],
  'lens-batchtopk-on-the-way-unscaled': ['dictionary-learning'],
  'sparsify-topk': ['sae-lens', 'dictionary-learning'],
  'learning-relu': ['sae-lens'],
  'learning-relu-new': ['sae-lens'],
  'learning-gated': ['sae-lens'],
  'learning-jumprelu': ['sae-lens'],
  'learning-topk': ['sae-lens', 'sparsify'],
  'learning-batchtopk': ['sae-lens'],
  'learning-matryoshka': ['sae-lens'],
};

/** Cases whose file is not written again as it was: a state on the way is written as what its final save would be, Matryoshka in the class that computes the same. */
const FOLDED = /on-the-way|learning-matryoshka/;

let written: string;
beforeAll(async () => {
  written = await mkdtemp(path.join(tmpdir(), 'reseed-round-trips-'));
});
afterAll(() => rm(written, { recursive: true }));

async function open(folder: string, from: string): Promise<Checkpoint> {
  return openCheckpoint(await openSourceFolder({ path: folder, roots: [from] }));
}

/** The checkpoint as what a writer takes. */
async function finish(checkpoint: Checkpoint): Promise<FinishedDictionary> {
  const { magnitudeBias, magnitudeLogScale, ...scalars } = await checkpoint.readScalars();
  return {
    name: 'case',
    facts: checkpoint.facts,
    identity: checkpoint.identity,
    encoding: checkpoint.encoding,
    readRows: (side, range) => checkpoint.readRows(side, range),
    ...scalars,
    decoderBias: await checkpoint.readDecoderBias(),
    gate: magnitudeBias && magnitudeLogScale && { bias: magnitudeBias, logScale: magnitudeLogScale },
    provenance: {},
  };
}

async function encode(checkpoint: Checkpoint): Promise<[number, number, number][]> {
  const { facts, encoding, identity } = checkpoint;
  const all = { start: 0, count: facts.nLatents };
  const { encoder } = buildEncodingWeights({
    architecture: facts.architecture as EncoderKind,
    k: facts.k,
    n: facts.nLatents,
    d: facts.dIn,
    conventions: encoding,
    normalisation: identity.normalisation as InputNormalisation,
    decoderRows: await checkpoint.readRows('DECODER', all),
    encoderRows: await checkpoint.readRows('ENCODER', all),
    decoderBias: await checkpoint.readDecoderBias(),
    ...(await checkpoint.readScalars()),
  });
  const session = await openEncoder(encoder, { threads: 1 });
  const fired = await session.encode(Float32Array.from(expected.inputs.flat()));
  await session.close();
  return expected.inputs.flatMap((_, t) =>
    Array.from(fired.indices.slice(fired.offsets[t], fired.offsets[t + 1]), (latent, j): [number, number, number] => [
      t,
      latent,
      fired.values[fired.offsets[t] + j],
    ]),
  );
}

const near = (codes: [number, number, number][]) =>
  codes.map(([token, latent, value]) => [token, latent, expect.closeTo(value, 4)]);

describe.each(Object.entries(expected.cases))('%s', (name, { format, codes }) => {
  test('computes what the library computes', async () => {
    const checkpoint = await open(name, root);
    expect(checkpoint.format).toBe(format);
    expect(await encode(checkpoint)).toEqual(near(codes));
    await checkpoint.close();
  });

  test.each(formats)('as %s', async (asked) => {
    const checkpoint = await open(name, root);
    const folder = path.join(written, name, asked);
    const isSayable = asked === format || (ALSO[name] ?? []).includes(asked);
    try {
      await writeCheckpoint(await finish(checkpoint), { format: asked, folder });
    } catch (error) {
      expect(isReseedError(error, 'FORMAT_CANNOT_EXPRESS')).toBe(true);
      expect(isSayable).toBe(false);
      return;
    } finally {
      await checkpoint.close();
    }
    expect(isSayable).toBe(true);
    const again = await open(folder, written);
    expect(await encode(again)).toEqual(near(codes));
    await again.close();
    if (asked === format && !FOLDED.test(name)) await expectSameFiles(name, { folder, format });
  });
});

const FILES = {
  'sae-lens': ['sae_weights.safetensors', 'cfg.json'],
  sparsify: ['sae.safetensors', 'cfg.json'],
  'dictionary-learning': ['ae.pt', 'config.json'],
} as const;

/** Fields that say how the dictionary computes, or where it belongs, as the library reads them. */
const DECIDING =
  'architecture d_in d_sae k apply_b_dec_to_input rescale_acts_by_decoder_norm normalize_activations reshape_activations activation num_latents transcode skip_connection dict_class activation_dim dict_size lm_name layer seed l1_penalty model_name hook_name hook_head_index dataset_path'.split(
    ' ',
  );

async function expectSameFiles(name: string, of: { folder: string; format: WrittenFormat }): Promise<void> {
  const [weights, config] = FILES[of.format];
  const [theirs, ours] = [path.join(root, name), of.folder];
  const [tensors, original] = [await readTensors(ours, weights), await readTensors(theirs, weights)];
  // Neither its encode nor we use the threshold of AutoEncoderTopK; it is written as not set.
  if (name === 'learning-topk') for (const read of [tensors, original]) delete read.threshold;
  expect(tensors).toEqual(original);
  const read = async (folder: string) => flatten(JSON.parse(await readFile(path.join(folder, config), 'utf8')));
  const [stated, own] = [await read(ours), await read(theirs)];
  for (const field of DECIDING)
    if (Object.hasOwn(own, field)) expect([field, stated[field] ?? null]).toEqual([field, own[field]]);
}

/** Shape and elements of every tensor, in the order of its own rows. */
async function readTensors(folder: string, file: string): Promise<Record<string, unknown>> {
  const set = await openTensorSet(await openSourceFolder({ path: folder, roots: [path.dirname(folder)] }), file);
  const read: Record<string, unknown> = {};
  for (const [tensor, { entry, source }] of set.tensors) {
    const bytes = await source.read(entry.offset, entry.bytes);
    const [rows, columns = 1] = entry.shape;
    const words = new Uint32Array(bytes.slice().buffer, 0, entry.bytes / 4);
    const inOrder = entry.isColumnMajor
      ? words.map((_, at) => words[(at % columns) * rows + Math.floor(at / columns)])
      : words;
    read[tensor] = { dtype: entry.dtype, shape: entry.shape, bits: [...inOrder] };
  }
  await closeAll(set.sources);
  return read;
}

function flatten(object: Record<string, unknown>): Record<string, unknown> {
  return { ...object, ...(object.metadata as object | undefined), ...(object.trainer as object | undefined) };
}
