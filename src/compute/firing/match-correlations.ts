/**
 * Sums of co-firing -> the bijection with the largest summed Pearson correlation of activations, the four nearest of each latent, and a proof
 * over ALL pairs.
 *
 * Solve on few pairs; price all pairs; add what exceeds the prices, repair, repeat (`../matching/README.md` has the idea). Here pricing costs no
 * product: pairs that fire together are held, and the best of the rest for a row is that with the highest line -p q_j - v_j at its p
 * (`highest-line.ts`). That line bounds pairs that fire together from below, so it may be asked over all columns.
 */
import { buildCertificate } from '../matching/certificate.ts';
import { Assignment } from '../matching/assignment.ts';
import { PairList } from '../matching/pair-list.ts';
import { FLOAT64_ROUNDOFF } from '../matching/pair-score.ts';
import { TopK } from '../matching/top-k.ts';
import { CANDIDATES_KEPT, type MatchedEnd, type SideMatching } from '../side-matching.ts';
import { Turns, type TurnsOptions } from '../turns.ts';
import type { CoFiring } from './co-firing.ts';
import { Correlations } from './correlations.ts';
import { HighestLine } from './highest-line.ts';

/** Pairs of every row and every column that the first solve sees. */
const CORE_PAIRS = 12;
/** Pairs of one row that one round of pricing adds at most. */
const ADDED_PER_ROW = 8;
/** A row gives up in the first solve where it would profit by less: no pair that fires together more than by chance is worth less. */
const FLOOR = 0;
/** Least excess over the prices that counts, and how it grows with the largest product of p and q: sixteen roundings. */
const LEAST_VIOLATION = 1e-12;
const VIOLATION_ROUNDINGS = 16;

/** The matching of A's latents with B's; see `MatchedEnd` for what it holds, correlations in the place of cosines. */
export async function matchCorrelations(sums: CoFiring, options: TurnsOptions = {}): Promise<SideMatching> {
  const turns = new Turns(options);
  const isSwapped = sums.a.n > sums.b.n;
  const pairs = new Correlations(isSwapped ? sums.transpose() : sums);
  const nearest = await findNearest(pairs, turns);
  const { assignment, violation, rounds } = await solve(pairs, { nearest, turns });
  const { u, v, rowMate, columnMate } = assignment;
  const matched = Float64Array.from(rowMate, (j, i) => pairs.score(i, j));
  const rows = buildEnd(nearest.rows, { partner: rowMate, cosine: matched });
  const columns = buildEnd(nearest.columns, {
    partner: columnMate,
    cosine: Float64Array.from(columnMate, (i) => (i < 0 ? 0 : matched[i])),
  });
  return {
    measure: 'ACTIVATION_CORRELATION',
    a: isSwapped ? columns : rows,
    b: isSwapped ? rows : columns,
    certificate: buildCertificate({ matched, u, v, violation, roundingBound: 0, rounds }),
  };
}

function buildEnd(best: TopK, matched: Pick<MatchedEnd, 'partner' | 'cosine'>): MatchedEnd {
  const c = Math.min(best.c, CANDIDATES_KEPT);
  const n = matched.partner.length;
  const take = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
    for (let i = 0; i < n; i++) for (let z = 0; z < c; z++) to[i * c + z] = from[i * best.c + z];
    return to;
  };
  return {
    ...matched,
    candidates: take(best.indexes, new Int32Array(n * c)),
    candidateCosines: take(best.scores, new Float64Array(n * c)),
    candidatesPerLatent: c,
  };
}

interface Nearest {
  readonly rows: TopK;
  readonly columns: TopK;
}

/** The few highest correlations of each row and column, over all pairs; ties by lower index. */
async function findNearest(pairs: Correlations, turns: Turns): Promise<Nearest> {
  const { nRows, nColumns } = pairs;
  const rows = new TopK({ n: nRows, c: Math.min(CORE_PAIRS, nColumns) });
  const columns = new TopK({ n: nColumns, c: Math.min(CORE_PAIRS, nRows) });
  for (let i = 0; i < nRows; i++) {
    const { columns: to, scores } = pairs.row(i);
    for (let e = 0; e < to.length; e++) {
      rows.offer(i, scores[e], to[e]);
      columns.offer(to[e], scores[e], i);
    }
    await turns.spend(16 * to.length + 1);
  }
  await offerApart(rows, { own: pairs.p, others: pairs.q, areTogether: (i, j) => pairs.areTogether(i, j), turns });
  await offerApart(columns, { own: pairs.q, others: pairs.p, areTogether: (j, i) => pairs.areTogether(i, j), turns });
  return { rows, columns };
}

/** Offers each line the nearest of those with which it never fires: the score of such a pair is minus the product of the two factors. */
async function offerApart(
  best: TopK,
  of: {
    own: Float64Array;
    others: Float64Array;
    areTogether: (line: number, other: number) => boolean;
    turns: Turns;
  },
): Promise<void> {
  const { own, others } = of;
  const order = Int32Array.from(others.keys()).sort((x, y) => others[x] - others[y] || x - y);
  for (let line = 0; line < own.length; line++) {
    let [offered, looked] = [0, 0];
    for (; offered < best.c && looked < order.length; looked++) {
      // all are equally near to a line that does not vary
      const other = own[line] === 0 ? looked : order[looked];
      const score = 0 - own[line] * others[other];
      if (score < best.bar(line)) break;
      if (own[line] > 0 && of.areTogether(line, other)) continue;
      best.offer(line, score, other);
      offered++;
    }
    await of.turns.spend(32 * looked + 1);
  }
}

/** The pairs of both ends' nearest, once each. */
function buildCore(nRows: number, { rows, columns }: Nearest): PairList {
  const core = new PairList();
  for (let i = 0; i < nRows; i++)
    for (let z = i * rows.c; z < (i + 1) * rows.c; z++) core.push(i, rows.indexes[z], rows.scores[z]);
  for (let j = 0; j < columns.indexes.length / columns.c; j++) {
    for (let z = j * columns.c; z < (j + 1) * columns.c; z++) {
      const i = columns.indexes[z];
      if (columns.scores[z] < rows.bar(i) || !rows.indexes.subarray(i * rows.c, (i + 1) * rows.c).includes(j))
        core.push(i, j, columns.scores[z]);
    }
  }
  return core;
}

async function solve(
  pairs: Correlations,
  { nearest, turns }: { nearest: Nearest; turns: Turns },
): Promise<{ assignment: Assignment; violation: number; rounds: number }> {
  const { nRows, nColumns, p, q } = pairs;
  const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), 0);
  const violation = Math.max(LEAST_VIOLATION, VIOLATION_ROUNDINGS * FLOAT64_ROUNDOFF * (1 + largest(p) * largest(q)));
  const assignment = new Assignment({ nRows, nColumns, tightness: violation / 2, turns });
  const core = buildCore(nRows, nearest);
  await turns.report({ step: 'assignment', done: 0, total: 1 });
  assignment.setGraph(core);
  await assignment.start(FLOOR);
  linkInOrder(pairs, assignment, core);
  for (let rounds = 1; ; rounds++) {
    assignment.setGraph(core);
    await assignment.solve();
    const added = await addViolating(pairs, { assignment, core, violation, turns });
    if (added === 0) return { assignment, violation, rounds };
    linkInOrder(pairs, assignment, core);
    await turns.report({ step: 'assignment', done: rounds, total: rounds + 1 });
  }
}

/**
 * Links the rows and columns that have no partner, or one with which they never fire: the largest p with the smallest q, which among such pairs
 * is the best that can be (the rearrangement inequality), and each with its neighbours in that order, which makes prices right there.
 */
function linkInOrder(pairs: Correlations, { rowMate, columnMate }: Assignment, core: PairList): void {
  const { p, q } = pairs;
  const isOpen = (i: number) => rowMate[i] < 0 || !pairs.areTogether(i, rowMate[i]);
  const rows = Array.from(rowMate.keys())
    .filter(isOpen)
    .sort((x, y) => p[y] - p[x] || x - y);
  const columns = Array.from(columnMate.keys())
    .filter((j) => columnMate[j] < 0 || isOpen(columnMate[j]))
    .sort((x, y) => q[x] - q[y] || x - y);
  for (const [k, i] of rows.entries()) {
    for (const place of [k - 1, k, k + 1])
      if (place >= 0 && place < columns.length) core.push(i, columns[place], pairs.score(i, columns[place]));
  }
}

/** Adds pairs that exceed the prices by more than `violation` to the core; returns how many rows have one. */
async function addViolating(
  pairs: Correlations,
  of: { assignment: Assignment; core: PairList; violation: number; turns: Turns },
): Promise<number> {
  const { assignment, core, violation, turns } = of;
  const { u, v } = assignment;
  const best = new TopK({ n: 1, c: Math.min(ADDED_PER_ROW, pairs.nColumns) });
  const lines = new HighestLine(
    pairs.q.map((factor) => 0 - factor),
    v.map((price) => 0 - price),
  );
  let violated = 0;
  for (let i = 0; i < pairs.nRows; i++) {
    best.scores.fill(Number.NEGATIVE_INFINITY);
    best.indexes.fill(-1);
    const { columns, scores } = pairs.row(i);
    for (let e = 0; e < columns.length; e++) {
      const excess = scores[e] - u[i] - v[columns[e]];
      if (excess > violation) best.offer(0, excess, columns[e]);
    }
    const highest = lines.at(pairs.p[i]);
    if (lines.value(highest, pairs.p[i]) - u[i] > violation)
      best.offer(0, pairs.score(i, highest) - u[i] - v[highest], highest);
    for (const j of best.indexes) if (j >= 0) core.push(i, j, pairs.score(i, j));
    if (best.indexes[0] >= 0) violated++;
    await turns.spend(4 * columns.length + 32);
  }
  return violated;
}
