/**
 * A request for training -> a run and its job. What is asked for again is found again: a run that is under way or done is not repeated, one that
 * failed or was cancelled gets a new job, which continues from its checkpoint.
 */
import { ensureRunGroup, ensureSpace } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import { findDictionaryMismatch } from '../../../db/stores/dictionaries.ts';
import { findJobs, type JobRow } from '../../../db/stores/job-runs.ts';
import type { Key } from '../../../db/schema/key.ts';
import { listDictionariesOfRuns } from '../../../db/stores/training-dictionaries.ts';
import { assignTrainingJob, ensureTrainingRun, type TrainingRunRow } from '../../../db/stores/training-runs.ts';
import type { TrainingSettings } from '../../../db/stores/training-settings.ts';
import type { CheckedRequest, TrainingRunRequest } from '../../compute/training/options/run-options.ts';
import { ReseedError } from '../../errors.ts';
import type { Desk, Enqueuing, Found } from '../kinds/kind.ts';
import { enqueueMatching } from '../queue/enqueue-matching.ts';
import { assertHookpointWidth } from '../checkpoints/hookpoint-width.ts';
import { requireProvider, requireTrainer } from '../queue/worker-requirement.ts';
import { type ActivationFacts, openActivationInput } from './activation-input.ts';
import { matchGroups } from './match-groups.ts';
import { describeModelActivations } from './model-activations.ts';
import { misfit } from './run-dictionaries.ts';
import { snapshotName } from './snapshot-name.ts';
import type { TrainerTemplates } from './trainer-templates.ts';
import { checkMemory, estimateTraining } from './training-estimate.ts';
import { buildTrainingSettings, checkTrainingRequest, fingerprintTraining } from './training-request.ts';

/** See the kind TRAIN. Throws `BAD_INPUT`, `TOO_LARGE_TO_TRAIN`, `TRAINER_UNKNOWN`, and what opening the activations throws. */
export async function acceptTraining(
  request: TrainingRunRequest,
  { importRoots, trainers, memoryMb }: Desk,
): Promise<(enqueuing: Enqueuing) => Promise<Found<{ spaceId: number; runId: number }>>> {
  const checked = checkTrainingRequest(request);
  if (checked.trainer !== undefined && !Object.hasOwn(trainers, checked.trainer))
    throw unknownTrainer(checked.trainer, trainers);
  const described = await describeActivations(checked, importRoots);
  const settings = buildTrainingSettings(checked, described);
  const estimate = settings.trainer === null ? estimateTraining(settings) : null;
  if (settings.trainer === null) checkMemory(settings, memoryMb);
  return async (enqueuing) => {
    const { tx } = enqueuing;
    await assertHookpointWidth(tx, settings.space);
    const { id: spaceId } = await ensureSpace(tx, settings.space);
    await assertGroupFits(tx, { spaceId, settings });
    const ensured = await ensureTrainingRun(tx, {
      spaceId,
      name: settings.name,
      fingerprint: fingerprintTraining(settings, described.facts.contents),
      settings,
      seeds: settings.seeds,
    });
    const present = ensured.created ? null : await findUsableJob(enqueuing, { run: ensured.run, settings });
    if (present !== null) return { present };
    const { run } = ensured;
    const { plan } = settings;
    const seeds = settings.seeds.length === 1 ? `seed ${settings.seeds[0]}` : `${settings.seeds.length} seeds`;
    return {
      key: `train:${spaceId}:${run.fingerprint}`,
      title: `train ${settings.name}: ${seeds}, ${plan.architecture}, n = ${plan.nLatents}`,
      payload: { spaceId, runId: run.id },
      spaceId,
      requires: requirementOf(settings, run),
      onQueued: (job) => assignTrainingJob(tx, { spaceId, id: run.id, jobId: job.id, settings, estimate }),
    };
  };
}

/** What is known of the activations that are asked for, and where they come from, complete. */
async function describeActivations(
  { activations, tokens }: CheckedRequest,
  roots: readonly string[],
): Promise<{ facts: ActivationFacts; source: TrainingSettings['activations'] }> {
  if (activations.kind === 'MODEL') return describeModelActivations(activations, { roots, tokens: tokens ?? null });
  const input = await openActivationInput(activations, roots);
  await input.close();
  return { facts: input, source: activations };
}

/** What a worker must have to train as these settings say; a run continues where it was begun. */
function requirementOf({ trainer, provider }: TrainingSettings, run: Pick<TrainingRunRow, 'provider'>): string | null {
  if (trainer !== null) return requireTrainer(trainer);
  const needed = provider ?? run.provider;
  return needed === null ? null : requireProvider(needed);
}

/** The job of a run that is under way, or that made everything which is asked for; its missing matchings are queued. */
async function findUsableJob(
  enqueuing: Enqueuing,
  { run, settings }: { run: TrainingRunRow; settings: TrainingSettings },
): Promise<JobRow | null> {
  const { tx } = enqueuing;
  const [job] = await findJobs(tx, [run.jobId]);
  if (job?.state === 'QUEUED' || job?.state === 'RUNNING') return job;
  if (job?.state !== 'SUCCEEDED') return null;
  const [rows] = await listDictionariesOfRuns(tx, [run]);
  if (rows.length < settings.seeds.length * (1 + settings.matchAtCheckpoints.length)) return null; // some were deleted
  if (settings.match) {
    const groups: Key[] = rows.map(({ spaceId, runGroupId }) => ({ spaceId, id: runGroupId }));
    await matchGroups(tx, {
      groups,
      nulls: settings.nulls,
      enqueue: async (pair) => void (await enqueueMatching(enqueuing, pair)),
    });
  }
  return job;
}

/** Throws `GROUP_MISMATCH` if a member of the run group, or of one for a snapshot, differs in more than the seed. */
async function assertGroupFits(
  tx: Session,
  { spaceId, settings }: { spaceId: number; settings: TrainingSettings },
): Promise<void> {
  const { architecture, nLatents, dIn, k } = settings.plan;
  for (const name of [settings.name, ...settings.matchAtCheckpoints.map((tokens) => snapshotName(settings, tokens))]) {
    const group = await ensureRunGroup(tx, { spaceId, name });
    const other = await findDictionaryMismatch(tx, { runGroup: group, architecture, nLatents, dIn, k });
    if (other) throw misfit({ name, other });
  }
}

function unknownTrainer(name: string, trainers: TrainerTemplates): ReseedError {
  const known = Object.keys(trainers);
  return new ReseedError(
    'TRAINER_UNKNOWN',
    `Cannot train with "${name}": no external trainer of this name is configured here`,
    {
      hint:
        known.length === 0
          ? 'The operator configures trainers in a file named by RESEED_TRAINERS. Leave trainer out for the built-in one.'
          : `Use ${known.join(' or ')}, or leave trainer out for the built-in one.`,
    },
  );
}
