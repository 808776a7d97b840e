/** In how many seeds latents are found, with the line of chance. */
import * as Plot from '@observablehq/plot';
import { Figure, nearestNull, percent, three } from '../../figures/figure.tsx';
import { ACCENT, chanceTicks, FONT, INK } from '../../plots/marks.ts';
import { PlotFigure } from '../../plots/plot-figure.tsx';
import type { Analysis } from './group-data.ts';

export function UniversalityBars({
  universality,
  name,
}: {
  universality: NonNullable<Analysis['universality']>;
  name: string;
}) {
  const { fractions, nulls, bases, statement } = universality;
  const chance = nearestNull(nulls);
  const rows = fractions.map((fraction, i) => ({
    seeds: String(i + 1),
    fraction,
    low: Math.min(...bases.map((base) => base.fractions[i])),
    high: Math.max(...bases.map((base) => base.fractions[i])),
    chance: chance?.fractions[i] ?? null,
  }));
  return (
    <PlotFigure
      title={<Figure of="universality" value="Found in how many seeds" statement={statement} />}
      name={`${name}-universality`}
      label={`Fraction of latents by the number of seeds: ${rows.map((row) => `${row.seeds}: ${three(row.fraction)}`).join(', ')}`}
      by={[universality]}
      draw={() => ({
        ...FONT,
        height: 250,
        marginBottom: 40,
        marginTop: 26,
        marginLeft: 44,
        x: { label: 'seeds, its own included', domain: rows.map((row) => row.seeds), padding: 0.35 },
        y: {
          label: 'fraction of latents',
          domain: [0, Math.max(0.1, ...rows.flatMap((row) => [row.high, row.chance ?? 0])) * 1.08],
          grid: true,
          ticks: 4,
          tickFormat: '.0%',
        },
        marks: [
          Plot.barY(rows, { x: 'seeds', y: 'fraction', fill: ACCENT, rx: 2 }),
          Plot.ruleX(rows, { x: 'seeds', y1: 'low', y2: 'high', stroke: INK, strokeWidth: 1.5 }),
          chanceTicks(rows, { x: (row) => row.seeds, y: (row) => row.chance }),
          Plot.text(rows, {
            x: 'seeds',
            y: 'high',
            text: (row) => percent(row.fraction),
            dy: -8,
            fill: INK,
            fontSize: 13,
          }),
        ],
      })}
      table={{
        columns: ['seeds', 'fraction', 'least base', 'greatest base', 'chance'],
        rows: rows.map((row) => [row.seeds, three(row.fraction), three(row.low), three(row.high), three(row.chance)]),
      }}
    >
      <p class="quiet">
        <span class="dash" /> by chance. The thin line is the spread over base dictionaries.
      </p>
    </PlotFigure>
  );
}
