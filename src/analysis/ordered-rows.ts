/** A list that is computed as a whole: the latents in their order, by which a page is cut, and the row of each. */

/** Latents in the order of a list, and what they are ordered by. */
export interface IndexOrder {
  /** Name of the list and of all that its order depends on. */
  readonly list: string;
  /** Sorted: by value, highest first, unknown (null) last; ties by index. */
  readonly indexes: Int32Array;
  /** The value of a latent; null if unknown. Constant for orders by index. */
  valueOf(index: number): number | null;
}

/** An order with the rows of its list: built for those that somebody looks at. */
export interface OrderedRows<Row> extends IndexOrder {
  rowOf(index: number): Row;
}

/** The order of rows: value descending, unknown last, then index ascending. */
export function compareRows(
  a: { value: number | null; index: number },
  b: { value: number | null; index: number },
): number {
  if (a.value !== b.value) {
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return b.value - a.value;
  }
  return a.index - b.index;
}
