/** What part of a dictionary is in none of k - 1 others, its fit, and chance. */
import * as Plot from '@observablehq/plot';
import { Figure, nearestNull, three } from '../../figures/figure.tsx';
import { ACCENT, CHANCE, FONT, INK } from '../../plots/marks.ts';
import { PlotFigure } from '../../plots/plot-figure.tsx';
import type { Analysis } from './group-data.ts';

/** Points of the fitted line. */
const FIT_POINTS = 60;

export function OnlyInBase({ curve, name }: { curve: NonNullable<Analysis['onlyInBase']>; name: string }) {
  const { points, fit, fitStatement, nulls, statement } = curve;
  const chance = nearestNull(nulls);
  const rows = points.map((point, i) => ({
    k: point.dictionaries,
    fraction: point.fraction,
    low: point.fraction - (point.standardDeviation ?? 0),
    high: point.fraction + (point.standardDeviation ?? 0),
    chance: chance?.fractions[i] ?? null,
  }));
  const [first, last] = [rows[0]?.k ?? 2, rows.at(-1)?.k ?? 2];
  const line = fit
    ? Array.from({ length: FIT_POINTS + 1 }, (_, i) => {
        const k = first + ((last - first) * i) / FIT_POINTS;
        return { k, fraction: fit.a * k ** -fit.b + fit.c };
      })
    : [];
  return (
    <PlotFigure
      title={<Figure of="onlyInBase" value="Only in the base seed" statement={statement} />}
      name={`${name}-only-in-base`}
      label={`Fraction of a seed's latents in none of the others: ${rows.map((row) => `${row.k} seeds: ${three(row.fraction)}`).join(', ')}`}
      by={[curve]}
      draw={() => ({
        ...FONT,
        height: 250,
        marginBottom: 40,
        marginTop: 26,
        marginLeft: 44,
        x: {
          label: 'seeds looked at',
          domain: [first - 0.4, last + 0.4],
          ticks: rows.map((row) => row.k),
          tickFormat: 'd',
        },
        y: { label: 'fraction in none of the others', domain: [0, 1], grid: true, ticks: 4, tickFormat: '.0%' },
        marks: [
          Plot.line(line, { x: 'k', y: 'fraction', stroke: ACCENT, strokeOpacity: 0.6 }),
          Plot.ruleX(rows, { x: 'k', y1: 'low', y2: 'high', stroke: INK, strokeWidth: 1.5 }),
          Plot.dot(rows, { x: 'k', y: 'fraction', fill: ACCENT, r: 5 }),
          Plot.line(rows, { x: 'k', y: 'chance', stroke: CHANCE, strokeDasharray: '4,3', strokeWidth: 2 }),
          Plot.text(rows, { x: 'k', y: 'high', text: (row) => three(row.fraction), dy: -10, fill: INK, fontSize: 13 }),
        ],
      })}
      table={{
        columns: ['seeds', 'fraction', 'low', 'high', 'chance'],
        rows: rows.map((row) => [row.k, three(row.fraction), three(row.low), three(row.high), three(row.chance)]),
      }}
    >
      <p class="quiet">
        <span class="dash" /> by chance. The thin line is one standard deviation over subsets of seeds.{' '}
        {fit ? (
          <Figure
            of="powerLaw"
            statement={fitStatement}
            value={`fit ${fit.a.toFixed(2)} k^-${fit.b.toFixed(2)} + ${fit.c.toFixed(2)}`}
            interval={`root mean square residual ${fit.residual.toExponential(1)}`}
          />
        ) : (
          <Figure
            of="powerLaw"
            statement={fitStatement}
            value={`no fit: ${rows.length} ${rows.length === 1 ? 'point' : 'points'}`}
          />
        )}
      </p>
    </PlotFigure>
  );
}
