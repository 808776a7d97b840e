// Rotation of one row and its rounding to bytes, in AssemblyScript: compiled to codes.wasm by compile.ts, called through
// ../byte-codes.ts, which says what it is for. Every pointer is a byte offset into the imported memory.

// Walsh-Hadamard transform of x [p], p a power of two, after multiplication by signs [p]. Not normalised: signs hold the factor.
function transform(x: usize, signs: usize, p: i32): void {
  const end = x + (<usize>p << 2);
  if (p < 4) {
    for (let z = 0; z < p; z++) {
      const at = <usize>z << 2;
      store<f32>(x + at, load<f32>(x + at) * load<f32>(signs + at));
    }
    for (let half = 1; half < p; half *= 2) {
      for (let first = 0; first < p; first += 2 * half) {
        for (let z = first; z < first + half; z++) {
          const at = x + (<usize>z << 2), to = at + (<usize>half << 2);
          const a = load<f32>(at), b = load<f32>(to);
          store<f32>(at, a + b);
          store<f32>(to, a - b);
        }
      }
    }
    return;
  }
  for (let at = x, s = signs; at < end; at += 16, s += 16) {
    // The first two stages within one vector.
    const v = f32x4.mul(v128.load(at), v128.load(s));
    const even = v128.shuffle<f32>(v, v, 0, 0, 2, 2), odd = v128.shuffle<f32>(v, v, 1, 1, 3, 3);
    const w = f32x4.add(even, f32x4.mul(odd, f32x4(1, -1, 1, -1)));
    const low = v128.shuffle<f32>(w, w, 0, 1, 0, 1), high = v128.shuffle<f32>(w, w, 2, 3, 2, 3);
    v128.store(at, f32x4.add(low, f32x4.mul(high, f32x4(1, 1, -1, -1))));
  }
  for (let half: usize = 16; half < <usize>p << 2; half *= 2) {
    for (let first = x; first < end; first += 2 * half) {
      for (let at = first; at < first + half; at += 16) {
        const a = v128.load(at), b = v128.load(at + half);
        v128.store(at, f32x4.add(a, b));
        v128.store(at + half, f32x4.sub(a, b));
      }
    }
  }
}

// Rotates x [d] in place: a transform of its first p entries, and where p < d of its last p and of its first p again. signs: [3, p].
export function rotate(x: usize, d: i32, signs: usize, p: i32): void {
  transform(x, signs, p);
  if (p === d) return;
  transform(x + (<usize>(d - p) << 2), signs + (<usize>p << 2), p);
  transform(x, signs + (<usize>p << 3), p);
}

@inline function codeOf(x: f64, scale: f64, top: f64): f64 {
  return min<f64>(top, max<f64>(-top, nearest<f64>(x / scale)));
}

// Squared distance between x [d] and its codes, from -top to top, at scale > 0.
export function loss(x: usize, d: i32, scale: f64, top: f64): f64 {
  let sum: f64 = 0;
  for (let z = 0; z < d; z++) {
    const value = <f64>load<f32>(x + (<usize>z << 2));
    const rest = value - scale * codeOf(value, scale, top);
    sum += rest * rest;
  }
  return sum;
}

// Largest absolute value in x [d].
export function reach(x: usize, d: i32): f64 {
  let most: f32 = 0;
  for (let z = 0; z < d; z++) most = max<f32>(most, abs<f32>(load<f32>(x + (<usize>z << 2))));
  return most;
}

// Codes of x [d], from -top to top, at scale > 0, plus `zero`, into codes [planes, d]; the second plane has `ratio` steps in one of the first. Writes the
// squared distance between x and its coded row, and the squared length of that in steps, to sums (two f64).
export function code(x: usize, d: i32, scale: f64, top: f64, planes: i32, ratio: f64, zero: i32, codes: usize, sums: usize): void {
  let lost: f64 = 0, coded: f64 = 0;
  for (let z = 0; z < d; z++) {
    const value = <f64>load<f32>(x + (<usize>z << 2));
    let step = codeOf(value, scale, top);
    store<u8>(codes + z, <u8>(<i32>step + zero));
    if (planes === 2) {
      const second = codeOf(value - scale * step, scale / ratio, top);
      store<u8>(codes + d + z, <u8>(<i32>second + zero));
      step += second / ratio;
    }
    const rest = value - scale * step;
    lost += rest * rest;
    coded += step * step;
  }
  store<f64>(sums, lost);
  store<f64>(sums + 8, coded);
}
