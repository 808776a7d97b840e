/** The figures of a study -> the blocks of its report: the shared fraction against n, by architecture, with what else came out next to it. */
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { fraction } from '../tables/matching-table.ts';
import { axisTo, unitAxis } from '../report/plots/axis.ts';
import type { Axis, Line, ReportBlock } from '../report/report-block.ts';
import type { StudyRow } from './study-rows.ts';

type Plot = Extract<ReportBlock, { kind: 'plot' }>;
const styles = { TOPK: 'main', RELU_L1: 'other' } as const;

/** Blocks in reading order. `rows` are of one space and one criterion. */
export function buildStudyBlocks(rows: readonly StudyRow[], criterion: Criterion): ReportBlock[] {
  const { space } = rows[0].run.settings;
  const named = describeCriterion(criterion);
  return [
    { kind: 'heading', level: 1, text: 'Shared fraction by n and architecture' },
    {
      kind: 'paragraph',
      text: `${space.model} (revision ${space.revision}), ${space.hookpoint}, d = ${space.dIn}. Shared: ${named}.`,
    },
    buildSharedPlot(rows, criterion),
    sharedTable(rows, named),
    {
      kind: 'plot',
      title: 'Held-out FVU against n',
      plot: { kind: 'lines', x: sizeAxis(rows), y: axisOf(rows, 'fvu', 'FVU'), lines: linesOf(rows, 'fvu') },
    },
    ...remarks(rows),
    { kind: 'heading', level: 2, text: 'Provenance' },
    provenanceTable(rows),
  ];
}

/** The study's main plot. */
export function buildSharedPlot(rows: readonly StudyRow[], criterion: Criterion): Plot {
  const chance = linesOf(rows, 'chance').map(
    (line): Line => ({ ...line, label: `${line.label}, random vectors`, style: 'chance' }),
  );
  return {
    kind: 'plot',
    title: `Shared fraction against n: ${describeCriterion(criterion)}`,
    plot: {
      kind: 'lines',
      x: sizeAxis(rows),
      y: unitAxis('shared fraction'),
      lines: [...linesOf(rows, 'shared'), ...chance],
    },
  };
}

function sharedTable(rows: readonly StudyRow[], named: string): ReportBlock {
  return {
    kind: 'table',
    header: [
      'architecture',
      'sparsity',
      'n',
      'shared',
      'min',
      'max',
      '(null)',
      'agreement',
      'FVU',
      'L0',
      'dead',
      'pairs',
    ],
    rows: rows.map((row) => [
      row.architecture,
      describeSparsity(row),
      `${row.run.settings.plan.nLatents}`,
      fraction(row.shared),
      fraction(row.range?.[0]),
      fraction(row.range?.[1]),
      fraction(row.chance),
      fraction(row.agreement),
      fraction(row.fvu),
      row.l0?.toFixed(2) ?? '.',
      fraction(row.deadFraction),
      `${row.pairs}`,
    ]),
    caption:
      `shared, min, max: fraction of latents of one seed that another has, ${named}; mean and range over pairs of seeds. (null): the same for ` +
      `${describeNulls(rows)}. agreement: same partner by decoder and by encoder, no threshold. FVU, L0 (active latents per token) and dead (latents ` +
      `that fire on none of them): means over seeds on ${rows[0].run.settings.heldOutTokens} tokens kept out of training. A dot: not computed.`,
  };
}

function remarks(rows: readonly StudyRow[]): ReportBlock[] {
  const texts = [];
  const [statement] = rows.flatMap((row) => row.statement ?? []);
  if (statement !== undefined) texts.push(`Shared: ${statement}`);
  if (rows.some(({ architecture }) => architecture === 'RELU_L1')) {
    texts.push(
      'L0 of RELU_L1 is not set but comes out of the coefficient of the L1 term, and changes with n and with the scale of the activations: compare ' +
        'architectures only where L0 and FVU are close. A greater coefficient gives a smaller L0; --sparsity takes one coefficient for each n.',
    );
  }
  const unproven = rows.filter(({ proven, pairs }) => pairs > 0 && !proven).length;
  if (unproven > 0) texts.push(`In ${unproven} settings a matching is not proven optimal.`);
  const missing = rows.filter(({ pairs, run }) => pairs < (run.seeds.length * (run.seeds.length - 1)) / 2).length;
  if (missing > 0) texts.push(`In ${missing} settings not all pairs are matched: give the same command again.`);
  return texts.map((text) => ({ kind: 'paragraph', text }));
}

function provenanceTable(rows: readonly StudyRow[]): ReportBlock {
  return {
    kind: 'table',
    header: ['run group', 'seeds', 'data seed', 'tokens', 'batch', 'learning rate', 'run fingerprint'],
    rows: rows.map(({ run: { name, seeds, settings, fingerprint } }) => [
      name,
      seeds.join(', '),
      `${settings.dataSeed}`,
      `${settings.tokens}`,
      `${settings.plan.batchSize}`,
      settings.plan.learningRate.toPrecision(3),
      fingerprint.slice(0, 16),
    ]),
    caption:
      'The fingerprint is a hash of all settings and of the activations read. More on a run group, with the proofs of its matchings: npm run reseed -- report <run group>',
  };
}

function describeCriterion({ definition, threshold, strict, aliveOnly }: Criterion): string {
  const at = definition === 'AGREE' ? ', no threshold' : ` ${strict ? 'above' : 'at'} ${threshold}`;
  return `${definition}${at}${aliveOnly ? ', alive latents only' : ''}`;
}

function describeSparsity({ run: { settings } }: StudyRow): string {
  const { k, sparsityCoefficient } = settings.plan;
  return k === null ? `coefficient ${sparsityCoefficient}` : `k = ${k}`;
}

function describeNulls(rows: readonly StudyRow[]): string {
  const kinds = new Set(rows.flatMap(({ nullKind }) => nullKind ?? []));
  if (kinds.size === 0) return 'random vectors, which were not computed';
  return `random vectors (${[...kinds].join(', ')})`;
}

/** Numbers of latents at equal steps where they double. */
function sizeAxis(rows: readonly StudyRow[]): Axis {
  const sizes = [...new Set(rows.map(({ run }) => run.settings.plan.nLatents))].sort((a, b) => a - b);
  const ticks = sizes.map((n) => Math.log2(n));
  return {
    label: 'latents n (logarithmic)',
    from: ticks[0] - 0.25,
    to: ticks[ticks.length - 1] + 0.25,
    ticks,
    tickLabels: sizes.map(String),
  };
}

function axisOf(rows: readonly StudyRow[], field: 'fvu', label: string): Axis {
  return axisTo(Math.max(0, ...rows.map((row) => row[field] ?? 0)), label);
}

/** A line per architecture through what is known of it. */
function linesOf(rows: readonly StudyRow[], field: 'shared' | 'chance' | 'fvu'): Line[] {
  return [...new Set(rows.map(({ architecture }) => architecture))].flatMap((architecture): Line[] => {
    const points = rows
      .filter((row) => row.architecture === architecture)
      .flatMap((row) => {
        const value = row[field];
        return value === null ? [] : [[Math.log2(row.run.settings.plan.nLatents), value] as const];
      })
      .sort(([a], [b]) => a - b);
    return points.length === 0 ? [] : [{ label: architecture, style: styles[architecture], points }];
  });
}
