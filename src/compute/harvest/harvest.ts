/**
 * Documents through a language model -> activations of one tensor with the token ids at which they were taken, as a stream.
 *
 * The model runs in a thread of its own, one batch ahead of the consumer. Everything is in the order of the text; batches are composed the
 * same way whatever is skipped, so that a harvest that continues gives the very numbers that it would have given.
 */
import { ReseedError } from '../../errors.ts';
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import { buildFeeds, type ModelInput, padWindows } from './model-feeds.ts';
import { type ModelAnswer, startModelThread } from './model-thread.ts';
import { type BosRule, buildTokenizer, cutWindows, type TextWindow, type TokenizerFiles } from './text-windows.ts';

/** A model whose only output is the tensor to harvest. */
export interface HarvestModel {
  readonly bytes: Uint8Array;
  readonly inputs: readonly ModelInput[];
  /** Name of the output, float32 [batch, tokens, d]. */
  readonly output: string;
  /** Folder below which weights in other files lie. */
  readonly externalFolder: string;
}

export interface HarvestRequest {
  readonly model: HarvestModel;
  readonly tokenizer: TokenizerFiles;
  readonly documents: AsyncIterable<string> | Iterable<string>;
  /** Tokens of a window at most, BOS included. */
  readonly context: number;
  /** Windows that are run together. */
  readonly batchWindows: number;
  readonly bos: BosRule;
  /** Whether the activations at BOS are kept: they do not depend on the text, and in many models they are hundreds of times larger. */
  readonly keepBos: boolean;
  /** Kept tokens after which to end; null: the whole text. */
  readonly tokens: number | null;
  /** Kept tokens that are there already: they are left out of the stream, and batches of nothing else are not run. */
  readonly skipTokens: number;
  readonly threads: number;
  readonly provider?: ExecutionProvider;
  readonly signal?: AbortSignal;
}

/** Kept tokens in the order of the text. Row t of every array is one token. */
export interface HarvestBatch {
  /** [t, d] */
  readonly activations: Float32Array;
  readonly d: number;
  /** [t] */
  readonly ids: Int32Array;
  /** [t]: place in the window, 0 for its first token (BOS where it has one). */
  readonly positions: Int32Array;
  /** [t]: number of the window in the whole text, from 0. */
  readonly windows: Int32Array;
  /** [t]: number of the document, from 0. */
  readonly documents: Int32Array;
}

/** A batch to run: its windows with their numbers, and which of its kept tokens are wanted. */
interface Planned {
  windows: readonly TextWindow[];
  firstWindow: number;
  /** Of the kept tokens of this batch. */
  from: number;
  to: number;
}

/**
 * Harvests. Leaving the loop, or the signal, ends the thread at once. Memory: two batches of activations.
 * Throws `MODEL_BAD` (the model does not load or run), `MODEL_UNSUPPORTED`, and what reading documents throws.
 */
export async function* harvest(request: HarvestRequest): AsyncGenerator<HarvestBatch> {
  const { model, threads, provider = 'cpu', signal } = request;
  const { bytes, output, externalFolder } = model;
  const thread = await startModelThread({ model: bytes, output, externalFolder, threads, provider }, signal);
  const plans = planBatches(request);
  try {
    let waiting: { plan: Planned; answer: Promise<ModelAnswer> } | null = null;
    for (;;) {
      signal?.throwIfAborted();
      const next = await plans.next();
      const sent =
        next.done === true
          ? null
          : { plan: next.value, answer: thread.run(buildFeeds(model.inputs, padWindows(next.value.windows))) };
      if (waiting !== null) yield keepTokens(await waiting.answer, { plan: waiting.plan, keepBos: request.keepBos });
      if (sent === null) return;
      waiting = sent;
    }
  } finally {
    await plans.return(undefined);
    await thread.stop();
  }
}

/** Batches that hold a wanted token. */
async function* planBatches(request: HarvestRequest): AsyncGenerator<Planned> {
  const { batchWindows, keepBos, skipTokens } = request;
  const end = request.tokens ?? Number.POSITIVE_INFINITY;
  const tokenizer = buildTokenizer(request.tokenizer);
  let windows: TextWindow[] = [];
  let firstWindow = 0;
  let before = 0; // kept tokens of earlier batches
  const plan = (): Planned | null => {
    const kept = windows.reduce((sum, { ids, hasBos }) => sum + ids.length - (hasBos && !keepBos ? 1 : 0), 0);
    const planned = {
      windows,
      firstWindow,
      from: Math.max(0, skipTokens - before),
      to: Math.min(kept, end - before),
    };
    before += kept;
    firstWindow += windows.length;
    windows = [];
    return planned.from < planned.to ? planned : null;
  };
  for await (const window of cutWindows(request.documents, { tokenizer, context: request.context, bos: request.bos })) {
    windows.push(window);
    if (windows.length < batchWindows) continue;
    const planned = plan();
    if (planned !== null) yield planned;
    if (before >= end) return;
  }
  const last = windows.length > 0 ? plan() : null;
  if (last !== null) yield last;
}

function keepTokens(answer: ModelAnswer, of: { plan: Planned; keepBos: boolean }): HarvestBatch {
  const { windows, firstWindow, from, to } = of.plan;
  const [b, s, d] = answer.shape;
  const longest = Math.max(...windows.map(({ ids }) => ids.length));
  if (answer.shape.length !== 3 || b !== windows.length || s !== longest) {
    throw new ReseedError(
      'MODEL_UNSUPPORTED',
      `Cannot harvest this tensor: its shape is [${answer.shape.join(', ')}] for ${windows.length} windows of ${longest} tokens; expected [${windows.length}, ${longest}, d]`,
      { hint: 'Choose another hookpoint: one vector per token.' },
    );
  }
  const count = to - from;
  const batch = {
    activations: new Float32Array(count * d),
    d,
    ids: new Int32Array(count),
    positions: new Int32Array(count),
    windows: new Int32Array(count),
    documents: new Int32Array(count),
  };
  let kept = 0;
  for (const [row, window] of windows.entries()) {
    for (let i = window.hasBos && !of.keepBos ? 1 : 0; i < window.ids.length; i++, kept++) {
      if (kept < from || kept >= to) continue;
      const at = kept - from;
      const start = (row * s + i) * d;
      batch.activations.set(answer.values.subarray(start, start + d), at * d);
      batch.ids[at] = window.ids[i];
      batch.positions[at] = i;
      batch.windows[at] = firstWindow + row;
      batch.documents[at] = window.document;
    }
  }
  return batch;
}
