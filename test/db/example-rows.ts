/** Small dictionaries for tests: seeded values, written by the stores themselves. */
import { createHash, randomUUID } from 'node:crypto';
import { updateAliveness } from '../../db/stores/update-aliveness.ts';
import { ensureRunGroup, ensureSpace } from '../../db/stores/catalogue.ts';
import type { Database } from '../../db/connect/connect.ts';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { beginDictionary, publishDictionary } from '../../db/stores/load-dictionary.ts';
import { claimJob, createJob, type JobRow } from '../../db/stores/job-runs.ts';
import type { MatchedEnd, SideMatching } from '../../src/compute/side-matching.ts';
import { copyLatents, copyVectors } from '../../db/stores/latents.ts';

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Gaussian rows [n, d], of which every `zeroEvery`-th is zero. */
export function gaussianRows(shape: { n: number; d: number; seed: number; zeroEvery?: number }): Float32Array {
  const random = seededRandom(shape.seed);
  const rows = new Float32Array(shape.n * shape.d);
  for (let i = 0; i < rows.length; i++)
    rows[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  if (shape.zeroEvery !== undefined)
    for (let i = shape.zeroEvery - 1; i < shape.n; i += shape.zeroEvery) rows.fill(0, i * shape.d, (i + 1) * shape.d);
  return rows;
}

/** A job that runs at attempt 1. */
export async function runningJob(db: Database): Promise<JobRow> {
  const { job } = await db.transaction((tx) =>
    createJob(tx, { kind: 'IMPORT', key: randomUUID(), title: 'an import', payload: { path: 'run' } }),
  );
  const claimed = await claimJob(db, job.id);
  if (claimed === null) throw new Error('a new job cannot be claimed');
  return claimed;
}

export interface ExampleOptions {
  n: number;
  d: number;
  decoder?: Float32Array;
  encoder?: Float32Array | null;
  seed?: number;
  model?: string;
  hookpoint?: string;
  group?: string;
  content?: string;
  portalId?: string | null;
  /** Latents that are dead though they have a direction. */
  dead?: readonly number[];
}

/** A loaded dictionary that is not published, with the job that holds it. */
export async function loadExample(
  db: Database,
  options: ExampleOptions,
): Promise<{ key: { spaceId: number; id: number }; job: JobRow }> {
  const { n, d, seed = 0 } = options;
  const space = await ensureSpace(db, {
    model: options.model ?? 'example/model',
    revision: 'main',
    hookpoint: options.hookpoint ?? 'layers.0.mlp',
    dIn: d,
    normalisation: 'none',
  });
  const group = await ensureRunGroup(db, { spaceId: space.id, name: options.group ?? 'example' });
  const decoder = options.decoder ?? gaussianRows({ n, d, seed: 2 * seed + 1 });
  const encoder = options.encoder === undefined ? gaussianRows({ n, d, seed: 2 * seed + 2 }) : options.encoder;
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  const content = options.content ?? `${space.id} ${group.id} ${seed}`;
  const job = await runningJob(db);
  const id = await beginDictionary(db, {
    row: {
      spaceId: space.id,
      runGroupId: group.id,
      name: `example/${seed}`,
      architecture: 'TOPK',
      nLatents: n,
      dIn: d,
      k: 8,
      l1Coefficient: null,
      initSeed: seed,
      dataSeed: 0,
      dataset: 'example text',
      tokens: 1_000_000_000_000,
      hasEncoder: encoder !== null,
      portalId: options.portalId ?? null,
      format: 'sparsify',
      sourceUri: `example/${seed}`,
      contentSha256: sha(content),
      decoderSha256: sha(`${content} decoder`),
      encoderSha256: encoder === null ? null : sha(`${content} encoder`),
      files: [{ name: 'sae.safetensors', size: 2 ** 33, sha256: sha(`${content} file`) }],
      guesses: [{ field: 'initSeed', value: String(seed), because: 'the folder is named so' }],
      config: { k: 8, nested: { list: [1, 2.5, null] } },
    },
    decoderBias: new Float32Array(d).fill(0.5),
    jobId: job.id,
    jobAttempt: job.attempt,
  });
  const key = { spaceId: space.id, id };
  const norms = (rows: Float32Array): Float64Array =>
    Float64Array.from({ length: n }, (_, i) =>
      Math.sqrt(rows.subarray(i * d, (i + 1) * d).reduce((sum, x) => sum + x * x, 0)),
    );
  await copyLatents(db, {
    spaceId: space.id,
    dictionaryId: id,
    start: 0,
    count: n,
    alive: norms(decoder).map((norm, i) => (norm > 0 && !options.dead?.includes(i) ? 1 : 0)),
    decoderNorm: norms(decoder),
    encoderNorm: encoder === null ? null : norms(encoder),
    encoderBias: Float32Array.from({ length: n }, (_, i) => -i / n),
    threshold: null,
    firingFrequency: Float32Array.from({ length: n }, (_, i) => (i % 5 === 4 ? Number.NaN : i / n)),
  });
  await copyVectors(db, { spaceId: space.id, dictionaryId: id, side: 'DECODER', start: 0, values: decoder, d });
  if (encoder !== null)
    await copyVectors(db, { spaceId: space.id, dictionaryId: id, side: 'ENCODER', start: 0, values: encoder, d });
  return { key, job };
}

/** A published dictionary. */
export async function publishExample(db: Database, options: ExampleOptions): Promise<DictionaryRow> {
  const { key, job } = await loadExample(db, options);
  await publishDictionary(db, { key, jobId: job.id, jobAttempt: job.attempt });
  const [row] = await findDictionaries(db, [key]);
  if (row === null) throw new Error('a published dictionary cannot be found');
  return row;
}

/** A solved side with arbitrary numbers in the right shapes; with nA > nB some latents of A have no partner. */
export function exampleSide({ nA, nB, seed }: { nA: number; nB: number; seed: number }): SideMatching {
  const random = seededRandom(seed);
  const partnerOfA = Int32Array.from({ length: nA }, (_, i) => (i < nB ? (i + 1) % Math.min(nA, nB) : -1));
  const partnerOfB = new Int32Array(nB).fill(-1);
  for (const [i, j] of partnerOfA.entries()) if (j >= 0) partnerOfB[j] = i;
  const end = (partner: Int32Array, there: number): MatchedEnd => {
    const candidatesPerLatent = Math.min(4, there);
    const count = partner.length * candidatesPerLatent;
    return {
      partner,
      cosine: Float64Array.from(partner, (j) => (j < 0 ? 0 : random())),
      candidates: Int32Array.from({ length: count }, () => Math.floor(random() * there)),
      candidateCosines: Float64Array.from({ length: count }, () => 2 * random() - 1),
      candidatesPerLatent,
    };
  };
  return {
    measure: 'COSINE',
    a: end(partnerOfA, nB),
    b: end(partnerOfB, nA),
    certificate: {
      primal: 1.5,
      dual: 1.5,
      gap: 1e-12,
      tolerance: 1e-6,
      optimal: true,
      roundingBound: 1e-7,
      pairsCovered: nA * nB,
      rounds: 2,
      solver: 'example',
    },
  };
}

/** Says of every latent of which nothing is known that it is alive, as a checkpoint with firing frequencies does. */
export async function stateAlive(db: Database, { spaceId, id }: { spaceId: number; id: number }): Promise<void> {
  await db.query('update latents set alive = true where space_id = $1 and dictionary_id = $2 and alive is null', [
    spaceId,
    id,
  ]);
  await updateAliveness(db, { spaceId, id });
}
