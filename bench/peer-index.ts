/**
 * hnswlib-node as a peer, where it can be resolved: from this project, or from the folder named by RESEED_BENCH_MODULES. It is no
 * dependency of the project, since it is compiled on installation.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { UnitRows } from '../src/compute/unit-rows.ts';

/** Resolved at run time: no dependency of ours. */
const PEER = 'hnswlib-node';
/** What pgvector builds by default, too. */
const M = 16;
const EF_CONSTRUCTION = 64;

interface Hierarchical {
  initIndex(options: { maxElements: number; m: number; efConstruction: number; randomSeed: number }): void;
  addPoint(point: number[], label: number): void;
  setEf(ef: number): void;
  searchKnn(query: number[], first: number): { neighbors: number[] };
}

export interface PeerIndex {
  search(query: Float32Array, options: { first: number; ef: number }): number[];
}

/** A builder of peer indexes, or null where hnswlib-node is not installed. */
export function findPeer(): ((rows: UnitRows) => PeerIndex) | null {
  const from = process.env.RESEED_BENCH_MODULES;
  const require = createRequire(from ? path.join(path.resolve(from), 'index.js') : import.meta.url);
  let Index: new (space: 'cosine', d: number) => Hierarchical;
  try {
    Index = require(PEER).HierarchicalNSW;
  } catch {
    return null;
  }
  return ({ n, d, values }) => {
    const index = new Index('cosine', d);
    index.initIndex({ maxElements: n, m: M, efConstruction: EF_CONSTRUCTION, randomSeed: 1 });
    for (let i = 0; i < n; i++) index.addPoint(Array.from(values.subarray(i * d, (i + 1) * d)), i);
    return {
      search(query, { first, ef }) {
        index.setEf(ef);
        return index.searchKnn(Array.from(query), first).neighbors;
      },
    };
  };
}
