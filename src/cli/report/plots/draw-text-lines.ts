/** Curves over two axes in characters: a letter for each point, dots between those of a line. */
import type { Line, Plot } from '../report-block.ts';

/** Characters inside the frame: a terminal of 80 columns holds it with its numbers. */
const WIDTH = 60;
const HEIGHT = 15;

/** The plot with its legend below, without a line feed at its end. Where points of several lines fall together there is a `*`. */
export function drawTextLines({ x, y, lines }: Extract<Plot, { kind: 'lines' }>): string {
  const cells = Array.from({ length: HEIGHT + 1 }, () => Array.from({ length: WIDTH + 1 }, () => ' '));
  const place = (axis: { from: number; to: number }, value: number, size: number) =>
    Math.max(0, Math.min(size, Math.round(((value - axis.from) / (axis.to - axis.from || 1)) * size)));
  const at = ([px, py]: readonly [number, number]) => [place(x, px, WIDTH), HEIGHT - place(y, py, HEIGHT)] as const;
  for (const { points } of lines) {
    for (const [i, point] of points.slice(1).entries()) {
      const [[fromX, fromY], [toX, toY]] = [at(points[i]), at(point)];
      for (let column = fromX + 1; column < toX; column++)
        cells[Math.round(fromY + ((toY - fromY) * (column - fromX)) / (toX - fromX))][column] = '.';
    }
  }
  const taken = new Map<string, string>();
  const marks = markLines(lines);
  for (const [i, { points }] of lines.entries()) {
    for (const [column, row] of points.map(at)) {
      const key = `${column}:${row}`;
      cells[row][column] = taken.has(key) && taken.get(key) !== marks[i] ? '*' : marks[i];
      taken.set(key, marks[i]);
    }
  }
  const labels = new Map(y.ticks.map((tick) => [HEIGHT - place(y, tick, HEIGHT), `${tick}`]));
  const room = Math.max(...[...labels.values()].map((label) => label.length));
  const frame = cells.map((row, r) => `${(labels.get(r) ?? '').padStart(room)} |${row.join('')}`.trimEnd());
  const below = Array.from({ length: WIDTH + 8 }, () => ' ');
  for (const [i, tick] of x.ticks.entries()) {
    const text = x.tickLabels?.[i] ?? `${tick}`;
    const start = Math.max(0, place(x, tick, WIDTH) - (text.length >> 1));
    for (const [c, character] of text.split('').entries()) below[start + c] = character;
  }
  const indent = ' '.repeat(room + 2);
  const legend = lines.map(({ label }, i) => `${marks[i]} ${label}`).join('   ');
  return [
    ...frame,
    `${' '.repeat(room)} +${'-'.repeat(WIDTH + 1)}`,
    `${indent}${below.join('').trimEnd()}`,
    `${indent}${x.label}`,
    `${indent}${legend}   * several`,
  ].join('\n');
}

/** A letter of each line's name, small for chance: the first of a word that no line before has, where there is one. */
function markLines(lines: readonly Line[]): string[] {
  const taken = new Set<string>();
  return lines.map(({ label, style }) => {
    const words = label.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const letters = [...words.map((word) => word[0]), ...Array.from(words.join(''))].map((letter) =>
      style === 'chance' ? letter.toLowerCase() : letter.toUpperCase(),
    );
    const mark = letters.find((letter) => !taken.has(letter)) ?? letters[0];
    taken.add(mark);
    return mark;
  });
}
