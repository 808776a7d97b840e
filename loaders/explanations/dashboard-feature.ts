/**
 * The fields that a SAEDashboard feature and a row of Neuronpedia's `features` and `activations` have in common -> statistics and contexts.
 */
import type { JsonObject } from '../files/strict-json.ts';
import { FieldFault, findNumber, findNumbers, findTexts, isObject } from './json-fields.ts';
import type { ContextRecord, StatisticsRecord } from './latent-file-record.ts';

/** Longest context: more tokens than a dashboard shows of one text. */
const MAX_TOKENS = 4_096;
/** Contexts of one latent; dashboards have below a hundred. */
const MAX_CONTEXTS = 10_000;

/** Statistics of a feature. Throws `FieldFault`. */
export function buildStatistics(feature: JsonObject): StatisticsRecord {
  const [histogramValues, histogramCounts] = pair(feature, 'freq_hist_data_bar_values', 'freq_hist_data_bar_heights');
  const [logitHistogramValues, logitHistogramCounts] = pair(
    feature,
    'logits_hist_data_bar_values',
    'logits_hist_data_bar_heights',
  );
  const [promotedTokens, promotedValues] = tokenPair(feature, 'pos_str', 'pos_values');
  const [suppressedTokens, suppressedValues] = tokenPair(feature, 'neg_str', 'neg_values');
  const firingFrequency = findNumber(feature, 'frac_nonzero');
  if (firingFrequency !== null && !(firingFrequency >= 0 && firingFrequency <= 1))
    throw new FieldFault(`"frac_nonzero" is ${firingFrequency}; expected a fraction`);
  return {
    firingCount: null,
    firingFrequency,
    maxActivation: findNumber(feature, 'maxActApprox'),
    histogramValues,
    histogramCounts,
    topTokens: null,
    topTokenValues: null,
    promotedTokens,
    promotedValues,
    suppressedTokens,
    suppressedValues,
    logitHistogramValues,
    logitHistogramCounts,
  };
}

/** Contexts of the list `activations` of a feature. Throws `FieldFault`. */
export function buildContexts(feature: JsonObject): ContextRecord[] {
  const { activations } = feature;
  if (activations === undefined || activations === null) return [];
  if (!Array.isArray(activations) || activations.length > MAX_CONTEXTS)
    throw new FieldFault(`"activations" is no list of at most ${MAX_CONTEXTS} contexts`);
  const rows = activations.map((row, i) => {
    if (!isObject(row)) throw new FieldFault(`"activations[${i}]" is no object`);
    return {
      row,
      context: buildContext(row, { min: 'bin_min', contains: 'bin_contains', qualifying: 'qualifying_token_index' }),
    };
  });
  // Intervals are numbered by their lower ends, from the weakest.
  const bounds = [
    ...new Set(
      rows
        .filter(({ context }) => context.contextKind === 'QUANTILE')
        .map(({ row }) => findNumber(row, 'bin_min') ?? 0),
    ),
  ].sort((a, b) => a - b);
  return rows.map(({ row, context }) =>
    context.contextKind === 'QUANTILE'
      ? { ...context, quantile: bounds.indexOf(findNumber(row, 'bin_min') ?? 0) }
      : context,
  );
}

/**
 * One context. Its interval says why it was kept: -1 (or none) for the strongest ones; a latent that fires nowhere in it was kept as a
 * counter-example. Throws `FieldFault`.
 */
export function buildContext(
  row: JsonObject,
  names: { min: string; contains: string; qualifying: string },
): ContextRecord {
  const tokens = findTexts(row, 'tokens');
  const activations = findNumbers(row, 'values');
  if (tokens === null || activations === null || tokens.length !== activations.length) {
    throw new FieldFault(
      `it has ${tokens?.length ?? 'no'} tokens and ${activations?.length ?? 'no'} values; expected as many of both`,
    );
  }
  if (tokens.length > MAX_TOKENS)
    throw new FieldFault(`it has ${tokens.length} tokens; expected at most ${MAX_TOKENS}`);
  let strongest = 0;
  for (let i = 1; i < activations.length; i++) if (activations[i] > activations[strongest]) strongest = i;
  const qualifying = findNumber(row, names.qualifying) ?? -1;
  const isInterval = (findNumber(row, names.contains) ?? -1) !== -1 && (findNumber(row, names.min) ?? -1) !== -1;
  const isActive = activations[strongest] > 0;
  return {
    tokens,
    tokenIds: null,
    activations,
    position: Number.isInteger(qualifying) && qualifying >= 0 && qualifying < tokens.length ? qualifying : strongest,
    maxActivation: activations[strongest],
    contextKind: isActive ? (isInterval ? 'QUANTILE' : 'TOP') : 'NON_ACTIVATING',
    quantile: null,
    document: null,
    offset: null,
    neighbour: null,
    sourceText: null,
    keepsOrder: false,
  };
}

function pair(feature: JsonObject, a: string, b: string): [number[] | null, number[] | null] {
  const [first, second] = [findNumbers(feature, a), findNumbers(feature, b)];
  if (first?.length !== second?.length)
    throw new FieldFault(
      `"${a}" and "${b}" have ${first?.length ?? 0} and ${second?.length ?? 0} numbers; expected as many`,
    );
  return [first, second];
}

function tokenPair(feature: JsonObject, a: string, b: string): [string[] | null, number[] | null] {
  const [tokens, values] = [findTexts(feature, a), findNumbers(feature, b)];
  if (tokens?.length !== values?.length)
    throw new FieldFault(
      `"${a}" and "${b}" have ${tokens?.length ?? 0} and ${values?.length ?? 0} entries; expected as many`,
    );
  return [tokens, values];
}
