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

// Four scores of a row: entries times the row's scale, absolute where the mask says so, raised by the row and by the columns.
@inline function scores4(scales: v128, raises: v128, columnRaises: usize, mask: v128, pointer: usize, offset: usize): v128 {
  const score = v128.and(f32x4.mul(v128.load(pointer + offset), scales), mask);
  return f32x4.add(score, f32x4.add(raises, v128.load(columnRaises + offset)));
}

@inline function scoreOf(entry: usize, scale: f32, raise: f32, columnRaise: usize, mask: i32): f32 {
  return reinterpret<f32>(reinterpret<i32>(load<f32>(entry) * scale) & mask) + (raise + load<f32>(columnRaise));
}

// Offers every score of tile [m, n] (times rowScales [m], raised by rowRaises [m] and columnRaises [n]) to the list of its row and to that of its column. The tile's first row
// and column are the first lists of those that are passed. mask is -1 for signed scores, 0x7fffffff for absolute ones.
export function keepNearest(
  tile: usize, m: i32, n: i32, rowScales: usize, rowRaises: usize, columnRaises: usize, mask: i32, firstRow: i32, firstColumn: i32,
  rowScores: usize, rowIndexes: usize, rowCounts: usize, rowLowests: usize, rowK: i32,
  columnScores: usize, columnIndexes: usize, columnCounts: usize, columnLowests: usize, columnK: i32,
): void {
  const masks = i32x4.splat(mask);
  for (let r = 0; r < m; r++) {
    const row = tile + (<usize>r * <usize>n << 2);
    const scale = load<f32>(rowScales + (<usize>r << 2)), scales = f32x4.splat(scale);
    const raise = load<f32>(rowRaises + (<usize>r << 2)), raises = f32x4.splat(raise);
    let lowest = load<f32>(rowLowests + (<usize>r << 2));
    let lowests = f32x4.splat(lowest);
    for (let c = 0; c < n; c += 16) {
      let hits = 0;
      const p = row + (<usize>c << 2), q = columnLowests + (<usize>c << 2), t = columnRaises + (<usize>c << 2);
      if (c + 16 <= n) {
        const h0 = f32x4.gt(scores4(scales, raises, t, masks, p, 0), f32x4.pmin(lowests, v128.load(q)));
        const h1 = f32x4.gt(scores4(scales, raises, t, masks, p, 16), f32x4.pmin(lowests, v128.load(q, 16)));
        const h2 = f32x4.gt(scores4(scales, raises, t, masks, p, 32), f32x4.pmin(lowests, v128.load(q, 32)));
        const h3 = f32x4.gt(scores4(scales, raises, t, masks, p, 48), f32x4.pmin(lowests, v128.load(q, 48)));
        if (!v128.any_true(v128.or(v128.or(h0, h1), v128.or(h2, h3)))) continue;
        hits = i32x4.bitmask(h0) | (i32x4.bitmask(h1) << 4) | (i32x4.bitmask(h2) << 8) | (i32x4.bitmask(h3) << 12);
      } else {
        hits = (1 << (n - c)) - 1;
      }
      for (; hits != 0; hits &= hits - 1) {
        const column = c + ctz(hits);
        const score = scoreOf(row + (<usize>column << 2), scale, raise, columnRaises + (<usize>column << 2), mask);
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

// Writes place (row * n + column) and score of those entries of tile [m, n] that exceed the sum of their row's and their column's
// bar (where `either` is 0), or the lower of the two bars; returns their number.
export function collect(
  tile: usize, m: i32, n: i32, rowScales: usize, rowRaises: usize, columnRaises: usize, mask: i32, either: i32,
  rowBars: usize, columnBars: usize, places: usize, scores: usize,
): i32 {
  const masks = i32x4.splat(mask);
  let found = 0;
  for (let r = 0; r < m; r++) {
    const row = tile + (<usize>r * <usize>n << 2);
    const scale = load<f32>(rowScales + (<usize>r << 2)), scales = f32x4.splat(scale);
    const raise = load<f32>(rowRaises + (<usize>r << 2)), raises = f32x4.splat(raise);
    const bar = load<f32>(rowBars + (<usize>r << 2)), bars = f32x4.splat(bar);
    for (let c = 0; c < n; c += 16) {
      let hits = 0;
      const p = row + (<usize>c << 2), q = columnBars + (<usize>c << 2), t = columnRaises + (<usize>c << 2);
      if (c + 16 <= n) {
        const b0 = v128.load(q), b1 = v128.load(q, 16), b2 = v128.load(q, 32), b3 = v128.load(q, 48);
        const s0 = scores4(scales, raises, t, masks, p, 0), s1 = scores4(scales, raises, t, masks, p, 16);
        const s2 = scores4(scales, raises, t, masks, p, 32), s3 = scores4(scales, raises, t, masks, p, 48);
        let h0: v128, h1: v128, h2: v128, h3: v128;
        if (either) {
          h0 = f32x4.gt(s0, f32x4.pmin(bars, b0)); h1 = f32x4.gt(s1, f32x4.pmin(bars, b1));
          h2 = f32x4.gt(s2, f32x4.pmin(bars, b2)); h3 = f32x4.gt(s3, f32x4.pmin(bars, b3));
        } else {
          h0 = f32x4.gt(s0, f32x4.add(bars, b0)); h1 = f32x4.gt(s1, f32x4.add(bars, b1));
          h2 = f32x4.gt(s2, f32x4.add(bars, b2)); h3 = f32x4.gt(s3, f32x4.add(bars, b3));
        }
        if (!v128.any_true(v128.or(v128.or(h0, h1), v128.or(h2, h3)))) continue;
        hits = i32x4.bitmask(h0) | (i32x4.bitmask(h1) << 4) | (i32x4.bitmask(h2) << 8) | (i32x4.bitmask(h3) << 12);
      } else {
        for (let z = c; z < n; z++) {
          const columnBar = load<f32>(columnBars + (<usize>z << 2));
          const least = either ? min(bar, columnBar) : bar + columnBar;
          if (scoreOf(row + (<usize>z << 2), scale, raise, columnRaises + (<usize>z << 2), mask) > least) hits |= 1 << (z - c);
        }
      }
      for (; hits != 0; hits &= hits - 1) {
        const column = c + ctz(hits), at = <usize>found << 2;
        found++;
        store<i32>(places + at, r * n + column);
        store<f32>(scores + at, scoreOf(row + (<usize>column << 2), scale, raise, columnRaises + (<usize>column << 2), mask));
      }
    }
  }
  return found;
}

// Turns tile [m, 2, n] into [m, n] in place: the first row of each two plus ratio times the second.
export function addPlanes(tile: usize, m: i32, n: i32, ratio: f32): void {
  const ratios = f32x4.splat(ratio);
  for (let r = 0; r < m; r++) {
    const to = tile + (<usize>r * <usize>n << 2);
    const first = tile + (<usize>r * <usize>n << 3), second = first + (<usize>n << 2);
    let c = 0;
    for (; c + 4 <= n; c += 4) {
      const at = <usize>c << 2;
      v128.store(to + at, f32x4.add(v128.load(first + at), f32x4.mul(ratios, v128.load(second + at))));
    }
    for (; c < n; c++) {
      const at = <usize>c << 2;
      store<f32>(to + at, load<f32>(first + at) + ratio * load<f32>(second + at));
    }
  }
}
