/** Training runs as the stores hold them, without any training. */
import type { Database } from '../../db/connect/connect.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { claimJob, createJob } from '../../db/stores/job-runs.ts';
import { recordTrainingDictionary } from '../../db/stores/training-dictionaries.ts';
import { recordTrainingDistance } from '../../db/stores/training-distances.ts';
import { copyTrainingPoints } from '../../db/stores/training-points.ts';
import {
  assignTrainingJob,
  beginTrainingAttempt,
  ensureTrainingRun,
  recordReached,
  type TrainingRunRow,
} from '../../db/stores/training-runs.ts';
import type { TrainingSettings } from '../../db/stores/training-settings.ts';
import { buildTrainingPlan } from '../../src/compute/training/options/training-plan.ts';

const STEPS = 20;
const BATCH = 16;

/** A running run whose seeds are `dictionaries`, of 20 steps of 16 tokens with a point each; the first half of them also at 160 tokens. */
export async function publishExampleRun(
  db: Database,
  { name, dictionaries }: { name: string; dictionaries: readonly DictionaryRow[] },
): Promise<TrainingRunRow> {
  const [{ spaceId, dIn, nLatents }] = dictionaries;
  const seeds = dictionaries.map(({ initSeed }) => Number(initSeed));
  const { provider, ...plan } = buildTrainingPlan({
    architecture: 'TOPK',
    dIn,
    nLatents,
    k: 2,
    batchSize: BATCH,
    steps: STEPS,
  });
  const settings: TrainingSettings = {
    name,
    activations: { kind: 'SHARDS', path: 'activations' },
    space: { model: 'example/model', revision: 'main', hookpoint: 'layers.0.mlp', normalisation: 'none', dIn },
    plan,
    seeds,
    dataSeed: 0,
    tokens: STEPS * BATCH,
    heldOutTokens: 100,
    provider: null,
    trainer: null,
    match: true,
    nulls: false,
    matchAtCheckpoints: [160],
  };
  return db.transaction(async (tx) => {
    const { run } = await ensureTrainingRun(tx, { spaceId, name, fingerprint: `of ${name}`, settings, seeds });
    const payload = { spaceId, runId: run.id };
    const { job } = await createJob(tx, {
      kind: 'TRAIN',
      key: `train ${name}`,
      title: `train ${name}`,
      payload,
      spaceId,
    });
    await claimJob(tx, job.id);
    await assignTrainingJob(tx, { ...run, jobId: job.id, settings, estimate: { memoryMb: 200, diskMb: 1 } });
    await beginTrainingAttempt(tx, {
      ...run,
      sources: [{ name: 'shard-0.safetensors', size: 1000, sha256: 'a'.repeat(64) }],
      provider,
      versions: { reseed: '0.1.0' },
      resumed: new Map(seeds.map((seed) => [seed, 0])),
    });
    const reached = { coefficient: 0.25, rounds: [{ coefficient: 0.25, l0: 4 }] };
    await recordReached(tx, { ...run, reached });
    const cosines = { initialCosine: 0.8, sameIndexCosine: 0.1, nearestCosine: 0.7, compared: nLatents };
    await recordTrainingDistance(tx, run, { ...cosines, step: STEPS, tokens: STEPS * BATCH });
    for (const dictionary of dictionaries) {
      const seed = Number(dictionary.initSeed);
      const points = Array.from({ length: STEPS }, (_, i) => ({
        seed,
        step: i + 1,
        tokens: (i + 1) * BATCH,
        fvu: 1 / (i + 1),
        loss: 1 / (i + 1),
        l0: 2,
        deadFraction: 0,
        learningRate: 1e-3,
        tokensPerSecond: 32,
      }));
      await copyTrainingPoints(tx, run, points);
      const heldOut = { fvu: 0.25, l0: 2, deadFraction: 0.125, tokens: 100 };
      const initialisation = { meanDecoderCosine: 0.5, quantiles: [{ fraction: 0.5, cosine: 0.5 }], latents: 8 };
      const { runGroupId, id: dictionaryId } = dictionary;
      const made = { spaceId, runId: run.id, seed, runGroupId, dictionaryId, heldOut, initialisation };
      for (const tokens of [160, STEPS * BATCH]) await recordTrainingDictionary(tx, { ...made, tokens });
    }
    return { ...run, jobId: job.id };
  });
}
