/**
 * Explanations, statistics and contexts -> lines of Neuronpedia's bulk files, under its own column names. `reseed` holds what they have no place for;
 * `neuronpedia.ts` reads it back.
 */
import type { ExplanationRecord, ScoreRecord, StatisticsRecord } from './latent-file-record.ts';

/** `<model>/<source>`. */
export interface PortalNames {
  modelId: string;
  sourceId: string;
}

/** What a row has that its file did not state. */
interface Stored {
  id: number;
  createdAt: Date;
}
type Explanation = Omit<ExplanationRecord, 'kind' | 'place' | 'portalId' | 'scores' | 'embedding'> & Stored;
type Score = ScoreRecord & Stored;

/** A line of `explanations/`. */
export function buildExplanationLine(
  row: Explanation,
  of: PortalNames & {
    scores: readonly Score[];
    embedding: ExplanationRecord['embedding'];
  },
): object {
  return {
    id: row.sourceId ?? `reseed-${row.id}`,
    modelId: of.modelId,
    layer: of.sourceId,
    index: String(row.index),
    description: row.text,
    authorId: row.author,
    notes: null,
    typeName: row.method,
    explanationModelName: row.explainerModel,
    createdAt: row.madeAt ?? row.createdAt,
    embedding: of.embedding && Array.from(of.embedding.vector),
    scores: of.scores.map((score) => ({
      id: score.sourceId ?? `reseed-${score.id}`,
      value: score.value,
      explanationScoreTypeName: score.scorer,
      explanationScoreModelName: score.scoringModel,
      jsonDetails: score.details === null ? '' : JSON.stringify(score.details),
      createdAt: score.madeAt ?? score.createdAt,
      reseed: {
        source: score.source,
        sourceId: score.sourceId,
        madeAt: score.madeAt,
        examples: score.examples,
        failed: score.failed,
        unparsable: score.unparsable,
        details: score.details,
        samples: score.samples,
      },
    })),
    reseed: {
      source: row.source,
      sourceId: row.sourceId,
      madeAt: row.madeAt,
      promptVersion: row.promptVersion,
      details: row.details,
      embedder: of.embedding && of.embedding.embedder,
    },
  };
}

type Statistics = StatisticsRecord & { index: number };

/** A line of `features/`. */
export function buildFeatureLine(row: Statistics, { modelId, sourceId }: PortalNames): object {
  return {
    modelId,
    layer: sourceId,
    index: String(row.index),
    maxActApprox: row.maxActivation,
    frac_nonzero: row.firingFrequency,
    freq_hist_data_bar_values: row.histogramValues ?? [],
    freq_hist_data_bar_heights: row.histogramCounts ?? [],
    logits_hist_data_bar_values: row.logitHistogramValues ?? [],
    logits_hist_data_bar_heights: row.logitHistogramCounts ?? [],
    pos_str: row.promotedTokens ?? [],
    pos_values: row.promotedValues ?? [],
    neg_str: row.suppressedTokens ?? [],
    neg_values: row.suppressedValues ?? [],
    reseed: { firingCount: row.firingCount, topTokens: row.topTokens, topTokenValues: row.topTokenValues },
  };
}

interface Context {
  index: number;
  kind: string;
  tokens: string[];
  tokenIds: number[] | null;
  activations: number[];
  position: number;
  maxActivation: number;
  quantile: number | null;
  neighbour: number | null;
  document: number | null;
  offset: number | null;
  sourceText: string | null;
}

/** A line of `activations/`. */
export function buildActivationLine(row: Context, { modelId, sourceId }: PortalNames): object {
  const isQuantile = row.kind === 'QUANTILE';
  return {
    modelId,
    layer: sourceId,
    index: String(row.index),
    tokens: row.tokens,
    values: row.activations,
    maxValue: row.maxActivation,
    maxValueTokenIndex: row.activations.indexOf(Math.max(...row.activations)),
    minValue: Math.min(...row.activations),
    // an interval's bounds are not kept; its number stands for them
    binMin: isQuantile ? (row.quantile ?? 0) : -1,
    binContains: isQuantile ? 0 : -1,
    qualifyingTokenIndex: row.position,
    reseed: {
      kind: row.kind,
      tokenIds: row.tokenIds,
      quantile: row.quantile,
      neighbour: row.neighbour,
      document: row.document,
      offset: row.offset,
      sourceText: row.sourceText,
    },
  };
}

/** The line of `source.jsonl`. */
export function buildSourceLine(
  collection: { dataset: string | null; tokens: number | null; contextLength: number | null; hasTokenTexts: boolean },
  { modelId, sourceId }: PortalNames,
): object {
  const { dataset, tokens, contextLength, hasTokenTexts } = collection;
  return {
    id: sourceId,
    modelId,
    setName: sourceId,
    dataset,
    num_prompts: tokens === null || contextLength === null ? null : tokens / contextLength,
    num_tokens_in_prompt: contextLength,
    reseed: { tokens, contextLength, hasTokenTexts },
  };
}
