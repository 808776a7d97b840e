/**
 * Two dictionaries' rows -> the exact optimal bijection, the nearest latents of each, and the proof. The matrix of cosines is
 * never held.
 *
 * In: unit rows of equal width. Out: `SideMatching`.
 */
import { type Candidates, pickCandidates } from './candidates.ts';
import { buildCertificate } from './certificate.ts';
import { type ByteSupport, findByteSupport } from './tiles/byte-support.ts';
import { choosePrecision, listPrecisions } from './tiles/choose-precision.ts';
import { type Engine, openEngine } from './engine.ts';
import { checkMatchingMemory } from './memory-estimate.ts';
import { ALL_PAIRS, findClosePairs } from './close-pairs.ts';
import { findMargins, type Margins } from './margins.ts';
import { findNearestLists, type NearestLists } from './nearest-lists.ts';
import { findOptimum, type Optimum } from './optimum.ts';
import { toCosine } from './pair-score.ts';
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import { Turns, type TurnsOptions } from '../turns.ts';
import type { Precision } from './tiles/tiles.ts';
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
  /** Whether the margin of each pair is worked out, too. */
  margins?: boolean;
  /** Most memory that the matching may take; unlimited if absent. */
  memoryMb?: number;
}

/** The matching with `engine.a` the smaller dictionary. */
async function matchEngine(
  engine: Engine,
  { measure, margins }: Pick<MatchOptions, 'measure' | 'margins'>,
): Promise<SideMatching> {
  const { score, tiles, violation } = engine;
  const lists = await findNearestLists(engine);
  const nearest = await pickCandidates(engine, lists);
  const optimum = await findOptimum(engine, lists);
  const { u, v, rowMate, columnMate, rounds } = optimum;
  const matched = Float64Array.from(rowMate, (j, i) => score(i, j));
  const cosine = matched.map((one) => toCosine(one, engine.a.d));
  const cosineB = Float64Array.from(columnMate, (i) => (i < 0 ? 0 : cosine[i]));
  const published = ({ candidateCosines, ...rest }: Candidates) => ({
    ...rest,
    candidateCosines: candidateCosines.map((one) => toCosine(one, engine.a.d)),
  });
  return {
    measure,
    a: { partner: rowMate, cosine, ...published(nearest.rows) },
    b: { partner: columnMate, cosine: cosineB, ...published(nearest.columns) },
    certificate: buildCertificate({ matched, u, v, violation, roundingBound: tiles.entryBound, rounds }),
    ...(margins && { margins: await measureMargins(engine, { optimum, lists, nearest }) }),
  };
}

/** Close pairs are all pairs where exact scores of all cost at most so many multiplications: a fraction of a second. */
const ALL_PAIRS_COST = 2 ** 28;
/** Else pairs that come so near to the prices: margins up to there are exact. */
const REACH = 0.02;

async function measureMargins(
  engine: Engine,
  of: {
    optimum: Optimum;
    lists: { rows: NearestLists; columns: NearestLists };
    nearest: { rows: Candidates; columns: Candidates };
  },
): Promise<Margins> {
  const { a, b, score, turns } = engine;
  const { optimum, lists, nearest } = of;
  const reach = a.n * b.n * a.d <= ALL_PAIRS_COST ? ALL_PAIRS : REACH;
  const close = await findClosePairs(engine, { ...optimum, ...lists, reach });
  const { rowMate, columnMate } = optimum;
  const exchangesOf = function* (i: number) {
    const { rows, columns } = nearest;
    for (let z = 0; z < rows.candidatesPerLatent; z++) {
      const other = columnMate[rows.candidates[i * rows.candidatesPerLatent + z]];
      if (other >= 0) yield other;
    }
    for (let z = 0; z < columns.candidatesPerLatent; z++)
      yield columns.candidates[rowMate[i] * columns.candidatesPerLatent + z];
  };
  return findMargins(optimum, { close, score, turns, exchangesOf });
}

/** The same pairs, by the latents of the larger dictionary; NaN for those without a partner. */
function turnMargins({ atLeast, atMost }: Margins, { partner }: MatchedEnd): Margins {
  const turn = (values: Float64Array) => Float64Array.from(partner, (i) => (i < 0 ? Number.NaN : values[i]));
  return { atLeast: turn(atLeast), atMost: turn(atMost) };
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
    const side = await matchEngine(engine, options);
    if (!swap) return side;
    const [first, second]: MatchedEnd[] = [side.b, side.a];
    return { ...side, a: first, b: second, ...(side.margins && { margins: turnMargins(side.margins, first) }) };
  } finally {
    await engine.close();
  }
}
