/**
 * JSON text -> value, by RFC 8259 and stricter than `JSON.parse` where that is silent.
 *
 * Refused as well: a name that occurs twice in one object (JSON.parse keeps the last), whole numbers beyond 2^53 (JSON.parse rounds them),
 * and NUL or unpaired surrogates in strings (no database takes them). Objects have no prototype, so that `__proto__` is a name like any other.
 *
 * Python writes more than JSON has. Where its files are read, NaN and infinities are null (unknown), and whole numbers beyond 2^53 are their digits as text.
 */
import { clip } from './clip.ts';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

/** Why a text is refused: malformed, a name twice, or a number or string that cannot be kept exactly. */
export type JsonProblem = 'SYNTAX' | 'DUPLICATE' | 'INEXACT';

/** How a caller turns a problem into an error of its own. Must throw. */
export type JsonRefusal = (problem: JsonProblem, detail: string) => never;

/** Nesting of a real header is 3 and of a configuration below 6; recursion stays far from the end of the stack. */
const MAX_DEPTH = 64;

/** Bounds memory: about 200,000 tensors of a header, where published files have a few thousand at most. */
const MAX_VALUES = 2_000_000;

/** Longer than any number of 64 bits with its sign. */
const MAX_DIGITS = 20;

const WHOLE_NUMBER = /^-?\d+$/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const ESCAPES: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The value of `text`, whole. Calls `refuse` for anything that is not strict JSON; never throws by itself. */
export function parseStrictJson(text: string, refuse: JsonRefusal, by: 'RFC' | 'PYTHON' = 'RFC'): JsonValue {
  return new StrictJsonParser(text, refuse, by === 'PYTHON').parse();
}

class StrictJsonParser {
  readonly #text: string;
  readonly #refuse: JsonRefusal;
  readonly #isPython: boolean;
  #at = 0;
  #values = 0;

  constructor(text: string, refuse: JsonRefusal, isPython: boolean) {
    this.#text = text;
    this.#refuse = refuse;
    this.#isPython = isPython;
  }

  parse(): JsonValue {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#syntax('more text after the end');
    return value;
  }

  #syntax(what: string): never {
    return this.#refuse('SYNTAX', `${what} at character ${this.#at}`);
  }

  #skipSpace(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.#at++;
    }
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) this.#syntax(`nesting beyond ${MAX_DEPTH} levels`);
    if (++this.#values > MAX_VALUES) this.#syntax(`more than ${MAX_VALUES} values`);
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#isPython && this.#takeNotFinite() ? null : this.#number();
    }
  }

  #takeNotFinite(): boolean {
    const word = ['NaN', 'Infinity', '-Infinity'].find((one) => this.#text.startsWith(one, this.#at));
    this.#at += word?.length ?? 0;
    return word !== undefined;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#syntax('an unknown word');
    this.#at += word.length;
    return value;
  }

  #object(depth: number): JsonObject {
    const object: JsonObject = Object.create(null);
    this.#at++;
    this.#skipSpace();
    if (this.#take('}')) return object;
    do {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') this.#syntax('no name where one should be');
      const name = this.#string();
      if (name in object) this.#refuse('DUPLICATE', `"${clip(name)}" occurs twice`);
      this.#skipSpace();
      if (!this.#take(':')) this.#syntax('no colon after a name');
      object[name] = this.#value(depth + 1);
      this.#skipSpace();
    } while (this.#take(','));
    if (!this.#take('}')) this.#syntax('an object without an end');
    return object;
  }

  #array(depth: number): JsonValue[] {
    const array: JsonValue[] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#take(']')) return array;
    do {
      array.push(this.#value(depth + 1));
      this.#skipSpace();
    } while (this.#take(','));
    if (!this.#take(']')) this.#syntax('an array without an end');
    return array;
  }

  #number(): number | string {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) return this.#syntax('no value where one should be');
    this.#at += text.length;
    const value = Number(text);
    if (this.#isPython && WHOLE_NUMBER.test(text) && !Number.isSafeInteger(value) && text.length <= MAX_DIGITS)
      return text;
    if (!Number.isFinite(value) || (WHOLE_NUMBER.test(text) && !Number.isSafeInteger(value))) {
      this.#refuse('INEXACT', `the number ${clip(text)} is beyond 2^53`);
    }
    return value;
  }

  #string(): string {
    this.#at++;
    const pieces: string[] = [];
    for (;;) {
      const start = this.#at;
      this.#skipPlain();
      pieces.push(this.#text.slice(start, this.#at));
      if (this.#take('"')) break;
      if (!this.#take('\\')) this.#syntax('a string without an end, or a control character in it');
      pieces.push(this.#escape());
    }
    const value = pieces.join('');
    if (!value.isWellFormed() || value.includes('\0'))
      this.#refuse('INEXACT', `a string before character ${this.#at} is not text`);
    return value;
  }

  /** To the next quote, backslash or control character, or the end. */
  #skipPlain(): void {
    for (;;) {
      const c = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(c) || c === QUOTE || c === BACKSLASH || c < FIRST_PRINTABLE) return;
      this.#at++;
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at++] ?? '';
    if (letter !== 'u') return ESCAPES[letter] ?? this.#syntax('an unknown escape');
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#syntax('a malformed escape');
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}
