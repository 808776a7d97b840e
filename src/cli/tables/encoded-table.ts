/** What fires on a text, as two tables: its tokens, and the features that fire on them. */
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

/** What the tables are made of. */
export const encodedTextQuery = `
  query EncodedText($input: EncodeInput!, $tokens: Int!, $perToken: Int!, $features: Int!, $criterion: CriterionInput) {
    encode(input: $input) {
      statement modelName hookpoint tokenCount featureCount
      dictionaries { l0 fvu dictionary { name } }
      tokens(first: $tokens) {
        position text
        reconstructions { fvu }
        featureCount
        features(first: $perToken) { feature kind strength }
      }
      features(first: $features) {
        number kind tokens strength
        latents { dictionary maxActivation latent { index universality(criterion: $criterion) { count dictionariesCompared } explanation { text score } } }
      }
    }
  }
`;

type FeatureKind = 'FAMILY' | 'ALONE' | 'UNKNOWN';

interface FiringLatent {
  dictionary: number;
  maxActivation: number;
  latent: {
    index: number;
    universality: { count: number; dictionariesCompared: number };
    explanation: { text: string; score: number | null } | null;
  };
}

/** The answer to {@link encodedTextQuery}. */
export interface EncodedTextData {
  encode: {
    statement: string;
    modelName: string | null;
    hookpoint: string;
    tokenCount: number;
    featureCount: number;
    dictionaries: { l0: number; fvu: number | null; dictionary: { name: string } }[];
    tokens: {
      position: number;
      text: string | null;
      reconstructions: { fvu: number | null }[];
      featureCount: number;
      features: { feature: number; kind: FeatureKind; strength: number }[];
    }[];
    features: {
      number: number;
      kind: FeatureKind;
      tokens: number;
      strength: number;
      latents: FiringLatent[];
    }[];
  };
}

/** Characters of a label that a line has room for. */
const LABEL_CHARACTERS = 60;

/** Both tables, with what they mean. */
export function buildEncodedTables({ encode }: EncodedTextData): string {
  const names = encode.dictionaries.map(({ dictionary }) => shortName(dictionary.name));
  const tokens = encode.tokens.map(({ position, text, reconstructions, featureCount, features }) => [
    String(position),
    JSON.stringify(text ?? ''),
    ...reconstructions.map(({ fvu }) => decimal(fvu, 3)),
    features.map(({ feature, kind, strength }) => `#${feature}${markOf(kind)} ${strength.toFixed(2)}`).join('  ') +
      (featureCount > features.length ? `  and ${featureCount - features.length} more` : ''),
  ]);
  const features = encode.features.map(({ number, kind, tokens: count, strength, latents }) => {
    const best = latents.toSorted((a, b) => scoreOf(b) - scoreOf(a))[0];
    const { universality, explanation } = best.latent;
    return [
      `#${number}${markOf(kind)}`,
      ...names.map((_, place) => listIndexes(latents.filter(({ dictionary }) => dictionary === place))),
      strength.toFixed(2),
      String(count),
      `${universality.count}/${universality.dictionariesCompared}`,
      decimal(explanation?.score ?? null, 2),
      clip(explanation?.text ?? ''),
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
    `* alone: no accepted partner in any other seed.  ? not all seeds are matched.`,
    encode.statement,
    '',
  ].join('\n');
}

function markOf(kind: FeatureKind): string {
  return kind === 'ALONE' ? '*' : kind === 'UNKNOWN' ? '?' : '';
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

function clip(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LABEL_CHARACTERS ? `${line.slice(0, LABEL_CHARACTERS - 3)}...` : line;
}
