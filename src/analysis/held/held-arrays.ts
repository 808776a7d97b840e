/** What is held in memory from question to question, and how much of it. Each answers from what it holds, or reads. */
import type { Database } from '../../../db/connect/connect.ts';
import { LabelCache } from './label-cache.ts';
import { PairCache } from './pair-cache.ts';
import { PairReader } from './pair-reader.ts';
import { RowCache } from './row-cache.ts';
import { ScoreCache } from './score-cache.ts';
import { SharingCache } from './sharing-cache.ts';

const MIB = 2 ** 20;

/** Matchings: a pair of 131,072 latents needs about 60 MB. */
const PAIR_CACHE_BYTES = 256 * MIB;
/** Matchings reduced to scores: nine dictionaries of 32,768 latents need 55 MB per definition, of 131,072 latents 220 MB. */
const SCORE_CACHE_BYTES = 256 * MIB;
/** Ranks and partners of pairs: nine dictionaries of 32,768 latents need 5 MB of ranks per definition, and 19 MB of partners or 28 MB with their cosines. */
const SHARING_CACHE_BYTES = 256 * MIB;
/** Rows for recodings; a dictionary beyond this is refused. The paper's largest, 131,072 latents of width 768, takes 403 MB. */
const ROW_CACHE_BYTES = 512 * MIB;
/** Labels for comparisons: a dictionary of 32,768 explained latents needs about 3 MB. */
const LABEL_CACHE_BYTES = 128 * MIB;

export interface HeldArrays {
  readonly pairs: PairCache;
  readonly sharing: SharingCache;
  readonly rows: RowCache;
  readonly labels: LabelCache;
}

/** Empty caches over `db`, filled by what is asked. */
export function buildHeldArrays(db: Database): HeldArrays {
  const reader = new PairReader(db);
  const pairs = new PairCache(reader, { maxBytes: PAIR_CACHE_BYTES });
  const scores = new ScoreCache(pairs, { maxBytes: SCORE_CACHE_BYTES });
  return {
    pairs,
    sharing: new SharingCache(db, { reader, pairs, scores, maxBytes: SHARING_CACHE_BYTES }),
    rows: new RowCache(db, { maxBytes: ROW_CACHE_BYTES }),
    labels: new LabelCache(db, { maxBytes: LABEL_CACHE_BYTES }),
  };
}
