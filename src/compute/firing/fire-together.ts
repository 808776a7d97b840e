/**
 * The codes of two dictionaries on the same tokens -> their sums of co-firing, in parts that keep the event loop turning; and the same with B's
 * codes moved on by whole documents, which is what codes that have nothing to do with each other give.
 */
import type { Turns } from '../turns.ts';
import { CoFiring } from './co-firing.ts';
import type { CodeStore } from './code-store.ts';

/** Entries of A added at once: rows of the sums are written once for each part. */
const PART_ENTRIES = 2 ** 21;
const FEWEST_TOKENS = 1_024;

/**
 * The sums over all tokens. With `shift`, token t of A meets token t + shift of B, round the end. Memory: 16 bytes for each pair that fires
 * together. Throws `TOO_LARGE_TO_MATCH`.
 */
export async function fireTogether(
  { a, b, nA, nB }: { a: CodeStore; b: CodeStore; nA: number; nB: number },
  { shift = 0, maxBytes, turns }: { shift?: number; maxBytes?: number; turns: Turns },
): Promise<CoFiring> {
  const sums = new CoFiring({ nA, nB, maxBytes });
  const { count } = a;
  const entries = a.slice(0, count).offsets[count];
  const part = Math.max(FEWEST_TOKENS, Math.floor((PART_ENTRIES * count) / Math.max(1, entries)));
  for (let from = 0; from < count; ) {
    const there = (from + shift) % count;
    const length = Math.min(part, count - from, count - there);
    sums.add(a.slice(from, from + length), b.slice(there, there + length));
    from += length;
    await turns.yield();
  }
  return sums;
}

/**
 * Where B's codes are moved to in each of `draws` draws: the `draw`-th of equal parts of the text, at the first token of a document. Tokens keep
 * their neighbours, and every latent fires as often as it does. `documents` are numbers by token, ascending; null where nobody knows them.
 */
export function chooseShift(
  { count, documents }: { count: number; documents: Int32Array | null },
  { draw, draws }: { draw: number; draws: number },
): number {
  const wanted = Math.floor((count * (draw + 1)) / (draws + 1));
  if (documents === null) return wanted;
  const isBorder = (t: number) => t > 0 && t < count && documents[t] !== documents[t - 1];
  for (let off = 0; off < count; off++) {
    if (isBorder(wanted + off)) return wanted + off;
    if (isBorder(wanted - off)) return wanted - off;
  }
  return wanted;
}
