/** The table of dictionaries that were evaluated on the same tokens, with the spread over them. */
import type { EvaluationTableQuery } from '../generated/documents.ts';
import { shortName } from './short-name.ts';
import { buildTextTable } from './text-table.ts';

type Evaluated = NonNullable<EvaluationTableQuery['dictionary']>['evaluations'][number];

type Column = readonly [title: string, read: (one: Evaluated) => number | null | undefined, digits: number];

const columns: readonly Column[] = [
  ['dead', ({ dead }) => dead, 0],
  ['L0', ({ l0 }) => l0, 2],
  ['FVU', ({ fvu }) => fvu, 4],
  ['cosine', ({ cosine }) => cosine, 4],
  ['norm', ({ normRatio }) => normRatio, 4],
  ['CE', ({ model }) => model?.crossEntropy, 4],
  ['with SAE', ({ model }) => model?.crossEntropyReconstructed, 4],
  ['zeros', ({ model }) => model?.crossEntropyZeros, 4],
  ['recovered', ({ model }) => model?.lossRecovered, 4],
  ['KL', ({ model }) => model?.kl, 4],
  ['top-1', ({ model }) => model?.topAgreement, 4],
];

/** A row for each dictionary, by its evaluation on these tokens; the mean and the range over them where there are several. */
export function buildEvaluationTable(answers: readonly EvaluationTableQuery[], sourceKey: string): string {
  const rows = answers.flatMap(({ dictionary }) => {
    const found = dictionary?.evaluations.find((one) => one.sourceKey === sourceKey);
    return dictionary && found ? [{ name: shortName(dictionary.name), found }] : [];
  });
  const show = (value: number | null | undefined, digits: number) =>
    value === null || value === undefined ? '.' : value.toFixed(digits);
  const spread = (title: string, reduce: (values: number[]) => number) => [
    title,
    ...columns.map(([, read, digits]) => {
      const values = rows.map(({ found }) => read(found)).filter((value) => typeof value === 'number');
      return show(values.length < rows.length ? null : reduce(values), Math.max(digits, 1));
    }),
  ];
  const lines = rows.map(({ name, found }) => [name, ...columns.map(([, read, digits]) => show(read(found), digits))]);
  const summary =
    rows.length > 1
      ? [
          spread('mean', (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
          spread('range', (values) => Math.max(...values) - Math.min(...values)),
        ]
      : [];
  const first = rows.at(0)?.found;
  const head = first
    ? `${first.tokens.toLocaleString('en')} tokens of ${first.text}, ${first.latents} latents each`
    : '';
  return [head, buildTextTable(['dictionary', ...columns.map(([title]) => title)], [...lines, ...summary])].join('\n');
}

/** What the columns mean. */
export const evaluationTableLegend = [
  'dead: latents that fired on none of these tokens. FVU: fraction of variance unexplained. cosine: of activation and reconstruction, mean over',
  'tokens. norm: length of the reconstruction over that of the activation. CE: cross-entropy of the next token, of the model as it is, with the',
  'reconstruction in the place of the activations, and with zeros there. recovered: (zeros - with SAE) / (zeros - CE). KL: from the predictions of',
  'the model as it is. top-1: tokens whose most probable next token stays the same.',
].join('\n');
