/**
 * What somebody asked to train -> complete settings, or a refusal that names the field. Checked the same way for the API and the command line.
 */
import * as v from 'valibot';
import type { TrainingSettings } from '../../../db/stores/training-settings.ts';
import {
  type CheckedRequest,
  keepSettings,
  trainingRequest,
  type TrainingRunRequest,
} from '../../compute/training/options/run-options.ts';
import { identifyPlan } from '../../compute/training/options/plan-identity.ts';
import { buildTrainingPlan, type TrainingPlan } from '../../compute/training/options/training-plan.ts';
import { ReseedError } from '../../errors.ts';
import { fingerprint, sortFields } from '../queue/fingerprint.ts';
import type { ActivationFacts } from './activation-input.ts';

/** `request` with its names trimmed and simple defaults. Throws `BAD_INPUT`. Looks at nothing outside it. */
export function checkTrainingRequest(request: TrainingRunRequest): CheckedRequest {
  const parsed = v.safeParse(trainingRequest, request);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refusal(v.getDotPath(issue) ?? 'request', issue.message);
  }
  const checked = parsed.output;
  if ((checked.nLatents === undefined) === (checked.expansionFactor === undefined))
    throw refusal('nLatents', 'expected either nLatents or expansionFactor');
  if (checked.trainer !== undefined && checked.provider !== undefined)
    throw refusal('provider', 'expected none with an external trainer, which chooses for itself');
  if (checked.trainer !== undefined && checked.targetL0 !== undefined)
    throw refusal('targetL0', 'expected none with an external trainer, which searches for nothing');
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
    ...request,
    dIn: space.dIn,
    nLatents: request.nLatents ?? Math.round((request.expansionFactor ?? 0) * space.dIn),
    steps,
    provider: null,
  });
  const tokens = steps * batchSize;
  return {
    ...keepSettings(request),
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
    tokens,
    heldOutTokens,
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
  return fingerprint(sortFields({ ...deciding, plan: identifyPlan(deciding.plan), contents }));
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
