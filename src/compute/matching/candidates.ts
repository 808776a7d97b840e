/**
 * Nearest lists with float32 scores -> the few nearest with exact scores, in exact order.
 *
 * A pair whose float32 score is more than two rounding bounds below the c-th best cannot be among the c best; where the lists do
 * not reach that far down (masses of equal scores), the whole row is evaluated.
 */
import { groupIdenticalRows } from './identical-rows.ts';
import type { NearestLists } from './nearest-lists.ts';
import type { Pace } from './pace.ts';
import type { PairScore } from './pair-score.ts';
import { CANDIDATES_KEPT } from '../side-matching.ts';
import type { UnitRows } from '../unit-rows.ts';

/** The c nearest of each row, best first, ties by lower index. */
export interface Candidates {
  readonly candidates: Int32Array; // [n, c]
  readonly candidateCosines: Float64Array; // [n, c]
  readonly candidatesPerLatent: number;
}

/** Rows between two turns of the event loop: a few milliseconds. */
const rowsPerTurn = 512;

/** Keeps the best `c` (score, index) pairs offered, best first, ties by lower index. */
class Podium {
  readonly scores: Float64Array;
  readonly indexes: Int32Array;
  #held = 0;

  constructor(c: number) {
    this.scores = new Float64Array(c);
    this.indexes = new Int32Array(c);
  }

  clear(): void {
    this.#held = 0;
  }

  offer(score: number, index: number): void {
    const { scores, indexes } = this;
    let place = this.#held;
    while (place > 0 && (scores[place - 1] < score || (scores[place - 1] === score && indexes[place - 1] > index)))
      place--;
    if (place === scores.length) return;
    this.#held = Math.min(this.#held + 1, scores.length);
    scores.copyWithin(place + 1, place, this.#held - 1);
    indexes.copyWithin(place + 1, place, this.#held - 1);
    scores[place] = score;
    indexes[place] = index;
  }
}

/**
 * The c = min(CANDIDATES_KEPT, others.n) nearest of each row. `score(i, j)` is exact, `i` of `rows`, `j` of `others`; `slack`
 * bounds |float32 score - exact score|.
 */
export async function pickCandidates(input: {
  lists: NearestLists;
  rows: UnitRows;
  others: UnitRows;
  score: PairScore;
  slack: number;
  pace: Pace;
}): Promise<Candidates> {
  const { lists, others, score, slack, pace } = input;
  const { n, k } = lists;
  const c = Math.min(CANDIDATES_KEPT, others.n);
  const candidates = new Int32Array(n * c);
  const candidateCosines = new Float64Array(n * c);
  const podium = new Podium(c);
  const roughly = new Podium(c);
  const put = (i: number) => {
    candidates.set(podium.indexes, i * c);
    candidateCosines.set(podium.scores, i * c);
  };

  const undecided: number[] = [];
  for (let i = 0; i < n; i++) {
    if (i % rowsPerTurn === 0) await pace.breathe();
    roughly.clear();
    for (let z = i * k; z < (i + 1) * k; z++) roughly.offer(lists.scores[z], lists.indexes[z]);
    const reach = roughly.scores[c - 1] - 2 * slack;
    if (lists.bound[i] >= reach) {
      undecided.push(i);
      continue;
    }
    podium.clear();
    for (let z = i * k; z < (i + 1) * k; z++)
      if (lists.scores[z] >= reach) podium.offer(score(i, lists.indexes[z]), lists.indexes[z]);
    put(i);
  }

  if (undecided.length > 0) {
    const distinct = groupIdenticalRows(
      others,
      Array.from({ length: others.n }, (_, j) => j),
    );
    for (const [turn, alike] of groupIdenticalRows(input.rows, undecided).entries()) {
      if (turn % 16 === 0) await pace.breathe();
      podium.clear();
      for (const copies of distinct) {
        const s = score(alike[0], copies[0]);
        for (const j of copies.slice(0, c)) podium.offer(s, j);
      }
      for (const i of alike) put(i);
    }
  }
  return { candidates, candidateCosines, candidatesPerLatent: c };
}
