/** Bytes -> lines of text, each of bounded length, in bounded memory. */

/** A line; null for one that is too long or no UTF-8, whose text is not kept. */
export interface TextLine {
  /** From 1. */
  number: number;
  text: string | null;
  /** Why there is no text. */
  fault: 'TOO_LONG' | 'NOT_UTF8' | null;
}

/** A context of 1,024 tokens with as many numbers takes about 20 KB, an explanation with a vector of 3,072 numbers 70 KB. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;

const LINE_FEED = 0x0a;

/** Lines that hold more than white space, without their ends. `maxBytes` is for tests. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes = MAX_LINE_BYTES }: { maxBytes?: number } = {},
): AsyncGenerator<TextLine, void, void> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      const part = chunk.subarray(start, end < 0 ? chunk.length : end);
      length += part.length;
      if (length <= maxBytes) pending.push(part);
      else pending = [];
      if (end < 0) break;
      const line = buildLine(pending, { number, isTooLong: length > maxBytes });
      if (line !== null) yield line;
      pending = [];
      length = 0;
      number++;
      start = end + 1;
    }
    // The caller's buffer is not ours to keep beyond this turn; earlier parts have been copied.
    const last = pending.pop();
    if (last !== undefined) pending.push(last.slice());
  }
  const line = buildLine(pending, { number, isTooLong: length > maxBytes });
  if (line !== null) yield line;
}

function buildLine(
  parts: readonly Uint8Array[],
  { number, isTooLong }: { number: number; isTooLong: boolean },
): TextLine | null {
  if (isTooLong) return { number, text: null, fault: 'TOO_LONG' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    return { number, text: null, fault: 'NOT_UTF8' };
  }
  return text.trim() === '' ? null : { number, text, fault: null };
}
