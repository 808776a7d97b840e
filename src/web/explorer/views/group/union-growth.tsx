/** How many different features there are in one seed, two, ... all, and how many nobody has seen. */
import * as Plot from '@observablehq/plot';
import { count, Figure, nearestNull, NULL_WORDS } from '../../figures/figure.tsx';
import { ACCENT, FONT, INK } from '../../plots/marks.ts';
import { PlotFigure } from '../../plots/plot-figure.tsx';
import type { Analysis } from './group-data.ts';

export function UnionGrowth({ union, name }: { union: NonNullable<Analysis['union']>; name: string }) {
  const { points, statement, nulls, unseen } = union;
  const chance = nearestNull(nulls);
  const by = chance
    ? `union ${count(Math.round(chance.union))}, core ${count(Math.round(chance.core))} (${NULL_WORDS[chance.kind]})`
    : null;
  return (
    <PlotFigure
      title={<Figure of="union" value="Different features in so many seeds" statement={statement} chance={by} />}
      name={`${name}-union`}
      label={`Features in the union: ${points.map((point) => `${point.dictionaries}: ${Math.round(point.expectedUnion)}`).join(', ')}`}
      by={[union]}
      draw={() => ({
        ...FONT,
        height: 250,
        marginBottom: 40,
        marginTop: 26,
        marginLeft: 56,
        x: {
          label: 'seeds',
          ticks: points.map((point) => point.dictionaries),
          tickFormat: 'd',
          domain: [0.6, points.length + 0.4],
        },
        y: { label: 'features', domain: [0, union.union * 1.12], grid: true, ticks: 4, tickFormat: 's' },
        marks: [
          Plot.line(points, { x: 'dictionaries', y: 'expectedUnion', stroke: ACCENT, strokeWidth: 2 }),
          Plot.dot(points, { x: 'dictionaries', y: 'expectedUnion', fill: ACCENT, r: 5 }),
          Plot.text(points, {
            x: 'dictionaries',
            y: 'expectedUnion',
            text: (point) => count(Math.round(point.expectedUnion)),
            dy: -12,
            fill: INK,
            fontSize: 13,
          }),
        ],
      })}
      table={{
        columns: ['seeds', 'features'],
        rows: points.map((point) => [point.dictionaries, point.expectedUnion.toFixed(1)]),
      }}
    >
      <p class="quiet">
        In all seeds: <Figure of="union" value={count(union.core)} statement={statement} chance={by} />. In none of
        them:{' '}
        <Figure
          of="union"
          value={count(unseen.value === null ? null : Math.round(unseen.value))}
          about={
            unseen.reason ??
            `The Chao2 estimate over alive latents, 95%: ${unseen.low?.toFixed(0) ?? ''} to ${unseen.high?.toFixed(0) ?? ''}.`
          }
          statement={statement}
          chance={by}
        />
        .
      </p>
    </PlotFigure>
  );
}
