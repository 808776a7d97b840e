/** What a report is made of, whatever it is written as. Text is plain; each writer escapes it. */

/** A plot's axis: its label and range. */
export interface Axis {
  label: string;
  from: number;
  to: number;
  /** Where it is marked, ascending. */
  ticks: readonly number[];
  /** What stands at the marks instead of their numbers. */
  tickLabels?: readonly string[];
}

/** Something drawn over two axes. */
export interface Line {
  label: string;
  /** `main` to `fifth` and `chance` are lines, `fit` is dashed, `dots` are points alone. */
  style: 'main' | 'other' | 'third' | 'fourth' | 'fifth' | 'chance' | 'fit' | 'dots';
  points: readonly (readonly [x: number, y: number])[];
}

export type Plot =
  | {
      kind: 'lines';
      x: Axis;
      y: Axis;
      lines: readonly Line[];
      /** The area between two curves. */
      band?: { label: string; points: readonly (readonly [x: number, low: number, high: number])[] };
    }
  | { kind: 'bars'; xLabel: string; y: Axis; bars: readonly { label: string; value: number }[] }
  | {
      kind: 'heat';
      labels: readonly string[];
      /** Rows, then columns. Null is left empty. */
      cells: readonly (readonly (number | null)[])[];
      /** Rows and columns to point at. */
      marked: readonly boolean[];
    };

export type ReportBlock =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; header: readonly string[]; rows: readonly (readonly string[])[]; caption?: string }
  | { kind: 'plot'; title: string; plot: Plot };
