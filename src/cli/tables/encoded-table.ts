/** What fires on a text, as two tables: its tokens, and the features that fire on them. */
import type { EncodedTextQuery } from '../generated/documents.ts';
import { featureLegend, featureName, labelCell } from './feature-cells.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

type FiringLatent = EncodedTextQuery['encode']['features'][number]['latents'][number];

/** Characters of a label that a line has room for. */
const LABEL_CHARACTERS = 60;

/** Both tables, with what they mean. */
export function buildEncodedTables({ encode }: EncodedTextQuery): string {
  const names = encode.dictionaries.map(({ dictionary }) => shortName(dictionary.name));
  const tokens = encode.tokens.map(({ position, text, reconstructions, featureCount, features }) => [
    String(position),
    JSON.stringify(text ?? ''),
    ...reconstructions.map(({ fvu }) => decimal(fvu, 3)),
    features.map(({ feature, kind, strength }) => `${featureName(feature, kind)} ${strength.toFixed(2)}`).join('  ') +
      (featureCount > features.length ? `  and ${featureCount - features.length} more` : ''),
  ]);
  const features = encode.features.map(({ number, kind, tokens: count, strength, latents }) => {
    const best = latents.toSorted((a, b) => scoreOf(b) - scoreOf(a))[0];
    const { universality, explanation } = best.latent;
    return [
      featureName(number, kind),
      ...names.map((_, place) => listIndexes(latents.filter(({ dictionary }) => dictionary === place))),
      strength.toFixed(2),
      String(count),
      `${universality.count}/${universality.dictionariesCompared}`,
      decimal(explanation?.score ?? null, 2),
      labelCell(explanation?.text ?? '', LABEL_CHARACTERS),
    ];
  });
  const facts = encode.dictionaries.map(
    ({ l0, fvu }, at) => `${names[at]} L0 ${l0.toFixed(2)}, FVU ${decimal(fvu, 3)}`,
  );
  return [
    `${encode.tokenCount} tokens at ${encode.hookpoint}${encode.modelName === null ? '' : ` of ${encode.modelName}`}: ${facts.join('; ')}`,
    '',
    buildTextTable(['', 'token', ...names.map((name) => `FVU ${name}`), 'strongest features'], tokens),
    '',
    buildTextTable(['feature', ...names, 'strength', 'tokens', 'in seeds', 'score', 'label'], features),
    encode.featureCount > encode.features.length ? `and ${encode.featureCount - encode.features.length} more` : '',
    '',
    featureLegend,
    encode.statement,
    '',
  ].join('\n');
}

function scoreOf({ latent: { explanation } }: FiringLatent): number {
  return explanation === null ? -1 : (explanation.score ?? 0);
}

function listIndexes(latents: readonly FiringLatent[]): string {
  return latents.length === 0 ? '.' : latents.map(({ latent }) => latent.index).join(',');
}

function decimal(value: number | null, digits: number): string {
  return value === null ? '.' : value.toFixed(digits);
}
