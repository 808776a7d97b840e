/** Which latents tell two sets of texts apart, as a table. */
import type { ContrastQuery } from '../generated/documents.ts';
import { featureLegend, featureName, labelCell } from './feature-cells.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

/** Characters of a label that a line has room for. */
const LABEL_CHARACTERS = 50;

/** The table, a line per latent, with what it means. */
export function buildContrastTable({ contrast }: ContrastQuery): string {
  const names = contrast.dictionaries.map(({ name }) => shortName(name));
  const rows = contrast.features.flatMap(({ number, kind, latents }) =>
    latents.map((one, at) => [
      at === 0 ? featureName(number, kind) : '',
      `${names[one.dictionary]}/${one.latent.index}`,
      one.auroc.toFixed(3),
      `${one.low.toFixed(2)}-${one.high.toFixed(2)}`,
      one.pValue.toFixed(4),
      `${one.positiveTexts}/${contrast.positiveTexts}`,
      `${one.negativeTexts}/${contrast.negativeTexts}`,
      `${one.latent.universality.count}/${one.latent.universality.dictionariesCompared}`,
      labelCell(one.latent.explanation?.text ?? '', LABEL_CHARACTERS),
    ]),
  );
  const { positiveTexts, negativeTexts, tokenCount, hookpoint, modelName, latentsTested } = contrast;
  return [
    `${positiveTexts} positive and ${negativeTexts} negative texts, ${tokenCount} tokens at ${hookpoint} of ${modelName}; ${latentsTested} latents fire on them`,
    '',
    buildTextTable(['feature', 'latent', 'AUROC', 'interval', 'p', 'positive', 'negative', 'in seeds', 'label'], rows),
    contrast.featureCount > contrast.features.length
      ? `and ${contrast.featureCount - contrast.features.length} more features`
      : '',
    '',
    featureLegend,
    contrast.statement,
    '',
  ].join('\n');
}
