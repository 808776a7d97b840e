/** How near matched latents are: the histogram of their cosines over that of random vectors matched in the same way. */
import * as Plot from '@observablehq/plot';
import { liveThreshold, secondSide } from '../../criterion/addressed-criterion.ts';
import { Figure, nearestNull, NULL_WORDS, two } from '../../figures/figure.tsx';
import { ACCENT, CHANCE, ENCODER, FONT, thresholdRule } from '../../plots/marks.ts';
import { PlotFigure } from '../../plots/plot-figure.tsx';

interface Histogram {
  from: number;
  to: number;
  counts: number[];
}
interface Null {
  kind: string;
  draws: number;
  points: { threshold: number; sharedFraction: number }[];
}

export function CosineHistogram(props: {
  name: string;
  decoder: Histogram | null;
  encoder: Histogram | null;
  decoderNulls: readonly Null[];
  encoderNulls: readonly Null[];
}) {
  const { name, decoder, encoder, decoderNulls, encoderNulls } = props;
  const sides = [
    {
      side: 'decoder rows',
      colour: ACCENT,
      bars: barsOf(decoder),
      nulls: nullBars(nearestNull(decoderNulls), decoder),
    },
    {
      side: secondSide.value.rows,
      colour: ENCODER,
      bars: barsOf(encoder),
      nulls: nullBars(nearestNull(encoderNulls), encoder),
    },
  ].filter(({ bars }) => bars.length > 0);
  const threshold = liveThreshold.value;
  const rows = sides.flatMap(({ side, bars }) => bars.map((bar) => ({ side, ...bar })));
  const nulls = sides.flatMap(({ side, nulls: bars }) => bars.map((bar) => ({ side, ...bar })));
  const used = [...rows, ...nulls].filter(({ count }) => count > 0.5);
  const least = Math.min(threshold, ...used.map(({ from }) => from)) - 0.02;
  const chance = nearestNull(decoderNulls);
  return (
    <PlotFigure
      title={
        <Figure
          of="solvedBasis"
          value="How near matched latents are"
          about="Cosines of matched rows, pairs per bin of 0.025."
          chance={
            chance
              ? `the dashed outline: ${NULL_WORDS[chance.kind]}, matched in the same way, mean of ${chance.draws} draws`
              : null
          }
        />
      }
      name={`${name}-cosines`}
      label={`Histogram of matched cosines of ${sides.map(({ side }) => side).join(' and ')}, with what random vectors give`}
      by={[decoder, encoder, decoderNulls, encoderNulls, threshold]}
      draw={() => ({
        ...FONT,
        height: 300,
        marginLeft: 44,
        marginBottom: 40,
        marginRight: 16,
        x: { label: 'cosine', domain: [Math.max(-1, least), 1] },
        y: { label: null, ticks: 3, grid: true },
        fy: { label: null, domain: sides.map(({ side }) => side), axis: null },
        marks: [
          Plot.rectY(rows, {
            fy: 'side',
            x1: 'from',
            x2: 'to',
            y: 'count',
            fill: (row) => sides.find(({ side }) => side === row.side)?.colour,
            insetLeft: 0.5,
            insetRight: 0.5,
            clip: true,
          }),
          Plot.lineY(nulls, {
            fy: 'side',
            x: 'middle',
            y: 'count',
            stroke: CHANCE,
            strokeWidth: 2,
            strokeDasharray: '4,3',
            curve: 'step',
            clip: true,
          }),
          Plot.text(sides, {
            fy: 'side',
            text: 'side',
            frameAnchor: 'top-left',
            dx: 6,
            dy: 4,
            fontSize: 12,
            fill: 'var(--ink)',
          }),
          thresholdRule(threshold),
        ],
      })}
      table={{
        columns: ['rows', 'from', 'to', 'pairs', 'by chance'],
        rows: rows.map((row) => [
          row.side,
          two(row.from),
          two(row.to),
          row.count,
          nulls.find((one) => one.side === row.side && one.from === row.from)?.count.toFixed(1) ?? null,
        ]),
      }}
    >
      <p class="quiet">
        <span class="dash" /> by chance. The upright line is the threshold.
      </p>
    </PlotFigure>
  );
}

function barsOf(histogram: Histogram | null) {
  if (histogram === null) return [];
  const { from, to, counts } = histogram;
  const width = (to - from) / counts.length;
  return counts.map((count, i) => edges(from + i * width, width, count));
}

/** The histogram of random vectors, from how many of them lie above each threshold. Below zero it is not known. */
function nullBars(chance: Null | undefined, histogram: Histogram | null) {
  if (chance === undefined || histogram === null) return [];
  const pairs = histogram.counts.reduce((sum, count) => sum + count, 0);
  const { points } = chance;
  return points.slice(0, -1).map(({ threshold, sharedFraction }, i) => {
    const next = points[i + 1];
    return edges(threshold, next.threshold - threshold, Math.max(0, sharedFraction - next.sharedFraction) * pairs);
  });
}

function edges(from: number, width: number, count: number) {
  return { from: round(from), to: round(from + width), middle: round(from + width / 2), count };
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;
