/** A dense assignment solver, independent of the engine: shortest augmenting paths with potentials, O(n^2 m). For small n. */
import type { Measure, SideMatching } from '../../../src/compute/side-matching.ts';
import type { UnitRows } from '../../../src/compute/unit-rows.ts';
import { type DenseSide, matchedEnd } from '../statistics/naive-pair.ts';

/** The optimal matching of two small dictionaries; its certificate holds the objective and nothing else of worth. */
export function matchDensely(a: UnitRows, b: UnitRows, measure: Measure): SideMatching {
  const cosines = Array.from({ length: a.n }, (_, i) =>
    Array.from({ length: b.n }, (_, j) => {
      let dot = 0;
      for (let z = 0; z < a.d; z++) dot += a.values[i * a.d + z] * b.values[j * b.d + z];
      return measure === 'COSINE' ? dot : Math.abs(dot);
    }),
  );
  const transposed = Array.from({ length: b.n }, (_, j) => cosines.map((row) => row[j]));
  const invert = (partner: number[], n: number) => Array.from({ length: n }, (_, j) => partner.indexOf(j));
  const partner = a.n <= b.n ? assign(cosines) : invert(assign(transposed), a.n);
  const sideA: DenseSide = { cosines, partner };
  const sideB: DenseSide = { cosines: transposed, partner: invert(partner, b.n) };
  const primal = partner.reduce((total, j, i) => total + (j < 0 ? 0 : cosines[i][j]), 0);
  return {
    measure,
    a: matchedEnd(sideA),
    b: matchedEnd(sideB),
    certificate: {
      primal,
      dual: primal,
      gap: 0,
      tolerance: 0,
      optimal: true,
      roundingBound: 0,
      pairsCovered: a.n * b.n,
      rounds: 1,
      solver: 'dense',
    },
  };
}

/** Column of each row in the assignment of largest sum, for a matrix with no more rows than columns. */
export function assign(scores: number[][]): number[] {
  const [rows, columns] = [scores.length, scores[0].length];
  const u = new Float64Array(rows);
  const v = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  const columnOf = new Array<number>(rows).fill(-1);
  for (let start = 0; start < rows; start++) {
    const distance = new Float64Array(columns).fill(Infinity);
    const from = new Int32Array(columns);
    const done = new Uint8Array(columns);
    let [row, reached, column] = [start, 0, -1];
    do {
      let next = -1;
      for (let j = 0; j < columns; j++) {
        if (done[j]) continue;
        const through = reached - scores[row][j] - u[row] - v[j];
        if (through < distance[j]) {
          distance[j] = through;
          from[j] = row;
        }
        if (next < 0 || distance[j] < distance[next]) next = j;
      }
      column = next;
      reached = distance[column];
      done[column] = 1;
      row = rowOf[column];
    } while (row >= 0);
    u[start] += reached;
    for (let j = 0; j < columns; j++) {
      if (!done[j] || rowOf[j] < 0) continue;
      u[rowOf[j]] += reached - distance[j];
    }
    for (let j = 0; j < columns; j++) if (done[j]) v[j] -= reached - distance[j];
    while (column >= 0) {
      const owner = from[column];
      const freed = columnOf[owner];
      rowOf[column] = owner;
      columnOf[owner] = column;
      column = owner === start ? -1 : freed;
    }
  }
  return columnOf;
}
