/**
 * Documents through a language model in two halves: up to a hookpoint, and from there with whatever the caller puts in its place.
 *
 * Both halves run in threads of their own. What is given back has every token of every window, BOS included; padding is on the right.
 */
import { buildFeeds, type ModelInput, padWindows, type PaddedBatch } from '../harvest/model-feeds.ts';
import type { HarvestModel } from '../harvest/harvest.ts';
import { type ModelThread, startModelThread } from '../harvest/model-thread.ts';
import {
  type BosRule,
  buildTokenizer,
  cutWindows,
  type TextWindow,
  type TokenizerFiles,
} from '../harvest/text-windows.ts';
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import type { WindowLogits, WindowTokens } from './logit-figures.ts';

/** The second half: takes the hookpoint's tensor as an input of this name. */
export interface TailModel {
  readonly bytes: Uint8Array;
  /** Without the splice. */
  readonly inputs: readonly ModelInput[];
  readonly splice: string;
  readonly output: string;
  readonly externalFolder: string;
}

export interface SplicedRequest {
  /** The first half. */
  readonly head: HarvestModel;
  readonly tail: TailModel;
  readonly tokenizer: TokenizerFiles;
  readonly documents: AsyncIterable<string> | Iterable<string>;
  /** Tokens of a window at most, BOS included. */
  readonly context: number;
  readonly bos: BosRule;
  /** Tokens other than BOS after which to end, at the end of a window; null: the whole text. */
  readonly tokens: number | null;
  /** Floats of the logits of one batch, at most (one window is run in any case); columns of the logits. */
  readonly maxLogits: number;
  readonly vocabulary: number;
  readonly threads: number;
  readonly provider?: ExecutionProvider;
  readonly signal?: AbortSignal;
}

/** One batch. */
export interface SplicedBatch {
  readonly tokens: WindowTokens & { readonly count: number };
  readonly d: number;
  /** The hookpoint's tensor. [b, s, d] */
  readonly x: Float32Array;
  /** Logits with `values` [b, s, d] in the place of `x`. */
  run(values: Float32Array): Promise<WindowLogits>;
}

/** Windows run together, where the logits are few. */
const MOST_WINDOWS = 16;

/** Runs the first half over all documents. Leaving the loop, or the signal, ends the threads. Throws `MODEL_BAD`, `MODEL_UNSUPPORTED`. */
export async function* passSpliced(request: SplicedRequest): AsyncGenerator<SplicedBatch> {
  const { head, tail, threads, provider = 'cpu', signal } = request;
  const open = (model: HarvestModel | TailModel) =>
    startModelThread({ ...threadData(model), threads, provider }, signal);
  const first = await open(head);
  let second: ModelThread | null = null;
  try {
    second = await open(tail);
    for await (const windows of batchWindows(request)) {
      signal?.throwIfAborted();
      const batch = padWindows(windows);
      const { values: x, shape } = await first.run(buildFeeds(head.inputs, batch));
      const skipped = Int32Array.from(windows, ({ hasBos }) => Number(hasBos));
      const count = batch.lengths.reduce((sum, length, row) => sum + length - skipped[row], 0);
      const tokens = { s: batch.s, ids: batch.ids, lengths: batch.lengths, skipped, count };
      yield {
        tokens,
        d: shape[2],
        x,
        run: (values) => runTail(second as ModelThread, { tail, batch, values, d: shape[2] }),
      };
    }
  } finally {
    await Promise.all([first.stop(), second?.stop()]);
  }
}

function threadData({ bytes, output, externalFolder }: HarvestModel | TailModel) {
  return { model: bytes, output, externalFolder };
}

async function runTail(
  thread: ModelThread,
  of: { tail: TailModel; batch: PaddedBatch; values: Float32Array; d: number },
): Promise<WindowLogits> {
  const { tail, batch, values, d } = of;
  const feeds = buildFeeds(tail.inputs, batch);
  feeds[tail.splice] = { type: 'float32', values, shape: [batch.b, batch.s, d] };
  const answer = await thread.run(feeds);
  return { values: answer.values, vocabulary: answer.shape[answer.shape.length - 1] };
}

/** Windows of about one length of logits. */
async function* batchWindows(request: SplicedRequest): AsyncGenerator<TextWindow[]> {
  const { context, bos, tokens, maxLogits, vocabulary } = request;
  const tokenizer = buildTokenizer(request.tokenizer);
  const most = Math.max(1, Math.min(MOST_WINDOWS, Math.floor(maxLogits / (context * vocabulary))));
  let windows: TextWindow[] = [];
  let read = 0;
  for await (const window of cutWindows(request.documents, { tokenizer, context, bos })) {
    windows.push(window);
    read += window.ids.length - Number(window.hasBos);
    const isLast = tokens !== null && read >= tokens;
    if (windows.length === most || isLast) {
      yield windows;
      windows = [];
    }
    if (isLast) return;
  }
  if (windows.length > 0) yield windows;
}
