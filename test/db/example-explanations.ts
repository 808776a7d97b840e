/** Explanations, scores, statistics and contexts for tests, with defaults for what a test does not care about. */
import type { NewContext, NewStatistics } from '../../db/stores/activation-writer.ts';
import type { NewExplanation, NewScore } from '../../db/stores/explanation-writer.ts';

export function exampleExplanation(row: Partial<NewExplanation> & { index: number; text: string }): NewExplanation {
  return {
    method: 'default',
    explainerModel: null,
    promptVersion: null,
    author: null,
    source: 'test',
    sourceId: null,
    details: null,
    madeAt: null,
    scores: [],
    ...row,
  };
}

export function exampleScore(row: Partial<NewScore> & { value: number | null }): NewScore {
  return {
    scorer: 'detection',
    scoringModel: null,
    examples: null,
    failed: 0,
    unparsable: 0,
    details: null,
    samples: null,
    source: 'test',
    sourceId: null,
    madeAt: null,
    ...row,
  };
}

export function exampleStatistics(row: Partial<NewStatistics> & { index: number }): NewStatistics {
  return {
    firingCount: null,
    firingFrequency: null,
    maxActivation: null,
    histogramValues: null,
    histogramCounts: null,
    topTokens: null,
    topTokenValues: null,
    promotedTokens: null,
    promotedValues: null,
    suppressedTokens: null,
    suppressedValues: null,
    logitHistogramValues: null,
    logitHistogramCounts: null,
    ...row,
  };
}

export function exampleContext(row: Partial<NewContext> & { index: number; ordinal: number }): NewContext {
  return {
    kind: 'TOP',
    tokens: ['a', ' b'],
    tokenIds: null,
    activations: [0, 1.5],
    position: 1,
    maxActivation: 1.5,
    quantile: null,
    neighbour: null,
    document: null,
    offset: null,
    sourceText: null,
    ...row,
  };
}
