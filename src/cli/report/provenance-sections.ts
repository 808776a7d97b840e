/** The part of a report that says what its numbers mean and rest on: definitions, content hashes, certificates. */
import { shortName } from '../tables/short-name.ts';
import type { ReportBlock } from './report-block.ts';
import type { ReportGroup } from './report-query.ts';

/** Blocks in reading order. */
export function provenanceSections(group: ReportGroup): ReportBlock[] {
  return [...definitions(group), ...contents(group), ...publications(group), ...certificates(group)];
}

function definitions({ analysis, dictionaries }: ReportGroup): ReportBlock[] {
  const { criterion, sharedMatrix, universality, onlyInBase, cycleConsistency, union } = analysis;
  const comparison = criterion.strict ? '>' : '>=';
  const counted = criterion.aliveOnly ? 'alive latents only' : 'all latents, dead ones too';
  const stated = [
    {
      name: 'Shared',
      statement: `${criterion.definition} with threshold ${comparison} ${criterion.threshold}, ${counted}: ${criterion.statement}`,
    },
    {
      name: 'Encoders',
      statement:
        analysis.measure === 'ACTIVATION_CORRELATION'
          ? 'in their place activations on the same tokens were matched, by Pearson correlation: where a table says encoder, it is that.'
          : undefined,
    },
    { name: 'Alive', statement: describeLiving(dictionaries) },
    { name: 'Outlier', statement: sharedMatrix?.outlierStatement },
    { name: 'Universality', statement: universality?.statement },
    { name: 'Interval over seeds', statement: sharedMatrix?.meanSharedFraction?.interval?.statement },
    { name: 'Stability', statement: universality?.stability?.[0]?.statement },
    { name: 'Only in the base', statement: onlyInBase?.statement },
    { name: 'Fit', statement: onlyInBase?.fitStatement },
    { name: 'Cycle consistency', statement: cycleConsistency?.statement },
    { name: 'Core and union', statement: union?.statement },
    { name: 'Unseen features', statement: union?.unseen.statement },
  ];
  return [
    { kind: 'heading', level: 2, text: 'Definitions' },
    ...stated.flatMap(({ name, statement }): ReportBlock[] =>
      statement === undefined ? [] : [{ kind: 'paragraph', text: `${name}: ${statement}` }],
    ),
  ];
}

/** On what it rests who is alive; dictionaries of which the same is known are named together. */
function describeLiving(dictionaries: ReportGroup['dictionaries']): string {
  const alike = Map.groupBy(dictionaries, ({ aliveness }) => aliveness.statement);
  return [...alike].map(([statement, rows]) => `${rows.map(({ name }) => name).join(', ')}: ${statement}`).join(' ');
}

function contents({ dictionaries }: ReportGroup): ReportBlock[] {
  return [
    { kind: 'heading', level: 2, text: 'Provenance' },
    {
      kind: 'table',
      header: ['dictionary', 'format', 'source', 'content sha256'],
      rows: dictionaries.map(({ name, provenance }) => [
        shortName(name),
        provenance.format,
        provenance.sourceUri,
        provenance.contentSha256 ?? '.',
      ]),
    },
  ];
}

/** What others published, and nobody here has proven. */
function publications({ pairs }: ReportGroup): ReportBlock[] {
  const sides = pairs.flatMap(({ decoder, encoder }) => [decoder, encoder]);
  const statements = new Set(sides.flatMap((side) => side?.publication?.statement ?? []));
  return [...statements].map((text) => ({ kind: 'paragraph', text }));
}

function certificates({ pairs }: ReportGroup): ReportBlock[] {
  const rows = pairs.flatMap(({ a, b, decoder, encoder }) =>
    [decoder, encoder].flatMap((proof) => {
      if (proof === null) return [];
      const { certificate } = proof;
      if (certificate === null) return [];
      return [
        [
          `${shortName(a.name)} - ${shortName(b.name)}`,
          proof.side.toLowerCase(),
          certificate.optimal ? 'proven' : 'NOT PROVEN',
          certificate.primal.toFixed(6),
          certificate.gap.toExponential(1),
          certificate.tolerance.toExponential(1),
          certificate.roundingBound.toExponential(1),
          `${certificate.pairsCovered}`,
          `${certificate.rounds}`,
          certificate.solver,
          proof.computedAt,
        ],
      ];
    }),
  );
  if (rows.length === 0) return [];
  const header = [
    'pair',
    'side',
    'optimal',
    'primal',
    'gap',
    'tolerance',
    'rounding',
    'pairs covered',
    'rounds',
    'solver',
    'computed',
  ];
  return [
    {
      kind: 'table',
      header,
      rows,
      caption:
        'Dual prices over all pairs of latents bound every bijection from above. primal: the summed cosine found; gap: dual - primal, and what rounding rows to float32 can add; ' +
        'rounding: bound on the error of one float32 product.',
    },
  ];
}
