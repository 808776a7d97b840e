/**
 * A text -> language model -> dictionaries -> which latents fire on each token, in the calling process and in memory.
 *
 * For what one answer may hold: {@link checkWork} refuses more. Windows, BOS and tokenizer are those of a harvest.
 */
import type { Database } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { type LanguageModel, openLanguageModel } from '../../../loaders/onnx/language-model.ts';
import type { EncodingInput, EncodingRequest, EncodeTokens } from '../../analysis/encoding/encoding-request.ts';
import { TokenTexts } from '../../compute/contexts/token-texts.ts';
import type { EncodedCodes, EncodedTokens } from '../../compute/encoding/encoded-tokens.ts';
import { openEncoder } from '../../compute/encoding/encoder.ts';
import { meanVariance, measureErrors, measureRows } from '../../compute/encoding/reconstruction.ts';
import { harvest } from '../../compute/harvest/harvest.ts';
import { buildTokenizer } from '../../compute/harvest/text-windows.ts';
import { isReseedError, ReseedError } from '../../errors.ts';
import { BATCH_WINDOWS, hookModel, type HookedModel } from '../contexts/hooked-model.ts';
import { checkCanEncode, readEncoder } from '../contexts/read-encoder.ts';

/** Tokens of one answer: a few pages of text. */
export const MAX_TOKENS_ENCODED = 4096;
/** Bytes of a model, with what it needs of the files next to it: 64 MB run 4,096 tokens in a second or two on one core. */
const MAX_MODEL_BYTES = 64 * 2 ** 20;
/** Of a weight in a file next to the model: float32, at most. */
const BYTES_PER_WEIGHT = 4;
/** Multiplications of the encoders: half a second on one core. */
const MAX_PRODUCTS = 2e10;
/** Weights read from the database. */
const MAX_WEIGHTS = 2 ** 27;

type TextInput = Extract<EncodingInput, { documents: readonly string[] }>;

/** Encodes one request after another: each holds weights and a model. */
export function buildTokenEncoder(of: { db: Database; importRoots: readonly string[]; threads: number }): EncodeTokens {
  let last: Promise<unknown> = Promise.resolve();
  return (request, signal) => {
    const run = last.then(() => encodeTokens(of, { request, signal }));
    last = run.catch(() => {});
    return run;
  };
}

async function encodeTokens(
  { db, importRoots, threads }: { db: Database; importRoots: readonly string[]; threads: number },
  { request, signal }: { request: EncodingRequest; signal: AbortSignal },
): Promise<EncodedTokens> {
  signal.throwIfAborted();
  const { space, dictionaries, input } = request;
  for (const dictionary of dictionaries) checkCanEncode(dictionary, space);
  const taken =
    'activations' in input
      ? await takeGiven(input, request)
      : await takeFromModel(input, { request, roots: importRoots, threads, signal });
  const { x, d } = taken;
  const codes: EncodedCodes[] = [];
  for (const dictionary of dictionaries) {
    signal.throwIfAborted();
    const { encoder: weights, decoder } = await readEncoder(db, { dictionary, space });
    const encoder = await openEncoder(weights, { threads });
    try {
      const { count, offsets, indices, values } = await encoder.encode(x);
      const length = offsets[count];
      // Copies: the encoder writes over its own.
      const fired = {
        count,
        offsets: offsets.slice(0, count + 1),
        indices: indices.slice(0, length),
        values: values.slice(0, length),
      };
      codes.push({ n: weights.n, fired, errors: measureErrors(decoder, x, fired), rowLengths: measureRows(decoder) });
    } finally {
      await encoder.close();
    }
  }
  return { count: x.length / d, text: taken.text, hookpoint: taken.hookpoint, variance: meanVariance(x, d), codes };
}

type Taken = Pick<EncodedTokens, 'text' | 'hookpoint'> & { x: Float32Array; d: number };

async function takeGiven(
  { activations: x, d }: Extract<EncodingInput, { activations: Float32Array }>,
  { space, dictionaries }: EncodingRequest,
): Promise<Taken> {
  assertWidth({ width: d, hookpoint: space.hookpoint }, space.dIn);
  if (x.length === 0) throw nothingToEncode();
  checkWork(x.length / d, dictionaries);
  return { x, d, text: null, hookpoint: space.hookpoint };
}

async function takeFromModel(
  input: TextInput,
  of: { request: EncodingRequest; roots: readonly string[]; threads: number; signal: AbortSignal },
): Promise<Taken> {
  const { space, dictionaries } = of.request;
  const model = await openModel(input, { modelName: space.modelName, roots: of.roots });
  try {
    const hooked = await hookModel(model, {
      hookpoint: input.hookpoint ?? space.hookpoint,
      context: input.context,
    });
    const { hookpoint, harvestModel, tokenizer, context } = hooked;
    assertWidth({ width: hookpoint.width, hookpoint: hookpoint.name }, space.dIn);
    checkModelSize(model, hooked);
    const { encode, bos } = buildTokenizer(tokenizer);
    let tokens = 0;
    for (const text of input.documents) {
      tokens += encode(text).length;
      checkWork(tokens, dictionaries);
    }
    if (tokens === 0) throw nothingToEncode();
    const d = hookpoint.width;
    const x = new Float32Array(tokens * d);
    const ids = new Int32Array(tokens);
    const windows = new Int32Array(tokens);
    const documents = new Int32Array(tokens);
    let count = 0;
    const batches = harvest({
      model: harvestModel,
      tokenizer,
      documents: input.documents,
      context,
      batchWindows: BATCH_WINDOWS,
      bos: bos === null ? 'NONE' : 'WINDOW',
      keepBos: false,
      tokens: null,
      skipTokens: 0,
      threads: of.threads,
      signal: of.signal,
    });
    for await (const batch of batches) {
      x.set(batch.activations, count * d);
      ids.set(batch.ids, count);
      windows.set(batch.windows, count);
      documents.set(batch.documents, count);
      count += batch.ids.length;
    }
    const shown = new TokenTexts(tokenizer);
    const texts = Array.from(ids, (id) => shown.textOf(id));
    const text = { ids, texts, windows, documents, model: model.name, modelSha256: await model.hash() };
    return { x, d, text, hookpoint: hookpoint.name };
  } finally {
    await model.close();
  }
}

/** The model that is named, else the one that lies where this space's should. */
async function openModel(
  { model }: TextInput,
  { modelName, roots }: { modelName: string; roots: readonly string[] },
): Promise<LanguageModel> {
  if (model !== null) return openLanguageModel({ path: model, roots });
  try {
    return await openLanguageModel({ path: `models/${modelName}`, roots });
  } catch (error) {
    if (!isReseedError(error, 'SOURCE_NOT_FOUND') && !isReseedError(error, 'PATH_OUTSIDE_ROOTS')) throw error;
    throw new ReseedError(
      'SOURCE_NOT_FOUND',
      `Cannot encode a text: the language model "${modelName}" is not here; expected it in the folder models/${modelName} below an import root`,
      {
        hint: 'Name a folder with model.onnx and tokenizer.json (`model`, or --model), put it there, or give activations.',
        cause: error,
      },
    );
  }
}

function checkModelSize(model: LanguageModel, { external }: HookedModel): void {
  const weights = external.reduce((sum, { dims }) => sum + dims.reduce((product, dim) => product * dim, 1), 0);
  const bytes = model.source.size + BYTES_PER_WEIGHT * weights;
  if (bytes <= MAX_MODEL_BYTES) return;
  throw tooLarge(`the model has ${Math.ceil(bytes / 2 ** 20)} MB; expected at most ${MAX_MODEL_BYTES / 2 ** 20}`);
}

/** Throws `TOO_LARGE_TO_ENCODE`. */
function checkWork(tokens: number, dictionaries: readonly DictionaryRow[]): void {
  if (tokens > MAX_TOKENS_ENCODED)
    throw tooLarge(`there are more than ${MAX_TOKENS_ENCODED} tokens; expected at most so many`);
  const weights = dictionaries.reduce((sum, { nLatents, dIn }) => sum + nLatents * dIn, 0);
  if (tokens * weights > MAX_PRODUCTS || 2 * weights > MAX_WEIGHTS)
    throw tooLarge(`${tokens} tokens times ${weights} encoder weights are more than one answer computes`);
}

function tooLarge(fault: string): ReseedError {
  return new ReseedError('TOO_LARGE_TO_ENCODE', `Cannot encode this in one answer: ${fault}`, {
    hint: 'Give less text or fewer dictionaries.',
  });
}

function assertWidth({ width, hookpoint }: { width: number; hookpoint: string }, expected: number): void {
  if (width === expected) return;
  throw new ReseedError(
    'SPACE_MISMATCH',
    `Cannot encode at "${hookpoint}": activations there are ${width} wide; expected ${expected}, as the dictionaries are`,
    { hint: 'Name the hookpoint that the dictionaries were trained on, or another model.' },
  );
}

function nothingToEncode(): ReseedError {
  return new ReseedError('BAD_INPUT', 'Cannot encode: there is no token; expected some text, or activations', {
    hint: 'Give a text that is not empty.',
  });
}
