/**
 * What somebody asked to train -> complete settings, or a refusal that names the field. Checked the same way for the API and the command line.
 */
import * as v from 'valibot';
import type { TrainingSettings } from '../../../db/stores/training-settings.ts';
import { buildTrainingPlan, type TrainingPlan, trainedArchitectures } from '../../compute/training/training-plan.ts';
import { ReseedError } from '../../errors.ts';
import { fingerprint, sortFields } from '../queue/fingerprint.ts';
import { providers } from '../queue/worker-requirement.ts';
import type { ActivationFacts } from './activation-input.ts';

/** Seeds of one run: each takes a thread and memory of its own. */
const MAX_SEEDS = 64;
/** Snapshots of one run: each is a run group that is matched. */
const MAX_SNAPSHOTS = 32;
/** Longer than any name in the field, short enough for an index. */
const MAX_NAME = 200;
/** Tokens per step where nobody says it. */
const BATCH_SIZE = 2_048;

const name = v.pipe(
  v.string('expected text'),
  v.trim(),
  v.minLength(1, 'expected a name that is not empty'),
  v.maxLength(MAX_NAME, `expected at most ${MAX_NAME} characters`),
);
const whole = (min: number) =>
  v.pipe(
    v.number('expected a number'),
    v.safeInteger('expected a whole number below 2^53'),
    v.minValue(min, `expected ${min} or more`),
  );
const positive = v.pipe(
  v.number('expected a number'),
  v.finite('expected a finite number'),
  v.check((value) => value > 0, 'expected a number above 0'),
);
const text = v.pipe(v.string('expected text'), v.minLength(1, 'expected a path or name that is not empty'));
const unique = (list: number[]) => new Set(list).size === list.length;

const shards = v.object({
  kind: v.literal('SHARDS'),
  path: text,
  model: v.optional(name),
  revision: v.optional(name),
  hookpoint: v.optional(name),
});
const model = v.object({
  kind: v.literal('MODEL'),
  model: text,
  corpus: text,
  hookpoint: name,
  modelName: v.optional(name),
  revision: v.optional(name),
  tokens: v.optional(whole(1)),
  context: v.optional(whole(2)),
  bos: v.optional(v.picklist(['WINDOW', 'DOCUMENT', 'NONE'], 'expected WINDOW, DOCUMENT or NONE'), 'WINDOW'),
});
const activations = v.variant('kind', [shards, model]);
const requested = v.object({
  name,
  activations,
  architecture: v.picklist(trainedArchitectures, `expected one of ${trainedArchitectures.join(', ')}`),
  nLatents: v.optional(whole(1)),
  expansionFactor: v.optional(positive),
  k: v.optional(whole(1)),
  sparsityCoefficient: v.optional(positive),
  seeds: v.pipe(
    v.array(whole(0)),
    v.minLength(1, 'expected at least one seed'),
    v.maxLength(MAX_SEEDS, `expected at most ${MAX_SEEDS} seeds`),
    v.check(unique, 'expected every seed once'),
  ),
  dataSeed: v.optional(whole(0), 0),
  batchSize: v.optional(whole(2), BATCH_SIZE),
  tokens: v.optional(whole(1)),
  learningRate: v.optional(positive),
  warmupSteps: v.optional(whole(0)),
  decaySteps: v.optional(whole(0)),
  sparsityWarmupSteps: v.optional(whole(0)),
  auxK: v.optional(v.object({ coefficient: v.optional(positive), k: v.optional(whole(1)) })),
  deadAfterTokens: v.optional(whole(1)),
  inputScale: v.optional(positive),
  provider: v.optional(v.picklist(providers, `expected one of ${providers.join(', ')}`)),
  trainer: v.optional(name),
  match: v.optional(v.boolean(), true),
  nulls: v.optional(v.boolean(), true),
  matchAtCheckpoints: v.optional(
    v.pipe(
      v.array(whole(1)),
      v.maxLength(MAX_SNAPSHOTS, `expected at most ${MAX_SNAPSHOTS} token counts`),
      v.check(unique, 'expected every token count once'),
    ),
    [],
  ),
});

/** What to train; see `TrainingInput` in schema.graphql. What is absent has the default of that. */
export type TrainingRequest = v.InferInput<typeof requested>;

/** A request whose fields are each of the right form. */
export type CheckedRequest = v.InferOutput<typeof requested>;

/** `request` with its names trimmed and simple defaults. Throws `BAD_INPUT`. Looks at nothing outside it. */
export function checkTrainingRequest(request: TrainingRequest): CheckedRequest {
  const parsed = v.safeParse(requested, request);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refusal(v.getDotPath(issue) ?? 'request', issue.message);
  }
  const checked = parsed.output;
  if ((checked.nLatents === undefined) === (checked.expansionFactor === undefined))
    throw refusal('nLatents', 'expected either nLatents or expansionFactor');
  if (checked.trainer !== undefined && checked.provider !== undefined)
    throw refusal('provider', 'expected none with an external trainer, which chooses for itself');
  if (checked.trainer !== undefined && checked.matchAtCheckpoints.length > 0)
    throw refusal('matchAtCheckpoints', 'expected none with an external trainer, whose progress is its own');
  return checked;
}

/** The complete settings of a request over these activations. Throws `BAD_INPUT`. */
export function buildTrainingSettings(
  request: CheckedRequest,
  { facts, source }: { facts: ActivationFacts; source: TrainingSettings['activations'] },
): TrainingSettings {
  const { space, trainingTokens, heldOutTokens } = facts;
  const { batchSize } = request;
  const steps = Math.floor((request.tokens ?? trainingTokens) / batchSize);
  if (steps < 1)
    throw refusal('batchSize', `expected at most ${request.tokens ?? trainingTokens}, the tokens to train on`);
  const { provider: _, ...plan } = buildTrainingPlan({
    architecture: request.architecture,
    dIn: space.dIn,
    nLatents: request.nLatents ?? Math.round((request.expansionFactor ?? 0) * space.dIn),
    k: request.k,
    sparsityCoefficient: request.sparsityCoefficient,
    batchSize,
    steps,
    learningRate: request.learningRate,
    warmupSteps: request.warmupSteps,
    decaySteps: request.decaySteps,
    sparsityWarmupSteps: request.sparsityWarmupSteps,
    auxK: request.auxK,
    deadAfterTokens: request.deadAfterTokens,
    inputScale: request.inputScale,
  });
  const tokens = steps * batchSize;
  return {
    name: request.name,
    activations: source,
    space: {
      model: space.model,
      revision: space.revision,
      hookpoint: space.hookpoint,
      normalisation: space.normalisation,
      dIn: space.dIn,
    },
    plan,
    seeds: request.seeds.toSorted((a, b) => a - b),
    dataSeed: request.dataSeed,
    tokens,
    heldOutTokens,
    provider: request.provider ?? null,
    trainer: request.trainer ?? null,
    match: request.match,
    nulls: request.nulls,
    matchAtCheckpoints: placeSnapshots(request.matchAtCheckpoints, { batchSize, tokens }),
  };
}

/** Token counts of whole steps before the end, ascending. Throws `BAD_INPUT`. */
function placeSnapshots(asked: readonly number[], plan: { batchSize: number; tokens: number }): number[] {
  const placed = asked.map((tokens) => Math.floor(tokens / plan.batchSize) * plan.batchSize);
  if (placed.some((tokens) => tokens < plan.batchSize || tokens >= plan.tokens)) {
    throw refusal(
      'matchAtCheckpoints',
      `expected token counts from one batch (${plan.batchSize}) to below the end (${plan.tokens})`,
    );
  }
  if (new Set(placed).size !== placed.length)
    throw refusal('matchAtCheckpoints', `expected token counts at least one batch (${plan.batchSize}) apart`);
  return placed.toSorted((a, b) => a - b);
}

/** What decides the weights of a run -> one hash: settings and the content of what is read, but not what is done with the result. */
export function fingerprintTraining(settings: TrainingSettings, contents: readonly string[]): string {
  const { match: _match, nulls: _nulls, ...deciding } = settings;
  return fingerprint(sortFields({ ...deciding, contents }));
}

/** The plan where it is computed. */
export function planOn(settings: TrainingSettings, provider: TrainingPlan['provider']): TrainingPlan {
  return { ...settings.plan, provider };
}

function refusal(field: string, fault: string): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot train with this ${field}: ${fault}`, {
    hint: `Correct ${field}, or leave it out where it has a default.`,
  });
}
