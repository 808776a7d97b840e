/** An open language model and a hookpoint -> what runs up to that hookpoint, with its tokenizer. */
import type { LanguageModel } from '../../../loaders/onnx/language-model.ts';
import { getHookpoint, type Hookpoint } from '../../../loaders/onnx/onnx-hookpoints.ts';
import { HOOK_OUTPUT, pruneToTensor } from '../../../loaders/onnx/onnx-prune.ts';
import type { GraphWeight } from '../../../loaders/onnx/onnx-graph.ts';
import type { HarvestModel } from '../../compute/harvest/harvest.ts';
import { ReseedError } from '../../errors.ts';

/** Tokens of a window where neither caller nor model says: what most small models take, and enough context. */
const DEFAULT_CONTEXT = 512;

/** Windows run together: enough to keep a processor busy, small in memory. */
export const BATCH_WINDOWS = 16;

export interface HookedModel {
  readonly hookpoint: Hookpoint & { readonly width: number };
  /** Runs nothing behind the hookpoint. */
  readonly harvestModel: HarvestModel;
  /** Weights in other files, which have been found below the model's folder. */
  readonly external: readonly GraphWeight[];
  readonly tokenizer: Awaited<ReturnType<LanguageModel['readTokenizer']>>;
  /** Tokens of a window, BOS included. */
  readonly context: number;
}

/** Prunes; nothing is computed. Throws `HOOKPOINT_UNKNOWN`, `MODEL_UNSUPPORTED`, `MODEL_BAD`, `PATH_OUTSIDE_ROOTS`, `BAD_INPUT`. */
export async function hookModel(
  model: LanguageModel,
  asked: { hookpoint: string; context: number | null },
): Promise<HookedModel> {
  const { width, ...hookpoint } = getHookpoint(model.graph, asked.hookpoint);
  if (width === null) throw unknownWidth(hookpoint.name);
  const context = decideContext(asked.context, model.maxContext);
  const pruned = await pruneToTensor(model.source, { graph: model.graph, tensor: hookpoint.tensor });
  await model.checkExternal(pruned.external);
  const tokenizer = await model.readTokenizer();
  const { bytes, inputs, external } = pruned;
  return {
    hookpoint: { ...hookpoint, width },
    harvestModel: { bytes, inputs, output: HOOK_OUTPUT, externalFolder: model.folderPath },
    external,
    tokenizer,
    context,
  };
}

function decideContext(asked: number | null, most: number | null): number {
  const context = asked ?? Math.min(most ?? DEFAULT_CONTEXT, DEFAULT_CONTEXT);
  if (Number.isSafeInteger(context) && context >= 2 && context <= (most ?? Number.POSITIVE_INFINITY)) return context;
  throw new ReseedError(
    'BAD_INPUT',
    `Cannot use windows of ${context} tokens; expected 2 to ${most ?? 'what the model takes'}`,
    {
      hint: 'Give a smaller context, or leave it out.',
    },
  );
}

function unknownWidth(hookpoint: string): ReseedError {
  return new ReseedError(
    'MODEL_UNSUPPORTED',
    `Cannot harvest "${hookpoint}": the graph does not say how wide it is; expected a fixed last dimension`,
    {
      hint: 'Run symbolic shape inference on the model first, or choose another hookpoint.',
    },
  );
}
