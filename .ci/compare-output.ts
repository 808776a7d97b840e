/** Output that a page shows, next to output that came out. Both functions return what differs, or null. */

/** Line by line, the same from first to last; a line `...` in `shown` stands for any number of lines. */
export function compareLines(shown: string, got: string): string | null {
  const lines = got.split('\n').map((line) => line.trimEnd());
  const parts = `\n${shown}\n`.split('\n...\n').map((part) => part.split('\n').filter(isText));
  const rest = lines.filter(isText);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const from = i === 0 ? 0 : findRun(rest, part, at);
    if (from < 0 || part.some((line, z) => rest[from + z] !== line.trimEnd())) return part.join('\n');
    at = from + part.length;
  }
  const isOpen = shown.trimEnd().endsWith('\n...');
  return isOpen || at === rest.length ? null : `an end before "${rest[at]}"`;
}

const isText = (line: string) => line.trim() !== '';

/** Where the lines of `part` stand in `lines`, from `at` on; -1 if nowhere. */
function findRun(lines: string[], part: string[], at: number): number {
  for (let from = at; from + part.length <= lines.length; from++)
    if (part.every((line, z) => lines[from + z] === line.trimEnd())) return from;
  return -1;
}

/** Three times what was seen between pairs of ten seeds, which is 0.02 for shared and agreement and less for all others. */
const TOLERANCE = 0.06;
/** FVU of ten seeds lay within 0.006. */
const TIGHTER: Record<string, number> = { FVU: 0.02, dead: 0.01 };
/** How far from the optimum a proof leaves a matching: rounding; intervals over three seeds and slopes of losses, which scatter more than what they are of. */
const UNCHECKED = new Set(['gap', 'low', 'high', 'falls']);

interface Cell {
  column: string;
  cell: string;
}

/**
 * As training does: words and whole numbers must be equal, fractions may differ as those of other seeds do. Another processor rounds other last
 * bits, and after two thousand steps a training with other last bits is a training from other weights. Lines of progress depend on the clock, and
 * a plot's characters on all figures, so neither is compared; lines that are not shown may come between.
 */
export function compareTraining(shown: string, got: string): string | null {
  const cells = readCells(got);
  let at = 0;
  for (const cell of readCells(shown)) {
    const found = cells.findIndex((one, i) => i >= at && isSame(cell, one));
    if (found < 0) return `${cell.cell} (${cell.column || 'a line'})`;
    at = found + 1;
  }
  return null;
}

/** Each line that is compared: cells of a table with their columns, other lines as one cell. */
function readCells(text: string): Cell[] {
  const cells: Cell[] = [];
  let columns: string[] = [];
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    const isProgress = /^ +seed \d+ +\d+% /.test(line) || line === '...';
    const isPlot = /^ *[\d.]* \|/.test(line) || /^ +\+-+$/.test(line);
    if (!isText(line) || isProgress || isPlot || /^[- ]+$/.test(line)) continue;
    const parts = line.trim().split(/ {2,}/);
    if (/^-[- ]+$/.test(lines[i + 1] ?? '')) columns = parts;
    const isRow = parts.length === columns.length;
    cells.push(...parts.map((cell, z) => ({ column: isRow ? columns[z] : '', cell })));
  }
  return cells;
}

function isSame(shown: Cell, got: Cell): boolean {
  if (shown.column !== got.column) return false;
  if (shown.cell === got.cell || UNCHECKED.has(shown.column)) return true;
  const isFraction = /^\d+\.\d+$/.test(shown.cell) && /^\d+\.\d+$/.test(got.cell);
  return isFraction && Math.abs(Number(shown.cell) - Number(got.cell)) <= (TIGHTER[shown.column] ?? TOLERANCE);
}
