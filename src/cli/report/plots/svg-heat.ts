/** A matrix as coloured cells with their numbers, and the scale of the colours. Marked rows and columns have a star and bold names. */
import { axisTo } from './axis.ts';
import { escapeHtml } from '../escape-html.ts';
import type { Plot } from '../report-block.ts';
import { PLOT_WIDTH, pixel } from './svg-frame.ts';

/** Pixels. Cells below the least size for numbers show them only under the pointer. */
const CELL = { min: 12, max: 64, withNumbers: 34 };
const NAME = { width: 110, height: 24, characters: 14 };
const SCALE = { width: 160, height: 10, room: 52 };

/** Light to dark, in lightness steps that stay apart in grey: low and high end, sRGB. */
const LOW = [239, 243, 250];
const HIGH = [12, 62, 122];
/** Above this part of the scale, numbers are white. */
const DARK = 0.55;

/** The plot as an SVG. */
export function drawHeat({ labels, cells, marked }: Extract<Plot, { kind: 'heat' }>, title: string): string {
  const size = Math.max(CELL.min, Math.min(CELL.max, Math.floor((PLOT_WIDTH - NAME.width - 8) / labels.length)));
  const slanted = size < CELL.max;
  const top = slanted ? NAME.width * 0.72 : NAME.height;
  const values = cells.flat().filter((value) => value !== null);
  const to = axisTo(Math.max(0, ...values), '').to;
  const names = labels.map((label, i) => `${marked[i] ? '★ ' : ''}${cut(label)}`);
  const parts = cells.flatMap((row, i) =>
    row.map((value, j) =>
      drawCell({
        value,
        part: (value ?? 0) / to,
        x: NAME.width + j * size,
        y: top + i * size,
        size,
        name: `${labels[i]} in ${labels[j]}`,
      }),
    ),
  );
  const rowNames = names.map((name, i) =>
    drawName({
      name,
      marked: marked[i],
      at: `x="${NAME.width - 8}" y="${pixel(top + (i + 0.5) * size + 4)}" text-anchor="end"`,
    }),
  );
  const columnNames = names.map((name, j) => {
    const x = pixel(NAME.width + (j + 0.5) * size);
    const at = slanted
      ? `transform="translate(${x + 4} ${pixel(top - 6)}) rotate(-45)"`
      : `x="${x}" y="${pixel(top - 8)}" text-anchor="middle"`;
    return drawName({ name, marked: marked[j], at });
  });
  const bottom = top + labels.length * size;
  const height = Math.ceil(bottom + SCALE.room);
  const width = Math.ceil(
    Math.max(NAME.width + labels.length * size + (slanted ? NAME.width * 0.72 : 8), NAME.width + SCALE.width + 40),
  );
  return [
    `<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-label="${escapeHtml(title)}">`,
    ...parts,
    ...rowNames,
    ...columnNames,
    drawColourScale({ to, y: bottom + 16 }),
    '</svg>',
  ].join('\n');
}

function drawCell(cell: {
  value: number | null;
  part: number;
  x: number;
  y: number;
  size: number;
  name: string;
}): string {
  const { value, part, size } = cell;
  const [x, y] = [pixel(cell.x), pixel(cell.y)];
  const place = `x="${x}" y="${y}" width="${size - 1}" height="${size - 1}"`;
  if (value === null) return `<rect class="empty" ${place}/>`;
  const rect = `<rect ${place} fill="${colourAt(part)}"><title>${escapeHtml(cell.name)}: ${value.toFixed(3)}</title></rect>`;
  if (size < CELL.withNumbers) return rect;
  const text = size < CELL.max ? value.toFixed(2) : value.toFixed(3);
  return `${rect}<text class="cell${part > DARK ? ' dark' : ''}" x="${pixel(x + size / 2)}" y="${pixel(y + size / 2 + 4)}" text-anchor="middle">${text}</text>`;
}

function drawName({ name, marked, at }: { name: string; marked: boolean; at: string }): string {
  return `<text class="name${marked ? ' marked' : ''}" ${at}>${escapeHtml(name)}</text>`;
}

function drawColourScale({ to, y }: { to: number; y: number }): string {
  const steps = Array.from({ length: 32 }, (_, i) => {
    const x = pixel(NAME.width + (i * SCALE.width) / 32);
    return `<rect x="${x}" y="${pixel(y)}" width="${SCALE.width / 32 + 0.5}" height="${SCALE.height}" fill="${colourAt((i + 0.5) / 32)}"/>`;
  });
  const label = (x: number, text: string) =>
    `<text class="number" x="${x}" y="${pixel(y + SCALE.height + 14)}" text-anchor="middle">${text}</text>`;
  return [...steps, label(NAME.width, '0'), label(NAME.width + SCALE.width, String(to))].join('');
}

function colourAt(part: number): string {
  const at = Math.min(1, Math.max(0, part));
  return `rgb(${LOW.map((low, c) => Math.round(low + (HIGH[c] - low) * at)).join(' ')})`;
}

function cut(label: string): string {
  return label.length > NAME.characters ? `${label.slice(0, NAME.characters - 1)}…` : label;
}
