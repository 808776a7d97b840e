/** The tokens on which a latent fires most. */
import type { StatisticsRow } from '../../../db/stores/activations.ts';
import { listTopTokens } from '../../compute/contexts/top-tokens.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** Contexts looked at, the first that were kept. */
const CONTEXTS = 100;

/** Tokens with their mean activation, as the collection's maker counted them, else from the contexts kept. */
export async function readTopTokens({ batches }: AnalysisContext, row: StatisticsRow) {
  const { spaceId, dictionaryId, index, collectionId, topTokens, topTokenValues } = row;
  if (topTokens !== null) return pairTokens(topTokens, topTokenValues);
  const { rows } = await batches.contextsOfLatents.load({
    key: { spaceId, dictionaryId, index },
    kinds: ['TOP', 'QUANTILE'],
    first: CONTEXTS,
    after: null,
    collectionId,
  });
  return listTopTokens(rows);
}

/** Two columns as a list of pairs; empty where there are none. */
export function pairTokens(tokens: readonly string[] | null, values: readonly number[] | null) {
  return (tokens ?? []).map((token, i) => ({ token, weight: values?.[i] ?? 0 }));
}
