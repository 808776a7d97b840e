/**
 * The unembedding of a language model -> the tokens that the latents of a dictionary raise and lower. A model or hookpoint for which that
 * cannot be computed is no failure of the collection: it has none, and says why.
 */
import type { SpaceRow } from '../../../db/stores/catalogue.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { readRows } from '../../../db/stores/latents.ts';
import { type LanguageModel, openLanguageModel } from '../../../loaders/onnx/language-model.ts';
import { findUnembedding } from '../../../loaders/onnx/onnx-unembedding.ts';
import { findLogitEffects, type LogitEffects } from '../../compute/contexts/logit-effects.ts';
import type { TokenTexts } from '../../compute/contexts/token-texts.ts';
import { isReseedError } from '../../errors.ts';
import type { TaskContext } from '../worker/task.ts';

/** Tokens kept at each end, as dashboards of features show. */
const TOKENS_KEPT = 10;

const DEFINITION =
  'decoder row as stored times unembedding, float32: what one unit of activation adds to a logit, the final norm (its division and its weight) left out';

const BYTES_PER_MB = 2 ** 20;

interface Loaded {
  /** [vocabulary, d]; null where effects cannot be computed. */
  values: Float32Array | null;
  /** Tokens that the tokenizer has, ascending. */
  ids: readonly number[];
  /** For the collection's details. */
  details: Record<string, unknown>;
}

/** Reads the unembedding of the model at `of.path`, or says in `details` why there is none for dictionaries of `of.space`. */
export async function readUnembedding(
  context: TaskContext,
  of: { path: string; space: SpaceRow; texts: TokenTexts },
): Promise<Loaded> {
  const model = await openLanguageModel({ path: of.path, roots: context.settings.importRoots });
  try {
    return await loadUnembedding(model, { ...of, d: of.space.dIn, memoryMb: context.settings.memoryMb });
  } catch (error) {
    // Nothing else of the collection needs these weights: a model without them can be harvested.
    if (isReseedError(error)) return without(error.message);
    throw error;
  } finally {
    await model.close();
  }
}

/** The effects of a dictionary's latents; null without an unembedding. */
export async function findDictionaryEffects(
  context: TaskContext,
  of: { dictionary: DictionaryRow; unembedding: Loaded },
): Promise<LogitEffects | null> {
  const { spaceId, id: dictionaryId, nLatents: n, dIn: d, name } = of.dictionary;
  const { values, ids } = of.unembedding;
  if (values === null) return null;
  const { threads, executionProvider: provider } = context.settings;
  return findLogitEffects({
    n,
    d,
    readRows: (start, count) => readRows(context.db, { spaceId, dictionaryId, side: 'DECODER', start, count, d }),
    unembedding: values,
    ids,
    count: TOKENS_KEPT,
    threads,
    provider,
    signal: context.signal,
    onRows: (done) => context.progress({ step: `logit effects of ${name}`, done, total: n, unit: 'latents' }),
  });
}

async function loadUnembedding(
  model: LanguageModel,
  { texts, d, memoryMb }: { texts: TokenTexts; d: number; memoryMb: number },
): Promise<Loaded> {
  const ids = texts.listIds();
  const tokens = (ids.at(-1) ?? -1) + 1;
  const found = findUnembedding(model.graph, tokens);
  if (found === null) return without('no product with a weight that makes the logits was found in the model');
  const { weight, byToken, width, vocabulary } = found;
  if (width !== d) return without(`the hookpoint is ${d} wide, the residual stream ${width}`);
  // Models pad their vocabulary; a tokenizer with more tokens is another model's.
  if (vocabulary < tokens) return without(`the tokenizer has ${tokens} tokens, the unembedding ${vocabulary}`);
  const neededMb = Math.ceil((2 * 4 * width * vocabulary) / BYTES_PER_MB); // as read and as float32 by token
  if (neededMb > memoryMb) return without(`the unembedding takes ${neededMb} MB, the worker may hold ${memoryMb}`);
  const read = await model.readWeight(weight);
  const values = byToken ? read : transpose(read, width);
  const details = { computed: true, definition: DEFINITION, unembedding: weight.name, vocabulary, kept: TOKENS_KEPT };
  return { values, ids, details };
}

function without(reason: string): Loaded {
  return { values: null, ids: [], details: { computed: false, reason } };
}

/** [rows, columns] -> [columns, rows]. */
function transpose(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  const turned = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j];
  return turned;
}
