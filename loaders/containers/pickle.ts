/**
 * A pickle (Python's documentation of pickletools; protocols 2 to 5) -> plain values, by a closed interpreter.
 *
 * Nothing is imported, called or looked up: an allowed global is a name, a call of one is a record of its arguments, and what these mean is
 * for the reader of a format to say. Every instruction that is not listed here is refused. Byte strings are views of the input, so that
 * memory does not grow with what the pickle says about itself; stack and memo are bounded. Values may contain each other in a circle:
 * look only as deep as a format goes.
 */
import { type ErrorCode, ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';

export type PickleValue = null | boolean | number | string | Uint8Array | PickleNode;

/** A value that is made of others. */
export type PickleNode =
  | { readonly kind: 'list' | 'tuple'; readonly items: PickleValue[] }
  | { readonly kind: 'dict'; readonly entries: Map<string | number, PickleValue> }
  | { readonly kind: 'global'; readonly name: string }
  /** Something that lies outside the pickle, by the name that its writer gave it. */
  | { readonly kind: 'persistent'; readonly id: PickleValue }
  /** A call that was not made: of the global `name`, with these arguments, and with what was then handed to `__setstate__`. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly PickleValue[];
      state: PickleValue | undefined;
    };

/** Values on the stack: Python writes lists and dicts in batches of 1,000 items. */
const MAX_STACK = 10_000;
/** Values remembered: twelve layers of two arrays take 240. */
const MAX_MEMO = 100_000;
/** Bytes of one text: names of modules, classes and layers. */
const MAX_TEXT = 1_000;

/** Where a pickle comes from and what may be in it. */
export interface PickleSource {
  name: string;
  globals: ReadonlySet<string>;
  /** What to do about one that is refused. */
  hint?: string;
}

/** The value that `bytes`, the file `name`, stands for. `globals` are the names ("module name") that may occur. Throws `PICKLE_REFUSED`, `PICKLE_TRUNCATED`. */
export function parsePickle(bytes: Uint8Array, source: PickleSource): PickleValue {
  return new PickleInterpreter(bytes, source).run();
}

const MARK = Symbol('mark');

class PickleInterpreter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #name: string;
  readonly #globals: ReadonlySet<string>;
  readonly #hint: string;
  readonly #stack: (PickleValue | typeof MARK)[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #at = 0;

  constructor(bytes: Uint8Array, { name, globals, hint }: PickleSource) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#name = name;
    this.#globals = globals;
    this.#hint =
      hint ??
      'Write it again with pickle.dump(value, file, protocol=4), value as the documentation of the format says.';
  }

  run(): PickleValue {
    for (;;) {
      const at = this.#at;
      const opcode = this.#view.getUint8(this.#skip(1));
      if (opcode === STOP) return this.#end();
      const run = instructions[opcode];
      if (run === undefined) this.#refuse(`the instruction 0x${opcode.toString(16).padStart(2, '0')} at byte ${at}`);
      run(this);
      if (this.#stack.length > MAX_STACK) this.#refuse(`more than ${MAX_STACK} values at once`);
    }
  }

  #end(): PickleValue {
    const value = this.pop();
    if (this.#stack.length > 0) this.#refuse('more than one value');
    if (this.#at < this.#bytes.length) this.#refuse('bytes after its end');
    return value;
  }

  /** Position of the next `length` bytes, which are there. */
  #skip(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) {
      throw this.#error('PICKLE_TRUNCATED', `it ends at byte ${this.#bytes.length} in the middle of a value`);
    }
    this.#at += length;
    return at;
  }

  uint(width: 1 | 2 | 4 | 8): number {
    const at = this.#skip(width);
    if (width === 1) return this.#view.getUint8(at);
    if (width === 2) return this.#view.getUint16(at, true);
    if (width === 4) return this.#view.getUint32(at, true);
    return Number(this.#view.getBigUint64(at, true));
  }

  int4(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  /** LONG1: two's complement, little-endian. Beyond 2^53 it is the text of its digits: a seed may be so large, a size never is. */
  long(): number | string {
    const length = this.uint(1);
    if (length > 8) this.#refuse('a whole number beyond 64 bits');
    const bytes = this.raw(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
    const exact = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : String(exact);
  }

  /** The next bytes, as a view. */
  raw(length: number): Uint8Array {
    const at = this.#skip(length);
    return this.#bytes.subarray(at, at + length);
  }

  text(length: number): string {
    if (length > MAX_TEXT) this.#refuse(`a text of ${length} bytes`);
    return this.#decode(this.raw(length));
  }

  /** Up to the next line feed, which is skipped. */
  line(): string {
    const end = this.#bytes.subarray(this.#at, this.#at + MAX_TEXT).indexOf(0x0a);
    if (end < 0 && this.#bytes.length - this.#at > MAX_TEXT) this.#refuse('a name that is too long');
    const text = this.#decode(this.raw(end < 0 ? MAX_TEXT : end));
    this.#skip(1);
    return text;
  }

  push(value: PickleValue | typeof MARK): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) return this.#refuse('an instruction without its operands');
    return value;
  }

  popTuple(length: number): void {
    const items = Array.from({ length }, () => this.pop()).toReversed();
    this.push({ kind: 'tuple', items });
  }

  popToMark(): PickleValue[] {
    const at = this.#stack.lastIndexOf(MARK);
    if (at < 0) this.#refuse('an instruction without its mark');
    const values = this.#stack.splice(at);
    return values.slice(1) as PickleValue[];
  }

  append(values: readonly PickleValue[]): void {
    const list = this.#peek();
    if (!isNode(list) || list.kind !== 'list') this.#refuse('an item for what is not a list');
    for (const value of values) list.items.push(value);
  }

  setItems(values: readonly PickleValue[]): void {
    const dict = this.#peek();
    if (!isNode(dict) || dict.kind !== 'dict' || values.length % 2 !== 0)
      this.#refuse('an item for what is not a dict');
    for (let i = 0; i < values.length; i += 2) {
      const key = values[i];
      if (typeof key !== 'string' && typeof key !== 'number') this.#refuse('a key that is neither text nor a number');
      if (dict.entries.has(key)) this.#refuse(`the key "${clip(String(key))}" twice`);
      dict.entries.set(key, values[i + 1]);
    }
  }

  global(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') return this.#refuse('an object without a name');
    const full = `${module} ${name}`;
    if (!this.#globals.has(full)) this.#refuse(`the object "${clip(`${module}.${name}`)}"`);
    this.push({ kind: 'global', name: full });
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isNode(callee) || callee.kind !== 'global' || !isNode(args) || args.kind !== 'tuple') {
      return this.#refuse('a call of what is not a known object');
    }
    if (callee.name === ORDERED_DICT && args.items.length === 0) return this.push({ kind: 'dict', entries: new Map() });
    this.push({ kind: 'call', name: callee.name, args: args.items, state: undefined });
  }

  build(): void {
    const state = this.pop();
    const made = this.#peek();
    if (isNode(made) && made.kind === 'dict') return; // attributes of an OrderedDict: PyTorch notes versions of modules there
    if (!isNode(made) || made.kind !== 'call' || made.state !== undefined)
      return this.#refuse('a state where none belongs');
    made.state = state;
  }

  persistent(): void {
    this.push({ kind: 'persistent', id: this.pop() });
  }

  /** BINFLOAT: big-endian. */
  float(): number {
    return this.#view.getFloat64(this.#skip(8));
  }

  remember(index: number = this.#memo.size): void {
    if (this.#memo.size >= MAX_MEMO) this.#refuse(`more than ${MAX_MEMO} values to remember`);
    this.#memo.set(index, this.#peek());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) return this.#refuse('a value that it has not remembered');
    this.push(value);
  }

  protocol(): void {
    const version = this.uint(1);
    if (version < 2 || version > 5) this.#refuse(`protocol ${version}`);
  }

  #peek(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK) return this.#refuse('an instruction without its operands');
    return value;
  }

  #decode(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return this.#refuse('a text that is not UTF-8');
    }
  }

  #refuse(what: string): never {
    throw this.#error(
      'PICKLE_REFUSED',
      `it holds ${what}; expected only lists, dicts, tuples, numbers, texts and the objects of its format`,
    );
  }

  #error(code: ErrorCode, fault: string): ReseedError {
    return new ReseedError(code, `Cannot read the pickle "${clip(this.#name)}": ${fault}`, {
      hint: code === 'PICKLE_TRUNCATED' ? 'Copy the file again from where it was made.' : this.#hint,
    });
  }
}

/** Whether a value is made of others. */
export function isNode(value: PickleValue | undefined): value is PickleNode {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

const STOP = 0x2e;
/** An empty one that is called for becomes a dict: items follow. */
const ORDERED_DICT = 'collections OrderedDict';

/** What is understood, by opcode; names as in pickletools. */
const instructions: Readonly<Record<number, (p: PickleInterpreter) => void>> = {
  0x80: (p) => p.protocol(), // PROTO
  0x95: (p) => void p.uint(8), // FRAME: a hint for buffered reading
  0x28: (p) => p.push(MARK), // MARK
  0x4e: (p) => p.push(null), // NONE
  0x88: (p) => p.push(true), // NEWTRUE
  0x89: (p) => p.push(false), // NEWFALSE
  0x4a: (p) => p.push(p.int4()), // BININT
  0x4b: (p) => p.push(p.uint(1)), // BININT1
  0x4d: (p) => p.push(p.uint(2)), // BININT2
  0x8a: (p) => p.push(p.long()), // LONG1
  0x47: (p) => p.push(p.float()), // BINFLOAT
  0x8c: (p) => p.push(p.text(p.uint(1))), // SHORT_BINUNICODE
  0x58: (p) => p.push(p.text(p.uint(4))), // BINUNICODE
  0x43: (p) => p.push(p.raw(p.uint(1))), // SHORT_BINBYTES
  0x42: (p) => p.push(p.raw(p.uint(4))), // BINBYTES
  0x8e: (p) => p.push(p.raw(p.uint(8))), // BINBYTES8
  0x96: (p) => p.push(p.raw(p.uint(8))), // BYTEARRAY8
  0x5d: (p) => p.push({ kind: 'list', items: [] }), // EMPTY_LIST
  0x61: (p) => p.append([p.pop()]), // APPEND
  0x65: (p) => p.append(p.popToMark()), // APPENDS
  0x7d: (p) => p.push({ kind: 'dict', entries: new Map() }), // EMPTY_DICT
  0x73: (p) => p.setItems([p.pop(), p.pop()].toReversed()), // SETITEM
  0x75: (p) => p.setItems(p.popToMark()), // SETITEMS
  0x29: (p) => p.popTuple(0), // EMPTY_TUPLE
  0x85: (p) => p.popTuple(1), // TUPLE1
  0x86: (p) => p.popTuple(2), // TUPLE2
  0x87: (p) => p.popTuple(3), // TUPLE3
  0x74: (p) => p.push({ kind: 'tuple', items: p.popToMark() }), // TUPLE
  0x94: (p) => p.remember(), // MEMOIZE
  0x71: (p) => p.remember(p.uint(1)), // BINPUT
  0x72: (p) => p.remember(p.uint(4)), // LONG_BINPUT
  0x68: (p) => p.recall(p.uint(1)), // BINGET
  0x6a: (p) => p.recall(p.uint(4)), // LONG_BINGET
  0x63: (p) => p.global(p.line(), p.line()), // GLOBAL
  0x93: (p) => {
    // STACK_GLOBAL
    const name = p.pop();
    p.global(p.pop(), name);
  },
  0x52: (p) => p.call(), // REDUCE
  0x51: (p) => p.persistent(), // BINPERSID
  0x62: (p) => p.build(), // BUILD
};
