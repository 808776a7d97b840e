// The scan of one tile of scores, in AssemblyScript: compiled to scan.wasm by compile.ts, called through ../scan-kernel.ts.
//
// A list is a min-heap of k (score: f32, index: i32): its root is the lowest score kept. Only a strictly larger score enters, so of equal scores
// the first seen stays. Every pointer is a byte offset into the imported memory; every array is packed.

// Replaces the root of a full heap and returns the new root's score.
@inline function replaceLowest(scores: usize, indexes: usize, k: i32, score: f32, index: i32): f32 {
  let hole = 0;
  for (let child = 1; child < k; child = 2 * hole + 1) {
    let below = load<f32>(scores + (<usize>child << 2));
    if (child + 1 < k) {
      const right = load<f32>(scores + (<usize>child << 2), 4);
      if (right < below) { below = right; child++; }
    }
    if (below >= score) break;
    store<f32>(scores + (<usize>hole << 2), below);
    store<i32>(indexes + (<usize>hole << 2), load<i32>(indexes + (<usize>child << 2)));
    hole = child;
  }
  store<f32>(scores + (<usize>hole << 2), score);
  store<i32>(indexes + (<usize>hole << 2), index);
  return load<f32>(scores);
}

@inline function absoluteIf(mask: v128, pointer: usize, offset: usize): v128 {
  return v128.and(v128.load(pointer + offset), mask);
}

// Keeps the k best of every row and of every column of tile [m, n]. rowLowest [m] and columnLowest [n] mirror the roots of the heaps, which
// start at the first row and column of the tile. mask is -1 for signed scores, 0x7fffffff for absolute ones.
export function keepNearest(
  tile: usize, m: i32, n: i32, mask: i32,
  rowLowest: usize, rowScores: usize, rowIndexes: usize, rowK: i32, firstRow: i32,
  columnLowest: usize, columnScores: usize, columnIndexes: usize, columnK: i32, firstColumn: i32,
): void {
  const masks = i32x4.splat(mask);
  for (let r = 0; r < m; r++) {
    const row = tile + (<usize>r * <usize>n << 2);
    const scores = rowScores + (<usize>r * <usize>rowK << 2), indexes = rowIndexes + (<usize>r * <usize>rowK << 2);
    let lowest = load<f32>(rowLowest + (<usize>r << 2));
    let lowests = f32x4.splat(lowest);
    for (let c = 0; c < n; c += 16) {
      let hits = 0;
      const p = row + (<usize>c << 2), q = columnLowest + (<usize>c << 2);
      if (c + 16 <= n) {
        const h0 = f32x4.gt(absoluteIf(masks, p, 0), f32x4.pmin(lowests, v128.load(q)));
        const h1 = f32x4.gt(absoluteIf(masks, p, 16), f32x4.pmin(lowests, v128.load(q, 16)));
        const h2 = f32x4.gt(absoluteIf(masks, p, 32), f32x4.pmin(lowests, v128.load(q, 32)));
        const h3 = f32x4.gt(absoluteIf(masks, p, 48), f32x4.pmin(lowests, v128.load(q, 48)));
        if (!v128.any_true(v128.or(v128.or(h0, h1), v128.or(h2, h3)))) continue;
        hits = i32x4.bitmask(h0) | (i32x4.bitmask(h1) << 4) | (i32x4.bitmask(h2) << 8) | (i32x4.bitmask(h3) << 12);
      } else {
        hits = (1 << (n - c)) - 1;
      }
      for (; hits != 0; hits &= hits - 1) {
        const column = c + ctz(hits);
        const score = reinterpret<f32>(load<i32>(row + (<usize>column << 2)) & mask);
        if (score > lowest) {
          lowest = replaceLowest(scores, indexes, rowK, score, firstColumn + column);
          lowests = f32x4.splat(lowest);
        }
        const columnAt = columnLowest + (<usize>column << 2);
        if (score > load<f32>(columnAt)) {
          const list = <usize>column * <usize>columnK << 2;
          store<f32>(columnAt, replaceLowest(columnScores + list, columnIndexes + list, columnK, score, firstRow + r));
        }
      }
    }
    store<f32>(rowLowest + (<usize>r << 2), lowest);
  }
}

// Keeps, for every row and every column, the k pairs of tile [m, n] whose score exceeds rowPrice + columnPrice by most, if by more than floor.
// Rows and columns of the tile are gathered: rowNames [m] and columnNames [n] say which heap is whose. A pair above rowCeiling or columnCeiling
// is in a list already and is passed over.
export function keepViolating(
  tile: usize, m: i32, n: i32, mask: i32, floor: f32, k: i32,
  rowNames: usize, rowPrices: usize, rowCeilings: usize, rowScores: usize, rowIndexes: usize,
  columnNames: usize, columnPrices: usize, columnCeilings: usize, columnScores: usize, columnIndexes: usize,
): void {
  const masks = i32x4.splat(mask);
  for (let r = 0; r < m; r++) {
    const row = tile + (<usize>r * <usize>n << 2);
    const price = load<f32>(rowPrices + (<usize>r << 2)), ceiling = load<f32>(rowCeilings + (<usize>r << 2));
    const name = load<i32>(rowNames + (<usize>r << 2));
    const scores = rowScores + (<usize>name * <usize>k << 2), indexes = rowIndexes + (<usize>name * <usize>k << 2);
    const bars = f32x4.splat(price + floor);
    for (let c = 0; c < n; c += 16) {
      let hits = 0;
      const p = row + (<usize>c << 2), q = columnPrices + (<usize>c << 2);
      if (c + 16 <= n) {
        const h0 = f32x4.gt(absoluteIf(masks, p, 0), f32x4.add(bars, v128.load(q)));
        const h1 = f32x4.gt(absoluteIf(masks, p, 16), f32x4.add(bars, v128.load(q, 16)));
        const h2 = f32x4.gt(absoluteIf(masks, p, 32), f32x4.add(bars, v128.load(q, 32)));
        const h3 = f32x4.gt(absoluteIf(masks, p, 48), f32x4.add(bars, v128.load(q, 48)));
        if (!v128.any_true(v128.or(v128.or(h0, h1), v128.or(h2, h3)))) continue;
        hits = i32x4.bitmask(h0) | (i32x4.bitmask(h1) << 4) | (i32x4.bitmask(h2) << 8) | (i32x4.bitmask(h3) << 12);
      } else {
        hits = (1 << (n - c)) - 1;
      }
      for (; hits != 0; hits &= hits - 1) {
        const at = <usize>(c + ctz(hits)) << 2;
        const score = reinterpret<f32>(load<i32>(row + at) & mask);
        if (score > ceiling || score > load<f32>(columnCeilings + at)) continue;
        const excess = score - (price + load<f32>(columnPrices + at));
        if (excess > load<f32>(scores)) replaceLowest(scores, indexes, k, excess, load<i32>(columnNames + at));
        const list = <usize>load<i32>(columnNames + at) * <usize>k << 2;
        if (excess > load<f32>(columnScores + list)) replaceLowest(columnScores + list, columnIndexes + list, k, excess, name);
      }
    }
  }
}
