/** A file -> a spoilt one, the same for the same random numbers: bytes, numbers in texts, and values and names of JSON, wherever it lies. */

/** Whole numbers below 2^32, from a seed (xorshift). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
  }

  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state;
  }

  /** From 0 to below `n`. */
  below(n: number): number {
    return n <= 0 ? 0 : this.next() % n;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

/** Numbers at which code breaks: borders of types, sizes beyond any file, none at all. */
const NUMBERS = [
  '0',
  '-1',
  '1',
  '255',
  '65536',
  '1000000000',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '1e309',
  '-0',
  '0.5',
  'NaN',
  '1e9',
];
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e9,
  2 ** 31,
  2 ** 53,
  1e300,
  '',
  'x',
  '5',
  'NaN',
  '\u0000',
  '__proto__',
  '../../x',
  'y'.repeat(5_000),
  [],
  {},
  [1],
  [[[]]],
  { a: 1 },
  [{ a: 1 }],
  [null],
  { toString: 1 },
  ['a', 1],
  { __proto__: null, constructor: 5 },
];
const NAMES = ['__proto__', 'constructor', '', 'type', 'k', 'x'.repeat(2_000), 'shape', 'data_offsets', 'W_dec'];

/** `bytes` with one to four changes. Never changes `bytes` itself. */
export function mutate(bytes: Uint8Array, chance: Chance, others: readonly Uint8Array[] = []): Uint8Array {
  if (chance.below(50) === 0) return make(bytes, chance);
  let out: Uint8Array = bytes.slice();
  for (let left = 1 + chance.below(4); left > 0; left--) {
    const json = chance.below(2) === 0 ? mutateJson(out, chance) : null;
    out = json ?? chance.pick(WAYS)(out, chance, others);
  }
  return out;
}

/** Random bytes behind the first ones of a real file. */
function make(bytes: Uint8Array, chance: Chance): Uint8Array {
  const kept = chance.below(Math.min(bytes.length, 64) + 1);
  const made = new Uint8Array(kept + chance.below(512));
  made.set(bytes.subarray(0, kept));
  for (let i = kept; i < made.length; i++) made[i] = chance.below(256);
  return made;
}

type Way = (bytes: Uint8Array, chance: Chance, others: readonly Uint8Array[]) => Uint8Array;
const at = (bytes: Uint8Array, chance: Chance) =>
  chance.below(chance.below(3) === 0 ? bytes.length : Math.min(bytes.length, 2_048));

const WAYS: readonly Way[] = [
  (bytes, chance) => {
    if (bytes.length > 0) bytes[at(bytes, chance)] ^= 1 << chance.below(8);
    return bytes;
  },
  (bytes, chance) => {
    if (bytes.length > 0)
      bytes[at(bytes, chance)] = chance.pick([0, 1, 0x7f, 0x80, 0xff, 0x22, 0x5b, 0x7b, 0x2e, 0x0a]);
    return bytes;
  },
  (bytes, chance) => bytes.subarray(0, at(bytes, chance)).slice(),
  (bytes, chance) => splice(bytes, { from: at(bytes, chance), removed: chance.below(64), added: new Uint8Array(0) }),
  (bytes, chance) => {
    const from = at(bytes, chance);
    return splice(bytes, { from, removed: 0, added: bytes.slice(from, from + chance.below(256)) });
  },
  (bytes, chance) => {
    // A length of four or eight bytes, as containers write them.
    if (bytes.length < 16) return bytes;
    const where = chance.below(4) === 0 ? 0 : Math.min(at(bytes, chance), bytes.length - 8);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (chance.below(2) === 0)
      view.setUint32(where, chance.pick([0, 1, 0xffffffff, 0x7fffffff, 1e9, bytes.length]), true);
    else view.setBigUint64(where, chance.pick([0n, 1n, 2n ** 63n, 2n ** 53n, 2n ** 40n, BigInt(bytes.length)]), true);
    return bytes;
  },
  (bytes, chance, others) => {
    if (others.length === 0) return bytes;
    const other = chance.pick(others);
    const from = at(other, chance);
    return splice(bytes, {
      from: at(bytes, chance),
      removed: chance.below(128),
      added: other.slice(from, from + chance.below(512)),
    });
  },
  (bytes, chance) => {
    // A number in a text, wherever one is.
    const start = at(bytes, chance);
    for (let i = start; i < Math.min(bytes.length, start + 4_096); i++) {
      if (bytes[i] < 0x30 || bytes[i] > 0x39) continue;
      let end = i;
      while (end < bytes.length && bytes[end] >= 0x30 && bytes[end] <= 0x39) end++;
      return splice(bytes, { from: i, removed: end - i, added: new TextEncoder().encode(chance.pick(NUMBERS)) });
    }
    return bytes;
  },
];

function splice(bytes: Uint8Array, of: { from: number; removed: number; added: Uint8Array }): Uint8Array {
  const { from, added } = of;
  const to = Math.min(bytes.length, from + of.removed);
  const out = new Uint8Array(bytes.length - (to - from) + added.length);
  out.set(bytes.subarray(0, from));
  out.set(added, from);
  out.set(bytes.subarray(to), from + added.length);
  return out;
}

/** One value or name of the JSON in `bytes` changed: a whole file, one of its lines, or the header of a safetensors file. Null where there is none. */
function mutateJson(bytes: Uint8Array, chance: Chance): Uint8Array | null {
  if (bytes.length > 200_000) return null;
  const header = bytes.length > 8 ? Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)) : 0;
  if (bytes[8] === 0x7b && header < bytes.length - 8) {
    const changed = mutateText(new TextDecoder().decode(bytes.subarray(8, 8 + header)), chance);
    if (changed === null) return null;
    const text = new TextEncoder().encode(changed);
    const out = new Uint8Array(8 + text.length + bytes.length - 8 - header);
    new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
    out.set(text, 8);
    out.set(bytes.subarray(8 + header), 8 + text.length);
    return out;
  }
  const first = bytes.find((byte) => byte > 0x20);
  if (first !== 0x7b && first !== 0x5b) return null;
  const lines = new TextDecoder().decode(bytes).split('\n');
  const whole = lines.length > 1 ? mutateText(lines.join('\n'), chance) : null;
  if (whole !== null) return new TextEncoder().encode(whole);
  const line = chance.below(lines.length);
  const changed = mutateText(lines[line], chance);
  if (changed === null) return null;
  lines[line] = changed;
  return new TextEncoder().encode(lines.join('\n'));
}

function mutateText(text: string, chance: Chance): string | null {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return null;
  }
  const holders: (Record<string, unknown> | unknown[])[] = [];
  const visit = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 12 || holders.length > 5_000) return;
    holders.push(value as Record<string, unknown>);
    for (const part of Object.values(value)) visit(part, depth + 1);
  };
  visit(root, 0);
  if (holders.length === 0) return null;
  const holder = chance.pick(holders);
  const keys = Object.keys(holder);
  const key = keys.length === 0 ? chance.pick(NAMES) : chance.pick(keys);
  const place = holder as Record<string, unknown>;
  switch (chance.below(5)) {
    case 0:
      delete place[key];
      break;
    case 1:
      Object.defineProperty(place, chance.pick(NAMES), {
        value: place[key],
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    case 2: {
      let deep: unknown = chance.pick(VALUES);
      for (let i = chance.below(400); i > 0; i--) deep = [deep];
      place[key] = deep;
      break;
    }
    default:
      place[key] = chance.pick(VALUES);
  }
  return JSON.stringify(root);
}
