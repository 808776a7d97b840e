// The scan of one tile of scores, in AssemblyScript: compiled to scan.wasm by compile.ts, called through ../scan-kernel.ts.
//
// A list keeps the k best (score: f32, index: i32) offered to it. It has room for 2 k: what exceeds its lowest score is appended,
// and when it is full the k best are moved to the front, the lowest of them becomes the bar, and the rest is forgotten. Every
// pointer is a byte offset into the imported memory; every array is packed.

@inline function scoreAt(scores: usize, q: i32): f32 {
  return load<f32>(scores + (<usize>q << 2));
}

@inline function swap(scores: usize, indexes: usize, p: i32, q: i32): void {
  const a = <usize>p << 2, b = <usize>q << 2;
  const score = load<f32>(scores + a), index = load<i32>(indexes + a);
  store<f32>(scores + a, load<f32>(scores + b));
  store<i32>(indexes + a, load<i32>(indexes + b));
  store<f32>(scores + b, score);
  store<i32>(indexes + b, index);
}

// Moves the k best of `count` > k entries to the front (C. A. R. Hoare, Find, 1961) and returns the lowest of them.
function shrink(scores: usize, indexes: usize, count: i32, k: i32): f32 {
  let first = 0, last = count - 1;
  while (first < last) {
    const pivot = scoreAt(scores, (first + last) >> 1);
    let p = first, q = last;
    while (p <= q) {
      while (scoreAt(scores, p) > pivot) p++;
      while (scoreAt(scores, q) < pivot) q--;
      if (p <= q) swap(scores, indexes, p++, q--);
    }
    if (k - 1 <= q) last = q;
    else if (k - 1 >= p) first = p;
    else break;
  }
  let lowest = scoreAt(scores, 0);
  for (let q = 1; q < k; q++) lowest = min(lowest, scoreAt(scores, q));
  return lowest;
}

// Offers an entry above the list's lowest score to list `name`; returns the lowest score from then on.
@inline function append(lists: usize, indexLists: usize, counts: usize, name: i32, k: i32, lowest: f32, score: f32, index: i32): f32 {
  const at = <usize>name * <usize>k << 3; // 2 k entries of 4 bytes
  const scores = lists + at, indexes = indexLists + at, countAt = counts + (<usize>name << 2);
  let count = load<i32>(countAt);
  store<f32>(scores + (<usize>count << 2), score);
  store<i32>(indexes + (<usize>count << 2), index);
  if (++count == 2 * k) {
    lowest = shrink(scores, indexes, count, k);
    count = k;
  }
  store<i32>(countAt, count);
  return lowest;
}

// Shrinks every list to k entries at most.
export function finish(scores: usize, indexes: usize, counts: usize, lowests: usize, n: i32, k: i32): void {
  for (let name = 0; name < n; name++) {
    const entry = <usize>name << 2, at = <usize>name * <usize>k << 3;
    const count = load<i32>(counts + entry);
    if (count <= k) continue;
    store<f32>(lowests + entry, shrink(scores + at, indexes + at, count, k));
    store<i32>(counts + entry, k);
  }
}

@inline function absoluteIf(mask: v128, pointer: usize, offset: usize): v128 {
  return v128.and(v128.load(pointer + offset), mask);
}

// Offers every entry of tile [m, n] to the list of its row and to that of its column. The tile's first row and column are the
// first lists of those that are passed. mask is -1 for signed scores, 0x7fffffff for absolute ones.
export function keepNearest(
  tile: usize, m: i32, n: i32, mask: i32, firstRow: i32, firstColumn: i32,
  rowScores: usize, rowIndexes: usize, rowCounts: usize, rowLowests: usize, rowK: i32,
  columnScores: usize, columnIndexes: usize, columnCounts: usize, columnLowests: usize, columnK: i32,
): void {
  const masks = i32x4.splat(mask);
  for (let r = 0; r < m; r++) {
    const row = tile + (<usize>r * <usize>n << 2);
    let lowest = load<f32>(rowLowests + (<usize>r << 2));
    let lowests = f32x4.splat(lowest);
    for (let c = 0; c < n; c += 16) {
      let hits = 0;
      const p = row + (<usize>c << 2), q = columnLowests + (<usize>c << 2);
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
          lowest = append(rowScores, rowIndexes, rowCounts, r, rowK, lowest, score, firstColumn + column);
          lowests = f32x4.splat(lowest);
        }
        const columnAt = columnLowests + (<usize>column << 2), columnLowest = load<f32>(columnAt);
        if (score > columnLowest) {
          store<f32>(columnAt, append(columnScores, columnIndexes, columnCounts, column, columnK, columnLowest, score, firstRow + r));
        }
      }
    }
    store<f32>(rowLowests + (<usize>r << 2), lowest);
  }
}

// Offers those entries of tile [m, n] whose score exceeds rowPrice + columnPrice + floor, by their excess over the prices. Rows
// and columns of the tile are gathered: rowNames [m] and columnNames [n] say which list is whose. A pair above rowCeiling or
// columnCeiling is stored already and is passed over.
export function keepViolating(
  tile: usize, m: i32, n: i32, mask: i32, floor: f32,
  rowNames: usize, rowPrices: usize, rowCeilings: usize, columnNames: usize, columnPrices: usize, columnCeilings: usize,
  rowScores: usize, rowIndexes: usize, rowCounts: usize, rowLowests: usize, rowK: i32,
  columnScores: usize, columnIndexes: usize, columnCounts: usize, columnLowests: usize, columnK: i32,
): void {
  const masks = i32x4.splat(mask);
  for (let r = 0; r < m; r++) {
    const row = tile + (<usize>r * <usize>n << 2);
    const price = load<f32>(rowPrices + (<usize>r << 2)), ceiling = load<f32>(rowCeilings + (<usize>r << 2));
    const name = load<i32>(rowNames + (<usize>r << 2)), rowAt = rowLowests + (<usize>name << 2);
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
        const column = load<i32>(columnNames + at), columnAt = columnLowests + (<usize>column << 2);
        const rowLowest = load<f32>(rowAt), columnLowest = load<f32>(columnAt);
        if (excess > rowLowest) {
          store<f32>(rowAt, append(rowScores, rowIndexes, rowCounts, name, rowK, rowLowest, excess, column));
        }
        if (excess > columnLowest) {
          store<f32>(columnAt, append(columnScores, columnIndexes, columnCounts, column, columnK, columnLowest, excess, name));
        }
      }
    }
  }
}
