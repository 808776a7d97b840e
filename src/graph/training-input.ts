/** The input of `startTraining` -> the request that the queue takes. Numbers are checked there. */
import { ReseedError } from '../errors.ts';
import type { RequestOf } from '../jobs/queue/job-queue.ts';
import type { StartTrainingInput } from './generated/types.ts';
import { withoutNulls } from './without-nulls.ts';

/** The request. Throws `BAD_INPUT` for what the contract's types leave open. */
export function buildTrainingRequest(input: StartTrainingInput): RequestOf<'TRAIN'> {
  const { runGroup, activations, architecture, provider, auxK, seeds, matchAtCheckpoints, ...rest } = input;
  if (architecture === 'OTHER') {
    throw new ReseedError('BAD_INPUT', 'Cannot train "OTHER": it names no architecture; expected one that does', {
      hint: 'Use TOPK, BATCH_TOPK, RELU_L1, GATED or JUMP_RELU.',
    });
  }
  return {
    ...withoutNulls(rest),
    name: runGroup,
    architecture,
    seeds: [...seeds],
    matchAtCheckpoints: [...matchAtCheckpoints],
    ...(auxK ? { auxK: withoutNulls(auxK) } : {}),
    ...(provider ? { provider: provider.toLowerCase() as Lowercase<typeof provider> } : {}),
    activations: buildActivationRequest(activations),
  };
}

function buildActivationRequest({
  shards,
  model,
}: StartTrainingInput['activations']): RequestOf<'TRAIN'>['activations'] {
  if (shards) return { kind: 'SHARDS', ...withoutNulls(shards), path: shards.path };
  if (!model) throw new TypeError('an input of one field came without it');
  const { modelPath, corpus, hookpoint } = model;
  const { model: modelName, ...rest } = withoutNulls(model);
  return { kind: 'MODEL', ...rest, model: modelPath, modelName, corpus, hookpoint };
}
