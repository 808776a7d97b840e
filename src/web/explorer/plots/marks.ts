/** Colours and marks that every plot uses in the same sense. */
import * as Plot from '@observablehq/plot';

export const ACCENT = 'var(--accent)';
export const ENCODER = 'var(--encoder)';
export const CHANCE = 'var(--chance)';
export const INK = 'var(--ink)';
const SOFT = 'var(--soft)';

/** Size of the text of axes. */
export const FONT = { style: { fontSize: '12px', color: SOFT, background: 'transparent' } };

/** What chance gives, for each place on an axis of bands: a dashed line over the band. */
export function chanceTicks<Row>(rows: Row[], { x, y }: { x: (row: Row) => string; y: (row: Row) => number | null }) {
  return Plot.tickY(rows, { x, y, stroke: CHANCE, strokeDasharray: '4,3', strokeWidth: 2 });
}

/** The threshold of the criterion as a line over the plot. */
export function thresholdRule(threshold: number) {
  return Plot.ruleX([threshold], { stroke: INK, strokeWidth: 1.5 });
}
