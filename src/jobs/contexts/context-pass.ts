/**
 * One pass of a language model over a corpus for several dictionaries of one space: the activations are computed once, and every dictionary
 * encodes them.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { recordAdvance } from '../../../db/stores/job-runs.ts';
import type { ContextCollector } from '../../compute/contexts/context-collector.ts';
import type { ContextSettings } from '../../compute/contexts/context-settings.ts';
import type { TokenTexts } from '../../compute/contexts/token-texts.ts';
import { WindowCutter } from '../../compute/contexts/window-cutter.ts';
import { type Encoder, openEncoder } from '../../compute/encoding/encoder.ts';
import type { ReconstructionMeter } from '../../compute/encoding/reconstruction-meter.ts';
import { ReseedError } from '../../errors.ts';
import type { OpenHarvest } from './open-harvest.ts';
import type { TaskContext } from '../worker/task.ts';
import type { PassCheckpoint, PassState } from './pass-checkpoint.ts';
import type { EncodingWeights } from './read-encoder.ts';

/** What one dictionary has seen. */
export interface SeenDictionary {
  dictionary: DictionaryRow;
  collector: ContextCollector;
  meter: ReconstructionMeter;
}

/** Bytes of a window that is kept, in addition to its activations: the object, its entry and its share of the tokens. */
const WINDOW_BYTES = 400;
const BYTES_PER_MB = 2 ** 20;

/** Throws `TOO_LARGE_TO_COLLECT` where weights and the windows that could be kept are more than the worker may hold. */
export function checkMemory(
  dictionaries: readonly DictionaryRow[],
  { settings, sampleSize, memoryMb }: { settings: ContextSettings; sampleSize: number; memoryMb: number },
): void {
  let bytes = 0;
  let written = 0; // of a checkpoint's parts, the largest
  for (const { nLatents, dIn } of dictionaries) {
    const windows = nLatents * (settings.top + sampleSize) * (4 * settings.windowLength + WINDOW_BYTES);
    bytes += 8 * nLatents * dIn + windows;
    written = Math.max(written, windows);
  }
  bytes += written;
  const neededMb = Math.ceil(bytes / BYTES_PER_MB);
  if (neededMb <= memoryMb) return;
  throw new ReseedError(
    'TOO_LARGE_TO_COLLECT',
    `Cannot collect contexts of ${dictionaries.length} dictionaries at once: that may take ${neededMb} MB; expected at most ${memoryMb}`,
    { hint: 'Ask for fewer dictionaries or fewer contexts, or give workers more memory (RESEED_MEMORY_MB).' },
  );
}

/** What a pass needs of its job. */
type PassContext = Pick<TaskContext, 'settings' | 'signal' | 'job' | 'progress' | 'notice' | 'fenced'>;

/** What a killed pass may lose, at least; */
const CHECKPOINT_SECONDS = 30;
/** and checkpoints may take one part in so many of the time. */
const CHECKPOINT_SHARE = 20;

/**
 * Runs the pass and returns how many tokens were seen, and after how many of them it continued. `seen` and `weights` go together. Keeps `checkpoint`
 * up to date: every half minute or so, when the pass is stopped, and at its end.
 */
export async function passOver(
  harvest: OpenHarvest,
  of: {
    seen: readonly SeenDictionary[];
    weights: readonly EncodingWeights[];
    texts: TokenTexts;
    settings: ContextSettings;
    tokens: number | null;
    checkpoint: PassCheckpoint | null;
    context: PassContext;
  },
): Promise<{ tokens: number; resumedAt: number }> {
  const { seen, settings, context, texts } = of;
  const { threads, executionProvider: provider } = context.settings;
  const encoders: Encoder[] = [];
  const cutter = new WindowCutter(settings.windowLength);
  const resumed = await restore(of.checkpoint, { seen, cutter });
  let { tokens, bytes } = resumed;
  const save = startSaving(of.checkpoint, context);
  const state = (): PassState => ({
    tokens,
    bytes,
    cutter: cutter.save(),
    dictionaries: seen.map(({ dictionary, collector, meter }) => ({
      id: dictionary.id,
      collector: collector.save(),
      meter: meter.save(),
    })),
  });
  // Whether every dictionary has seen the same batches.
  let even = true;
  try {
    for (const { encoder } of of.weights) encoders.push(await openEncoder(encoder, { threads, provider }));
    const run = { tokens: of.tokens, skipTokens: resumed.tokens, threads, signal: context.signal };
    for await (const batch of harvest.start(run)) {
      context.signal.throwIfAborted();
      even = false;
      const windows = [...cutter.cut(batch)];
      for (const [at, { collector, meter }] of seen.entries()) {
        if (at > 0) context.signal.throwIfAborted();
        const fired = await encoders[at].encode(batch.activations);
        meter.add(batch.activations, fired);
        for (const { window, from } of windows) collector.add(window, { fired, from });
      }
      tokens += batch.ids.length;
      for (const id of batch.ids) bytes += Buffer.byteLength(texts.textOf(id));
      even = true;
      context.progress({
        step: `reading the text (${tokens} tokens)`,
        done: of.tokens === null ? Math.min(bytes, harvest.corpusBytes) : tokens,
        total: of.tokens ?? harvest.corpusBytes,
        unit: of.tokens === null ? 'bytes' : 'tokens',
      });
      if (save.isDue()) await save.advance(state());
    }
    if (tokens > resumed.tokens) await save.advance(state());
  } catch (error) {
    if (context.signal.aborted && even && tokens > resumed.tokens) await save.write(state());
    throw error;
  } finally {
    for (const encoder of encoders) await encoder.close();
  }
  return { tokens, resumedAt: resumed.tokens };
}

async function restore(
  checkpoint: PassCheckpoint | null,
  to: { seen: readonly SeenDictionary[]; cutter: WindowCutter },
): Promise<{ tokens: number; bytes: number }> {
  const state = (await checkpoint?.read(to.seen.map(({ dictionary }) => dictionary.id))) ?? null;
  if (state === null) return { tokens: 0, bytes: 0 };
  to.cutter.restore(state.cutter);
  for (const [at, { collector, meter }] of to.seen.entries()) {
    collector.restore(state.dictionaries[at].collector);
    meter.restore(state.dictionaries[at].meter);
  }
  return state;
}

/** When to write checkpoints. One that cannot be written is no failure of the pass. */
function startSaving(checkpoint: PassCheckpoint | null, context: PassContext) {
  let dueAt = performance.now() + 1_000 * CHECKPOINT_SECONDS;
  const write = async (state: PassState) => {
    await checkpoint?.write(state).catch((error: unknown) => {
      context.notice(`could not write a checkpoint: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  };
  return {
    isDue: () => checkpoint !== null && performance.now() >= dueAt,
    write,
    /** Writes one of an attempt that continues. */
    async advance(state: PassState): Promise<void> {
      if (checkpoint === null) return;
      const began = performance.now();
      await write(state);
      await context.fenced((tx) => recordAdvance(tx, context.job));
      const ended = performance.now();
      dueAt = ended + Math.max(1_000 * CHECKPOINT_SECONDS, CHECKPOINT_SHARE * (ended - began));
    },
  };
}
