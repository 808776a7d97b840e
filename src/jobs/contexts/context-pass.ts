/**
 * One pass of a language model over a corpus for several dictionaries of one space: the activations are computed once, and every dictionary
 * encodes them.
 */
import type { DictionaryRow } from '../../../db/dictionaries.ts';
import type { ContextCollector } from '../../compute/contexts/context-collector.ts';
import type { ContextSettings } from '../../compute/contexts/context-settings.ts';
import type { TokenTexts } from '../../compute/contexts/token-texts.ts';
import { WindowCutter } from '../../compute/contexts/window-cutter.ts';
import { type Encoder, openEncoder } from '../../compute/encoding/encoder.ts';
import type { ReconstructionMeter } from '../../compute/encoding/reconstruction-meter.ts';
import { ReseedError } from '../../errors.ts';
import type { OpenHarvest } from '../open-harvest.ts';
import type { TaskContext } from '../task.ts';
import type { EncodingWeights } from './read-encoder.ts';

/** What one dictionary has seen. */
export interface SeenDictionary {
  dictionary: DictionaryRow;
  collector: ContextCollector;
  meter: ReconstructionMeter;
}

/** Bytes of a window that is kept, beside its activations: the object, its entry and its share of the tokens. */
const WINDOW_BYTES = 400;
const BYTES_PER_MB = 2 ** 20;

/** Throws `TOO_LARGE_TO_COLLECT` where weights and the windows that could be kept are more than the worker may hold. */
export function checkMemory(
  dictionaries: readonly DictionaryRow[],
  { settings, sampleSize, memoryMb }: { settings: ContextSettings; sampleSize: number; memoryMb: number },
): void {
  let bytes = 0;
  for (const { nLatents, dIn } of dictionaries) {
    const windows = nLatents * (settings.top + sampleSize);
    bytes += 8 * nLatents * dIn + windows * (4 * settings.windowLength + WINDOW_BYTES);
  }
  const neededMb = Math.ceil(bytes / BYTES_PER_MB);
  if (neededMb <= memoryMb) return;
  throw new ReseedError(
    'TOO_LARGE_TO_COLLECT',
    `Cannot collect contexts of ${dictionaries.length} dictionaries at once: that may take ${neededMb} MB; expected at most ${memoryMb}`,
    { hint: 'Ask for fewer dictionaries or fewer contexts, or give workers more memory (RESEED_MEMORY_MB).' },
  );
}

/** Runs the pass and returns the number of tokens seen. `seen` and `weights` go together. */
export async function passOver(
  harvest: OpenHarvest,
  of: {
    seen: readonly SeenDictionary[];
    weights: readonly EncodingWeights[];
    texts: TokenTexts;
    settings: ContextSettings;
    tokens: number | null;
    context: TaskContext;
  },
): Promise<number> {
  const { seen, settings, context, texts } = of;
  const { threads, executionProvider: provider } = context.settings;
  const encoders: Encoder[] = [];
  const cutter = new WindowCutter(settings.windowLength);
  let tokens = 0;
  let bytes = 0;
  try {
    for (const { encoder } of of.weights) encoders.push(await openEncoder(encoder, { threads, provider }));
    for await (const batch of harvest.start({ tokens: of.tokens, skipTokens: 0, threads, signal: context.signal })) {
      const windows = [...cutter.cut(batch)];
      for (const [at, { collector, meter }] of seen.entries()) {
        context.signal.throwIfAborted();
        const fired = await encoders[at].encode(batch.activations);
        meter.add(batch.activations, fired);
        for (const { window, from } of windows) collector.add(window, { fired, from });
      }
      tokens += batch.ids.length;
      for (const id of batch.ids) bytes += Buffer.byteLength(texts.textOf(id));
      context.progress({
        step: `reading the text (${tokens} tokens)`,
        done: of.tokens === null ? Math.min(bytes, harvest.corpusBytes) : tokens,
        total: of.tokens ?? harvest.corpusBytes,
        unit: of.tokens === null ? 'bytes' : 'tokens',
      });
    }
  } finally {
    for (const encoder of encoders) await encoder.close();
  }
  return tokens;
}
