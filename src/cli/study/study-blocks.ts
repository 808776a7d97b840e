/** The figures of a study -> the blocks of its report: the shared fraction against n, by architecture, with what else came out next to it. */
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { fraction } from '../tables/matching-table.ts';
import { axisTo, unitAxis } from '../report/plots/axis.ts';
import type { Axis, Line, ReportBlock } from '../report/report-block.ts';
import { compareSettings, EQUAL_L0 } from './study-differences.ts';
import type { StudyRow } from './study-rows.ts';
import { nameArm, nameSetting } from './study-settings.ts';

type Plot = Extract<ReportBlock, { kind: 'plot' }>;
/** Of architectures and arms, in their order. */
const styles = ['main', 'other', 'third', 'fourth', 'fifth'] as const;

/** A loss that falls by more when the tokens are doubled has not ended its fall. */
const STILL_FALLING = 0.02;

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
    ...differences(rows),
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
      'n',
      'sparsity',
      'L0',
      'FVU',
      'shared',
      'low',
      'high',
      'alive',
      '(null)',
      'agreement',
      'dead',
      'falls',
      'pairs',
    ],
    rows: rows.map((row) => [
      nameArm(row.setting),
      `${row.setting.nLatents}`,
      describeSparsity(row),
      row.l0?.toFixed(2) ?? '.',
      fraction(row.fvu),
      fraction(row.shared),
      fraction(row.interval?.low),
      fraction(row.interval?.high),
      fraction(row.aliveShared),
      fraction(row.chance),
      fraction(row.agreement),
      fraction(row.deadFraction),
      fraction(row.fall?.perDoubling),
      `${row.pairs.length}`,
    ]),
    caption:
      `sparsity: k, or the coefficient, one for all seeds. L0 (active latents per token), FVU and dead (latents that fire on ` +
      `none of them): means over seeds on ${rows[0].run.settings.heldOutTokens} tokens kept out of training. shared: fraction of latents of one seed that another has, ` +
      `${named}, mean over pairs of seeds; low, high: 95% by the jackknife over seeds; alive: the same of latents that fired in training. (null): shared, of ` +
      `${describeNulls(rows)}. agreement: same partner by decoder and by encoder, no threshold. falls: by which part the loss falls when the tokens are doubled, ` +
      'from its course at the full learning rate. A dot: not computed.',
  };
}

/** Where there is something to compare. */
function differences(rows: readonly StudyRow[]): ReportBlock[] {
  const compared = compareSettings(rows);
  if (compared.length === 0) return [];
  return [
    {
      kind: 'table',
      header: ['more shared', 'than', 'n', 'by', 'low', 'high', 'L0', 'L0 of the other', 'FVU', 'FVU of the other'],
      rows: compared.map(({ from, to, nLatents, difference, interval }) => [
        nameArm(to.setting),
        nameArm(from.setting),
        `${nLatents}`,
        fraction(difference),
        fraction(interval?.[0]),
        fraction(interval?.[1]),
        to.l0?.toFixed(2) ?? '.',
        from.l0?.toFixed(2) ?? '.',
        fraction(to.fvu),
        fraction(from.fvu),
      ]),
      caption: `Settings of equal n whose L0 differs by at most ${100 * EQUAL_L0}%: the shared fraction of the first minus that of the second, over the same seeds on the same batches; low, high: 95% by the jackknife over seeds.`,
    },
  ];
}

function remarks(rows: readonly StudyRow[]): ReportBlock[] {
  const texts = [];
  const [statement] = rows.flatMap((row) => row.statement ?? []);
  if (statement !== undefined) texts.push(`Shared: ${statement}`);
  const off = rows.filter(isOff);
  if (off.length > 0) {
    texts.push(
      `L0 is more than ${100 * EQUAL_L0}% off what was asked for in: ${off.map(({ setting }) => nameSetting(setting)).join('; ')}. Compare these with care: more tokens bring the search and the seeds closer together.`,
    );
  }
  if (rows.some(({ setting }) => setting.l0 === null)) {
    texts.push(
      'Where --sparsity gives a coefficient, L0 comes out of it and changes with n and with the scale of the activations: compare architectures only where L0 and FVU are close, or give --l0.',
    );
  }
  const falling = rows.filter(({ fall }) => fall !== null && fall.perDoubling > STILL_FALLING);
  if (falling.length > 0) {
    texts.push(
      `The loss still falls, by more than ${100 * STILL_FALLING}% when the tokens are doubled, in: ${falling.map(({ setting }) => nameSetting(setting)).join('; ')}. Longer trainings (--tokens) may share more or less.`,
    );
  }
  if (rows.some(({ fall }) => fall === null))
    texts.push('Whether the loss still falls is not known for every setting: the trainings are too short.');
  const unproven = rows.filter(({ proven, pairs }) => pairs.length > 0 && !proven).length;
  if (unproven > 0) texts.push(`In ${unproven} settings a matching is not proven optimal.`);
  const missing = rows.filter(({ pairs, run }) => pairs.length < (run.seeds.length * (run.seeds.length - 1)) / 2);
  if (missing.length > 0)
    texts.push(`In ${missing.length} settings not all pairs are matched: give the same command again.`);
  return texts.map((text) => ({ kind: 'paragraph', text }));
}

function isOff({ l0, setting }: StudyRow): boolean {
  return l0 !== null && setting.l0 !== null && Math.abs(l0 / setting.l0 - 1) > EQUAL_L0;
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

/** `k = 4`, or a coefficient: `0.252`. */
function describeSparsity({ run: { settings, reached } }: StudyRow): string {
  const { k, sparsityCoefficient } = settings.plan;
  if (k !== null) return `k = ${k}`;
  return (reached?.coefficient ?? sparsityCoefficient ?? Number.NaN).toPrecision(3);
}

function describeNulls(rows: readonly StudyRow[]): string {
  const kinds = new Set(rows.flatMap(({ nullKind }) => nullKind ?? []));
  if (kinds.size === 0) return 'random vectors, which were not computed';
  return `random vectors (${[...kinds].join(', ')})`;
}

/** Numbers of latents at equal steps where they double. */
function sizeAxis(rows: readonly StudyRow[]): Axis {
  const sizes = [...new Set(rows.map(({ setting }) => setting.nLatents))].sort((a, b) => a - b);
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

/** A line per architecture and arm through what is known of it. */
function linesOf(rows: readonly StudyRow[], field: 'shared' | 'chance' | 'fvu'): Line[] {
  return [...new Set(rows.map(({ setting }) => nameArm(setting)))].flatMap((label, i): Line[] => {
    const points = rows
      .filter(({ setting }) => nameArm(setting) === label)
      .flatMap((row) => {
        const value = row[field];
        return value === null ? [] : [[Math.log2(row.setting.nLatents), value] as const];
      })
      .sort(([a], [b]) => a - b);
    return points.length === 0 ? [] : [{ label, style: styles[i % styles.length], points }];
  });
}
