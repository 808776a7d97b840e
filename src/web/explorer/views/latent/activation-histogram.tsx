/** How strongly a latent fires when it does: bars of the counts. Small, so drawn without axes but for its ends. */
import type { LatentColumnFragment } from '../../../generated/documents.ts';
import { count } from '../../figures/figure.tsx';

type Histogram = NonNullable<LatentColumnFragment['activationHistogram']>;

const HEIGHT = 46;
const WIDTH = 220;

export function ActivationHistogram({ histogram }: { histogram: Histogram }) {
  const { values, counts } = histogram;
  const maxActivation = histogram.maxActivation ?? Math.max(...values, 0);
  const most = Math.max(...counts, 1);
  const width = WIDTH / Math.max(1, counts.length);
  const total = counts.reduce((sum, one) => sum + one, 0);
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT + 14}`}
      role="img"
      aria-label={`Activations from 0 to ${maxActivation.toFixed(1)} over ${count(total)} tokens; the commonest are near ${values[counts.indexOf(Math.max(...counts))]?.toFixed(1) ?? 'none'}`}
    >
      {counts.map((one, i) => (
        <rect
          key={values[i]}
          x={i * width + 0.5}
          width={Math.max(0.5, width - 1)}
          y={HEIGHT - (one / most) * HEIGHT}
          height={(one / most) * HEIGHT}
        />
      ))}
      <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      <text x="0" y={HEIGHT + 12}>
        0
      </text>
      <text x={WIDTH} y={HEIGHT + 12} text-anchor="end">
        {maxActivation.toFixed(1)}
      </text>
    </svg>
  );
}
