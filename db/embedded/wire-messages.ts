/**
 * PostgreSQL's wire protocol (version 3, "Message Formats"), as far as a session has to be shared: bytes of one client -> groups of messages that
 * the engine runs as one, and the few messages that are answered without it.
 */

/** What a client sent, in order. */
export type ClientItem =
  /** The first message of a connection. */
  | { kind: 'STARTUP'; bytes: Uint8Array }
  /** A COPY FROM STDIN has begun: the client waits to be told to send. */
  | { kind: 'COPY_PROMPT' }
  /** Messages to run as one: up to a Query, Sync or Flush, or a COPY with all of its data. */
  | { kind: 'GROUP'; bytes: Uint8Array; copy: boolean }
  /** Terminate. */
  | { kind: 'END' };

/** Largest COPY that is collected: the engine is a 32-bit address space and needs the data several times over. */
export const MAX_COPY_BYTES = 64 * 1024 * 1024;

/** Largest other group of messages: far above any statement of ours, far below what the engine can hold. */
const MAX_GROUP_BYTES = 256 * 1024 * 1024;

const QUERY = 0x51; // Q
const SYNC = 0x53; // S
const FLUSH = 0x48; // H
const TERMINATE = 0x58; // X
const COPY_DATA = 0x64; // d
const COPY_DONE = 0x63; // c
const COPY_FAIL = 0x66; // f
const READY_FOR_QUERY = 0x5a; // Z
const COPY_IN_RESPONSE = 0x47; // G

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Cuts the bytes of one client into {@link ClientItem}s. */
export class ClientReader {
  #started = false;
  /** Bytes of the group that is being collected. */
  #pieces: Uint8Array[] = [];
  #size = 0;
  /** Header of the message at hand: type (none at start-up) and length. */
  readonly #header = new Uint8Array(5);
  #headerFilled = 0;
  #bodyLeft = -1;
  /** The Query message of a COPY whose data is being collected. */
  #copy: Uint8Array | null = null;
  #copyTooLarge = false;

  /** Takes over `chunk` and returns what it completes. Throws `RangeError` for a group over the limit or a malformed length. */
  push(chunk: Uint8Array): ClientItem[] {
    const items: ClientItem[] = [];
    let from = 0; // start of bytes not yet in #pieces
    let at = 0;
    while (at < chunk.length) {
      if (this.#bodyLeft < 0) {
        const headerLength = this.#started ? 5 : 4;
        while (this.#headerFilled < headerLength && at < chunk.length) this.#header[this.#headerFilled++] = chunk[at++];
        if (this.#headerFilled < headerLength) break;
        const length = new DataView(this.#header.buffer).getUint32(headerLength - 4);
        if (length < 4 || length > MAX_GROUP_BYTES) throw new RangeError(`message of ${length} bytes`);
        this.#bodyLeft = length - 4;
      }
      const step = Math.min(this.#bodyLeft, chunk.length - at);
      at += step;
      this.#bodyLeft -= step;
      if (this.#bodyLeft > 0) break;
      this.#keep(chunk.subarray(from, at));
      from = at;
      const type = this.#header[0];
      this.#headerFilled = 0;
      this.#bodyLeft = -1;
      this.#endMessage(type, items);
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
    return items;
  }

  #keep(bytes: Uint8Array): void {
    if (this.#copy !== null && this.#size + bytes.length > MAX_COPY_BYTES) {
      this.#copyTooLarge = true;
      this.#pieces = [];
    }
    this.#size += bytes.length;
    if (this.#copy === null && this.#size > MAX_GROUP_BYTES) throw new RangeError(`statement of ${this.#size} bytes`);
    if (!this.#copyTooLarge) this.#pieces.push(bytes);
  }

  #take(): Uint8Array {
    const bytes = concat(this.#pieces);
    this.#pieces = [];
    this.#size = 0;
    return bytes;
  }

  #endMessage(type: number, items: ClientItem[]): void {
    if (!this.#started) {
      this.#started = true;
      items.push({ kind: 'STARTUP', bytes: this.#take() });
    } else if (this.#copy !== null) {
      if (type !== COPY_DONE && type !== COPY_FAIL) return;
      const data = this.#take();
      const end = this.#copyTooLarge ? buildCopyFail(`more than ${MAX_COPY_BYTES} bytes in one COPY`) : data;
      items.push({ kind: 'GROUP', bytes: concat([this.#copy, end]), copy: true });
      this.#copy = null;
      this.#copyTooLarge = false;
    } else if (type === QUERY) {
      const bytes = this.#take();
      if (isCopyFromStdin(bytes)) {
        this.#copy = bytes;
        items.push({ kind: 'COPY_PROMPT' });
      } else items.push({ kind: 'GROUP', bytes, copy: false });
    } else if (type === SYNC || type === FLUSH) items.push({ kind: 'GROUP', bytes: this.#take(), copy: false });
    else if (type === TERMINATE) {
      this.#take();
      items.push({ kind: 'END' });
    } else if (type === COPY_DATA || type === COPY_DONE || type === COPY_FAIL) {
      // Outside a COPY the protocol says to drop these: they trail a COPY that has failed.
      this.#take();
    }
  }
}

/** Whether a group that ends with a Query message is a COPY FROM STDIN. Comments before it are allowed, other statements are not. */
function isCopyFromStdin(bytes: Uint8Array): boolean {
  const nul = bytes.length - 1;
  const text = decoder.decode(bytes.subarray(5, Math.min(nul, 5 + 4096)));
  return /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*copy\s[\s\S]*\sfrom\s+stdin\b/i.test(text);
}

/** One buffer with all of `pieces`; the piece itself where there is only one. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  let size = 0;
  for (const piece of pieces) size += piece.length;
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function buildMessage(type: number, body: Uint8Array): Uint8Array {
  const message = new Uint8Array(5 + body.length);
  message[0] = type;
  new DataView(message.buffer).setUint32(1, 4 + body.length);
  message.set(body, 5);
  return message;
}

/** A Query message. */
export function buildQuery(text: string): Uint8Array {
  return buildMessage(QUERY, encoder.encode(`${text}\0`));
}

function buildCopyFail(reason: string): Uint8Array {
  return buildMessage(COPY_FAIL, encoder.encode(`${reason}\0`));
}

/** "Send your data": overall format binary, no columns named; clients that send raw chunks look at neither. */
export function buildCopyInResponse(): Uint8Array {
  return buildMessage(COPY_IN_RESPONSE, new Uint8Array([1, 0, 0]));
}

/** An ErrorResponse that ends the connection. */
export function buildFatalError(error: { code: string; message: string }): Uint8Array {
  return buildMessage(0x45, encoder.encode(`SFATAL\0VFATAL\0C${error.code}\0M${error.message}\0\0`));
}

/** `answer` without the CopyInResponse that it begins with, if it does. */
export function dropCopyInResponse(answer: Uint8Array): Uint8Array {
  if (answer[0] !== COPY_IN_RESPONSE) return answer;
  const length = new DataView(answer.buffer, answer.byteOffset).getUint32(1);
  return answer.subarray(1 + length);
}

/** Transaction status of the ReadyForQuery that ends `answer`: 'I' idle, 'T' in a transaction, 'E' in a failed one; null if none ends it. */
export function readyStatus(answer: Uint8Array): 'I' | 'T' | 'E' | null {
  const at = answer.length - 6;
  if (at < 0 || answer[at] !== READY_FOR_QUERY || answer[at + 4] !== 5) return null;
  const status = String.fromCharCode(answer[at + 5]);
  return status === 'I' || status === 'T' || status === 'E' ? status : null;
}
