/** Shared fraction against the threshold, with chance. */
import * as Plot from '@observablehq/plot';
import { criterion, liveThreshold } from '../../criterion/addressed-criterion.ts';
import { Figure, nearestNull, three, two } from '../../figures/figure.tsx';
import type { PairFiguresQuery } from '../../../generated/documents.ts';
import { ACCENT, CHANCE, FONT, INK, thresholdRule } from '../../plots/marks.ts';
import { PlotFigure } from '../../plots/plot-figure.tsx';

type SweepData = NonNullable<NonNullable<PairFiguresQuery['matching']>['sweep']>;

export function Sweep({ sweep, name }: { sweep: SweepData; name: string }) {
  const { points, nulls } = sweep;
  const chance = nearestNull(nulls);
  const threshold = liveThreshold.value;
  const at = points.reduce((near, point) =>
    Math.abs(point.threshold - threshold) < Math.abs(near.threshold - threshold) ? point : near,
  );
  return (
    <PlotFigure
      title={
        <Figure
          of="criterion"
          value="Threshold sweep"
          about={`Shared fraction under ${criterion.value.definition} at each threshold.`}
        />
      }
      name={`${name}-sweep`}
      label={`Shared fraction over thresholds from 0 to 1; ${three(at.sharedFraction)} at ${two(at.threshold)}`}
      by={[sweep, threshold]}
      draw={() => ({
        ...FONT,
        height: 250,
        marginLeft: 44,
        marginBottom: 40,
        x: { label: 'threshold', domain: [0, 1] },
        y: { label: 'shared fraction', domain: [0, 1], grid: true, ticks: 4, tickFormat: '.0%' },
        marks: [
          Plot.line(points, { x: 'threshold', y: 'sharedFraction', stroke: ACCENT, strokeWidth: 2.5 }),
          Plot.line(chance?.points ?? [], {
            x: 'threshold',
            y: 'sharedFraction',
            stroke: CHANCE,
            strokeWidth: 2,
            strokeDasharray: '4,3',
          }),
          thresholdRule(threshold),
          Plot.dot([at], { x: 'threshold', y: 'sharedFraction', fill: ACCENT, r: 5 }),
          Plot.text([at], {
            x: 'threshold',
            y: 'sharedFraction',
            text: (point) => three(point.sharedFraction) ?? '',
            dx: -8,
            dy: 14,
            textAnchor: 'end',
            fill: INK,
            fontSize: 13,
          }),
        ],
      })}
      table={{
        columns: ['threshold', 'shared fraction', 'by chance'],
        rows: points.map((point, i) => [
          two(point.threshold),
          three(point.sharedFraction),
          three(chance?.points[i]?.sharedFraction),
        ]),
      }}
    >
      <p class="quiet">
        <span class="dash" /> by chance. Move the threshold above: this line, the histogram and the scatter follow.
      </p>
    </PlotFigure>
  );
}
