/**
 * The highest of many lines at any place: lines y = slope x + height -> for each x >= 0 the line that is highest there, in O(log n).
 *
 * The upper envelope of lines (A. M. Andrew's monotone chain, over lines by slope). Rows against a rank-one matrix ask for it: max_j (-p q_j - v_j).
 */

export class HighestLine {
  readonly #slopes: Float64Array;
  readonly #heights: Float64Array;
  readonly #hull: Int32Array;

  constructor(slopes: Float64Array, heights: Float64Array) {
    this.#slopes = slopes;
    this.#heights = heights;
    const order = Int32Array.from(slopes.keys()).sort(
      (x, y) => slopes[x] - slopes[y] || heights[x] - heights[y] || y - x,
    );
    const hull: number[] = [];
    for (const line of order) {
      if (hull.length > 0 && slopes[hull[hull.length - 1]] === slopes[line]) hull.pop();
      while (hull.length > 1 && this.#isHidden(hull[hull.length - 2], hull[hull.length - 1], line)) hull.pop();
      hull.push(line);
    }
    this.#hull = Int32Array.from(hull);
  }

  /** The line that is highest at `x`. */
  at(x: number): number {
    const hull = this.#hull;
    let low = 0;
    let high = hull.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.value(hull[middle], x) < this.value(hull[middle + 1], x)) low = middle + 1;
      else high = middle;
    }
    return hull[low];
  }

  /** The height of `line` at `x`. */
  value(line: number, x: number): number {
    return this.#slopes[line] * x + this.#heights[line];
  }

  /** Whether `middle` is nowhere above both of its neighbours by slope. */
  #isHidden(low: number, middle: number, high: number): boolean {
    const [slopes, heights] = [this.#slopes, this.#heights];
    return (
      (heights[high] - heights[low]) * (slopes[middle] - slopes[low]) >=
      (heights[middle] - heights[low]) * (slopes[high] - slopes[low])
    );
  }
}
