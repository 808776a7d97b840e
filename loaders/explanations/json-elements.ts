/**
 * One large JSON object -> its members, and the elements of one array of it one by one, so that a file of any length is read in the memory of its
 * longest element. Finds where values begin and end; what is in them is for `parseStrictJson`.
 */

/** A value of the top-level object: a member, or one element of the named array. */
export interface JsonPart {
  /** Name of the member; of the array for an element. */
  name: string;
  /** Place in the array, from 0; null for a member. */
  position: number | null;
  /** JSON text; null where it is too long to be kept. */
  text: string | null;
}

/** A feature of a dashboard with a hundred contexts takes about 300 KB. */
const MAX_PART_BYTES = 32 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENERS = new Set([0x7b, 0x5b]); // { [
const CLOSERS = new Set([0x7d, 0x5d]); // } ]
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * The parts of the one object in `chunks`. `array` is the member whose elements come one by one. Calls `refuse`, which must throw, where the bytes
 * are no such object; faults inside a part are left to who parses it.
 */
export async function* readJsonElements(
  chunks: AsyncIterable<Uint8Array>,
  options: { array: string; refuse: (what: string) => never; maxPartBytes?: number },
): AsyncGenerator<JsonPart, void, void> {
  const scanner = new Scanner(options);
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      const part = scanner.take(byte);
      if (part !== null) yield part;
    }
  }
  scanner.end();
}

class Scanner {
  readonly #array: string;
  readonly #refuse: (what: string) => never;
  readonly #maxBytes: number;
  #depth = 0; // of braces and brackets that are open
  #inString = false;
  #escaped = false;
  #state: 'START' | 'NAME' | 'COLON' | 'VALUE' | 'ELEMENTS' | 'END' = 'START';
  #name = '';
  #position = 0;
  #buffer = new Uint8Array(64 * 1024);
  #length = 0;
  #began = false;

  constructor(options: { array: string; refuse: (what: string) => never; maxPartBytes?: number }) {
    this.#array = options.array;
    this.#refuse = options.refuse;
    this.#maxBytes = options.maxPartBytes ?? MAX_PART_BYTES;
  }

  /** Takes one byte; gives the part that ends before it. */
  take(byte: number): JsonPart | null {
    if (this.#inString) {
      this.#keep(byte);
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return null;
    }
    switch (this.#state) {
      case 'START':
        if (isSpace(byte)) return null;
        if (byte !== OPEN_BRACE) this.#refuse('it does not begin with "{"');
        this.#state = 'NAME';
        return null;
      case 'NAME':
        return this.#takeName(byte);
      case 'COLON':
        if (isSpace(byte)) return null;
        if (byte !== COLON) this.#refuse('a colon is missing after a name');
        this.#state = 'VALUE';
        return null;
      case 'VALUE':
      case 'ELEMENTS':
        return this.#takeValue(byte);
      case 'END':
        if (!isSpace(byte)) this.#refuse('something follows the end of the object');
        return null;
    }
  }

  /** Refuses unless the object has ended. */
  end(): void {
    if (this.#state !== 'END') this.#refuse('it ends before its object does');
  }

  #takeName(byte: number): null {
    if (this.#began) {
      // The string has just ended: this byte belongs to what follows.
      this.#name = this.#textOf() ?? this.#refuse('a name is too long');
      this.#name = this.#name.slice(1, -1);
      this.#clear();
      this.#state = 'COLON';
      this.take(byte);
      return null;
    }
    if (isSpace(byte) || byte === COMMA) return null;
    if (byte === 0x7d) {
      this.#state = 'END';
      return null;
    }
    if (byte !== QUOTE) this.#refuse('a name is missing');
    this.#keep(byte);
    this.#inString = true;
    return null;
  }

  #takeValue(byte: number): JsonPart | null {
    const inArray = this.#state === 'ELEMENTS';
    if (this.#depth === 0) {
      if (!this.#began && isSpace(byte)) return null;
      if (!inArray && !this.#began && this.#name === this.#array && byte === OPEN_BRACKET) {
        this.#state = 'ELEMENTS';
        this.#position = 0;
        return null;
      }
      if (byte === COMMA || CLOSERS.has(byte)) return this.#endValue(byte, inArray);
    }
    this.#keep(byte);
    if (byte === QUOTE) this.#inString = true;
    else if (OPENERS.has(byte)) this.#depth++;
    else if (CLOSERS.has(byte)) this.#depth--;
    return null;
  }

  #endValue(byte: number, inArray: boolean): JsonPart | null {
    const part = this.#began
      ? { name: this.#name, position: inArray ? this.#position++ : null, text: this.#textOf() }
      : null;
    this.#clear();
    if (inArray) {
      if (byte === 0x5d) this.#state = 'NAME';
      else if (byte !== COMMA) this.#refuse(`the list "${this.#array}" is closed by the wrong bracket`);
    } else {
      if (part === null && byte === COMMA) this.#refuse('a value is missing');
      this.#state = byte === COMMA ? 'NAME' : 'END';
    }
    return part;
  }

  #keep(byte: number): void {
    this.#began = true;
    this.#length++;
    if (this.#length > this.#maxBytes) return;
    if (this.#length > this.#buffer.length) {
      const grown = new Uint8Array(Math.min(this.#maxBytes, 2 * this.#buffer.length));
      grown.set(this.#buffer);
      this.#buffer = grown;
    }
    this.#buffer[this.#length - 1] = byte;
  }

  #textOf(): string | null {
    if (this.#length > this.#maxBytes) return null;
    return Buffer.from(this.#buffer.buffer, 0, this.#length).toString('utf8').trim();
  }

  #clear(): void {
    this.#length = 0;
    this.#began = false;
  }
}
