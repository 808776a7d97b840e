/** Decoder against encoder cosine of every latent of A, from the file of the matching: as points, or binned where there are many. */
import * as Plot from '@observablehq/plot';
import { useEffect, useState } from 'preact/hooks';
import { criterion, liveThreshold, secondSide } from '../../criterion/addressed-criterion.ts';
import { count, Figure, two } from '../../figures/figure.tsx';
import { latentHref } from '../../names.ts';
import { ACCENT, CHANCE, FONT, thresholdRule } from '../../plots/marks.ts';
import { PlotFigure } from '../../plots/plot-figure.tsx';
import { goTo } from '../../route.ts';

interface Dictionary {
  id: string;
  name: string;
}

/** A latent of the file, as far as it is read here. */
interface Point {
  index: number;
  decoderPartner: number | null;
  decoderCosine: number | null;
  encoderPartner: number | null;
  encoderCosine: number | null;
}

/** More points than this are binned: a browser draws so many while the slider moves. */
const MOST_POINTS = 4_000;
const BINS = 60;

export function CosineScatter({ href, a, b }: { href: string; a: Dictionary; b: Dictionary }) {
  const [points, setPoints] = useState<Point[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    setFailed(false);
    fetch(href, { signal: stop.signal })
      .then(async (response) => setPoints(((await response.json()) as { latents: Point[] }).latents))
      .catch(() => !stop.signal.aborted && setFailed(true));
    return () => stop.abort();
  }, [href]);
  const threshold = liveThreshold.value;
  const drawn = points.filter(({ decoderCosine, encoderCosine }) => decoderCosine !== null && encoderCosine !== null);
  const agrees = (point: Point) => point.decoderPartner === point.encoderPartner;
  const inside = drawn.filter(
    (point) => (point.decoderCosine ?? 0) >= threshold && (point.encoderCosine ?? 0) >= threshold,
  );
  const words = (point: Point) =>
    `latent ${point.index} → ${point.decoderPartner}${agrees(point) ? '' : ` by decoder, ${point.encoderPartner} by ${secondSide.value.name}`}\ndecoder ${two(point.decoderCosine)}, ${secondSide.value.name} ${two(point.encoderCosine)}`;
  const many = drawn.length > MOST_POINTS;
  return (
    <PlotFigure
      title={
        <Figure
          of="criterion"
          value={`Decoder against ${secondSide.value.name}`}
          about={`The scores of every latent of ${a.name} with its partners in ${b.name}, each side's own.`}
        />
      }
      name={`${a.name}-${b.name}-sides`}
      label={`Decoder cosine against ${secondSide.value.score} of ${drawn.length} latents; ${inside.length} pass the threshold on both sides`}
      by={[points, threshold, criterion.value, secondSide.value]}
      onPick={(point) => goTo(latentHref({ dictionary: a, index: (point as Point).index }))}
      draw={(width) => ({
        ...FONT,
        height: Math.min(300, width),
        marginLeft: 44,
        marginBottom: 40,
        x: { label: 'decoder cosine', domain: [Math.min(0, ...drawn.map((point) => point.decoderCosine ?? 0)), 1] },
        y: {
          label: secondSide.value.score,
          domain: [Math.min(0, ...drawn.map((point) => point.encoderCosine ?? 0)), 1],
          grid: true,
        },
        color: many ? { scheme: 'blues', type: 'sqrt' } : undefined,
        marks: [
          many
            ? Plot.rect(
                drawn,
                Plot.bin({ fill: 'count' }, {
                  x: { value: 'decoderCosine', thresholds: BINS },
                  y: { value: 'encoderCosine', thresholds: BINS },
                  inset: 0,
                } as object),
              )
            : Plot.dot(drawn, {
                x: 'decoderCosine',
                y: 'encoderCosine',
                r: 2.6,
                fill: (point: Point) => (agrees(point) ? ACCENT : 'none'),
                stroke: (point: Point) => (agrees(point) ? 'none' : CHANCE),
                fillOpacity: 0.6,
                title: words,
                tip: { fill: 'var(--panel)', stroke: 'var(--field)' },
              }),
          thresholdRule(threshold),
          Plot.ruleY([threshold], { stroke: 'var(--ink)', strokeWidth: 1.5 }),
        ],
      })}
      table={{
        columns: [
          'latent',
          'decoder partner',
          'decoder cosine',
          `${secondSide.value.name} partner`,
          secondSide.value.score,
        ],
        rows: drawn
          .slice(0, 200)
          .map((point) => [
            point.index,
            point.decoderPartner,
            two(point.decoderCosine),
            point.encoderPartner,
            two(point.encoderCosine),
          ]),
      }}
    >
      <p class="quiet">
        {failed ? 'The file of the matching did not come; reload the page. ' : ''}
        {count(inside.length)} of {count(drawn.length)} latents pass on both sides.{' '}
        {many
          ? 'Binned: darker is more.'
          : 'Full: both sides name the same partner; hollow: two different ones. Click a point for its latent.'}
        {drawn.length > 200 && ' The table has the first 200; the CSV of the matching has all.'}
      </p>
    </PlotFigure>
  );
}
