/** What a pass found of one dictionary -> rows of its collection, a few hundred latents at a time. */
import {
  type CollectionKey,
  copyContexts,
  copyStatistics,
  type NewContext,
  type NewStatistics,
} from '../../../db/stores/activation-writer.ts';
import type { LatentFindings } from '../../compute/contexts/context-collector.ts';
import type { FoundContext } from '../../compute/contexts/found-context.ts';
import type { LogitEffects } from '../../compute/contexts/logit-effects.ts';
import type { TokenTexts } from '../../compute/contexts/token-texts.ts';
import type { TaskContext } from '../worker/task.ts';
import type { SeenDictionary } from './context-pass.ts';

/** Latents per transaction: a few megabytes. */
const LATENTS_PER_WRITE = 128;

/** Writes the findings of `of.seen` into `of.collection`, which is LOADING; nobody sees it before it is published. */
export async function writeFindings(
  context: TaskContext,
  of: {
    collection: CollectionKey;
    seen: SeenDictionary;
    nearest: Int32Array;
    tokens: number;
    texts: TokenTexts;
    effects: LogitEffects | null;
    done: number;
    total: number;
  },
): Promise<void> {
  const { collection, seen, tokens, texts, effects } = of;
  let part: LatentFindings[] = [];
  let done = of.done;
  const write = async () => {
    context.signal.throwIfAborted();
    const statistics = part.map((findings) => toStatistics(findings, { tokens, texts, effects }));
    const contexts = part.flatMap(({ index, contexts: found }) => found.map((one) => toRow(one, { index, texts })));
    await context.fenced(async (tx) => {
      await copyStatistics(tx, { collection, rows: statistics });
      await copyContexts(tx, { collection, rows: contexts });
    });
    done += part.length;
    part = [];
    context.progress({ step: `writing ${seen.dictionary.name}`, done, total: of.total, unit: 'latents' });
  };
  for (const findings of seen.collector.listFindings(of.nearest)) {
    part.push(findings);
    if (part.length >= LATENTS_PER_WRITE) await write();
  }
  if (part.length > 0) await write();
}

function toStatistics(
  findings: LatentFindings,
  of: { tokens: number; texts: TokenTexts; effects: LogitEffects | null },
): NewStatistics {
  const effects = of.effects?.[findings.index] ?? null;
  const { index, firingCount, maxActivation, histogram, topTokens } = findings;
  return {
    index,
    firingCount,
    firingFrequency: of.tokens === 0 ? null : firingCount / of.tokens,
    maxActivation,
    histogramValues: histogram.values,
    histogramCounts: histogram.counts,
    topTokens: topTokens.map(({ token }) => of.texts.textOf(token)),
    topTokenValues: topTokens.map(({ mean }) => mean),
    promotedTokens: effects && effects.promoted.map(({ token }) => of.texts.textOf(token)),
    promotedValues: effects && effects.promoted.map(({ effect }) => effect),
    suppressedTokens: effects && effects.suppressed.map(({ token }) => of.texts.textOf(token)),
    suppressedValues: effects && effects.suppressed.map(({ effect }) => effect),
    logitHistogramValues: null,
    logitHistogramCounts: null,
  };
}

function toRow(found: FoundContext, of: { index: number; texts: TokenTexts }): NewContext {
  const { window, kind, ordinal, activations, position, max, quantile, neighbour } = found;
  const ids = [...window.tokens];
  return {
    index: of.index,
    kind,
    ordinal,
    tokens: ids.map((id) => of.texts.textOf(id)),
    tokenIds: ids,
    activations: [...activations],
    position,
    maxActivation: max,
    quantile,
    neighbour,
    document: window.document,
    offset: window.offset,
    sourceText: null,
  };
}
