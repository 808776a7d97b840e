/**
 * Two dictionaries' rows -> the exact optimal bijection, the nearest latents of each, and the proof. The matrix of cosines is
 * never held.
 *
 * In: unit rows of equal width. Out: `SideMatching`.
 */
import { pickCandidates } from './candidates.ts';
import { buildCertificate } from './certificate.ts';
import { type ByteSupport, findByteSupport } from './byte-support.ts';
import { choosePrecision, listPrecisions } from './choose-precision.ts';
import { type Engine, openEngine } from './engine.ts';
import { checkMatchingMemory } from './memory-estimate.ts';
import { findNearestLists } from './nearest-lists.ts';
import { findOptimum } from './optimum.ts';
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import { Turns, type TurnsOptions } from '../turns.ts';
import type { Precision } from './tiles.ts';
import type { MatchedEnd, Measure, SideMatching } from '../side-matching.ts';
import type { UnitRows } from '../unit-rows.ts';

export interface MatchOptions extends TurnsOptions {
  measure: Measure;
  /** Threads of the product. The result does not depend on it. */
  threads: number;
  /** Where the product runs, if not on the processor. */
  provider?: ExecutionProvider;
  /** What tiles are computed in; chosen by processor, size and rows if absent. Only which of several optima is found may depend on it. */
  precision?: Precision;
  /** What products of bytes are good for here; `NO_BYTES` keeps to float32. Exactness is tried out, and times are not, if absent. */
  bytes?: ByteSupport;
  /** Most memory that the matching may take; unlimited if absent. */
  memoryMb?: number;
}

/** The matching with `engine.a` the smaller dictionary. */
async function matchEngine(engine: Engine, measure: Measure): Promise<SideMatching> {
  const { score, tiles, violation } = engine;
  const lists = await findNearestLists(engine);
  const nearest = await pickCandidates(engine, lists);
  const { u, v, rowMate, columnMate, rounds } = await findOptimum(engine, lists);
  const matched = Float64Array.from(rowMate, (j, i) => score(i, j));
  const matchedB = Float64Array.from(columnMate, (i) => (i < 0 ? 0 : matched[i]));
  return {
    measure,
    a: { partner: rowMate, cosine: matched, ...nearest.rows },
    b: { partner: columnMate, cosine: matchedB, ...nearest.columns },
    certificate: buildCertificate({ matched, u, v, violation, roundingBound: tiles.entryBound, rounds }),
  };
}

/**
 * The matching of `a` and `b` (equal d) with the largest summed score: min(a.n, b.n) pairs, optimal over all pairs as its
 * certificate proves. Same rows, same result, for any number of threads; among several optima
 * of rows that are as good as equal another kind of processor, or another precision, may find another one. Blocks its thread for one tile at a time; `signal` stops
 * it within about a second by throwing the signal's reason. Throws `TOO_LARGE_TO_MATCH` before it allocates. The rows are read,
 * not kept.
 */
export async function matchRows(a: UnitRows, b: UnitRows, options: MatchOptions): Promise<SideMatching> {
  if (a.d !== b.d || a.n === 0 || b.n === 0)
    throw new RangeError(`cannot match [${a.n}, ${a.d}] with [${b.n}, ${b.d}]`);
  const { measure, threads, provider, memoryMb } = options;
  const shape = { nA: a.n, nB: b.n, d: a.d };
  const bytes = options.bytes ?? (await findByteSupport());
  const precisions = options.precision ? [options.precision] : listPrecisions({ ...shape, provider, bytes });
  if (memoryMb !== undefined) checkMatchingMemory(shape, { precisions, memoryMb });
  const turns = new Turns(options);
  await turns.yield();
  const precision = options.precision ?? (await choosePrecision({ a, b }, { ...options, bytes, turns }));
  const swap = a.n > b.n;
  const engine = await openEngine(swap ? { a: b, b: a } : { a, b }, { measure, threads, precision, provider, turns });
  try {
    const side = await matchEngine(engine, measure);
    if (!swap) return side;
    const [first, second]: MatchedEnd[] = [side.b, side.a];
    return { ...side, a: first, b: second };
  } finally {
    await engine.close();
  }
}
