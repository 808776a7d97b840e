/**
 * Explanations, statistics and contexts -> lines of Neuronpedia's bulk files, under its own column names. `reseed` holds what they have no place for;
 * `neuronpedia.ts` reads it back.
 */
import type { ExplanationRecord, ScoreRecord, StatisticsRecord } from './latent-file-record.ts';

/** `<model>/<source>`, and whose rows they are to be in the portal's database: its importer asks for users that exist there. */
export interface PortalNames {
  modelId: string;
  /** `<layer>-<set>`. */
  sourceId: string;
  creatorId: string;
  authorId: string | null;
}

/** Ways of explaining that the portal knows by name; its importer takes these or none. */
const TYPE_NAMES = new Set([
  'oai_token-act-pair',
  'oai_attention-head',
  'np_max-act-logits',
  'np_max-act',
  'np_acts-logits-general',
  'eleuther_acts_top20',
]);
/** Width of the portal's column of embeddings. */
const EMBEDDING_WIDTH = 256;

/** `<set>` of `<layer>-<set>`, as the portal takes it apart: what follows `__` is more about the source. */
export function nameSourceSet(sourceId: string): string {
  return sourceId.slice(sourceId.indexOf('-') + 1).split('__')[0];
}

/** What a row has that its file did not state. */
interface Stored {
  id: number;
  createdAt: Date;
}
type Explanation = Omit<ExplanationRecord, 'kind' | 'place' | 'portalId' | 'scores' | 'embedding'> & Stored;
type Score = ScoreRecord & Stored;

/** A line of `explanations/`. `id` is one that no other line of the export has. */
export function buildExplanationLine(
  row: Explanation,
  of: PortalNames & {
    id: string;
    scores: readonly Score[];
    embedding: ExplanationRecord['embedding'];
  },
): object {
  const isPortals = row.source === 'neuronpedia';
  const vector = of.embedding && Array.from(of.embedding.vector);
  return {
    id: of.id,
    modelId: of.modelId,
    layer: of.sourceId,
    index: String(row.index),
    description: row.text,
    authorId: of.authorId ?? (isPortals ? row.author : null) ?? of.creatorId,
    notes: null,
    typeName: TYPE_NAMES.has(row.method) ? row.method : null,
    explanationModelName: isPortals ? row.explainerModel : null,
    createdAt: row.madeAt ?? row.createdAt,
    embedding: vector?.length === EMBEDDING_WIDTH ? vector : null,
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
      embedding: vector?.length === EMBEDDING_WIDTH ? null : vector,
      method: row.method,
      explainerModel: row.explainerModel,
      author: row.author,
    },
  };
}

type Statistics = StatisticsRecord & { index: number };

/** A line of `features/`. Explanations and activations hang on one, so a latent without statistics has one, too, that says nothing. */
export function buildFeatureLine(
  row: Partial<Statistics> & { index: number },
  { modelId, sourceId, creatorId }: PortalNames,
): object {
  const isNamedOnly = !('firingFrequency' in row);
  return {
    modelId,
    layer: sourceId,
    index: String(row.index),
    sourceSetName: nameSourceSet(sourceId),
    creatorId,
    maxActApprox: row.maxActivation ?? 0,
    frac_nonzero: row.firingFrequency ?? 0,
    freq_hist_data_bar_values: row.histogramValues ?? [],
    freq_hist_data_bar_heights: row.histogramCounts ?? [],
    logits_hist_data_bar_values: row.logitHistogramValues ?? [],
    logits_hist_data_bar_heights: row.logitHistogramCounts ?? [],
    pos_str: row.promotedTokens ?? [],
    pos_values: row.promotedValues ?? [],
    neg_str: row.suppressedTokens ?? [],
    neg_values: row.suppressedValues ?? [],
    reseed: isNamedOnly
      ? { isNamedOnly }
      : {
          firingCount: row.firingCount,
          firingFrequency: row.firingFrequency,
          maxActivation: row.maxActivation,
          topTokens: row.topTokens,
          topTokenValues: row.topTokenValues,
        },
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

/** A line of `activations/`. `id` is one that no other line of the export has. */
export function buildActivationLine(
  row: Context,
  { id, modelId, sourceId, creatorId }: PortalNames & { id: string },
): object {
  const isQuantile = row.kind === 'QUANTILE';
  return {
    id,
    creatorId,
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

/** The line of `model.jsonl`: the portal's columns and no others, as it takes the line for a row. It leaves a model alone that it has. */
export function buildModelLine(of: PortalNames & { model: string; dIn: number; layer: number }): object {
  return {
    id: of.modelId,
    displayNameShort: of.model,
    displayName: of.model,
    creatorId: of.creatorId,
    dimension: of.dIn,
    layers: of.layer + 1,
    neuronsPerLayer: 0,
    owner: of.model.includes('/') ? of.model.split('/')[0] : of.model,
  };
}

/** The line of `sourceset.jsonl`, with the portal's columns and no others. */
export function buildSourceSetLine(of: PortalNames & { dictionary: string; description: string }): object {
  return {
    modelId: of.modelId,
    name: nameSourceSet(of.sourceId),
    description: of.description,
    type: 'sae',
    creatorName: 'reseed',
    creatorId: of.creatorId,
    urls: [],
  };
}

/** The line of `source.jsonl`, with the portal's columns and no others: what they have no place for stands in `notes`. */
export function buildSourceLine(
  collection: {
    dataset: string | null;
    tokens: number | null;
    contextLength: number | null;
    hasTokenTexts: boolean;
  } | null,
  { modelId, sourceId, creatorId }: PortalNames,
): object {
  const { dataset = null, tokens = null, contextLength = null, hasTokenTexts = true } = collection ?? {};
  return {
    id: sourceId,
    modelId,
    setName: nameSourceSet(sourceId),
    creatorId,
    dataset,
    num_prompts: tokens === null || contextLength === null ? null : Math.round(tokens / contextLength),
    num_tokens_in_prompt: contextLength,
    notes: collection === null ? null : JSON.stringify({ reseed: { tokens, contextLength, hasTokenTexts } }),
  };
}
