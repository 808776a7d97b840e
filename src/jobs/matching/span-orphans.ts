/** The spans of the latents that one pair does not share: decoder rows and matching -> how far they are the same subspace. */
import type { Partners, SideRow } from '../../../db/stores/matchings.ts';
import type { OrphanSpansRecord } from '../../../db/stores/similarities.ts';
import { buildAnalysisContext } from '../../analysis/analysis-context.ts';
import { buildCriterion } from '../../analysis/build-criterion.ts';
import { buildHeldArrays } from '../../analysis/held/held-arrays.ts';
import { PairReader } from '../../analysis/held/pair-reader.ts';
import { findCompletePair } from '../../analysis/pair/complete-pair.ts';
import type { BothEnds } from '../../compute/group/seed-group.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { orphanSpans } from '../../compute/similarity/orphan-spans.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { TaskContext } from '../worker/task.ts';
import type { MatchedRows } from './correlate-pairs.ts';

/** Draws of random latents, by the width up to which so many take at most a minute. */
const DRAWS = [
  { upTo: 256, draws: 9 },
  { upTo: 1024, draws: 3 },
  { upTo: Number.POSITIVE_INFINITY, draws: 1 },
];

/** What is stored of it: without spans where others published partners without cosines, and where a dictionary has no orphan. */
export async function spanOrphans(
  context: TaskContext,
  of: MatchedRows & { decoder: SideRow },
): Promise<OrphanSpansRecord> {
  const { a, aliveA, aliveB, rowsA, rowsB } = of;
  const { signal, settings } = context;
  const { criterion, shared } = await readShared(context, of);
  if (shared === null) return { criterion, seed: RANDOM_SEED, spans: null };
  const end = (alive: Uint8Array, isShared: Uint8Array) => {
    const among = Array.from(alive.keys()).filter((i) => alive[i] === 1);
    return { among, orphans: among.filter((i) => isShared[i] === 0) };
  };
  const spans = await orphanSpans(
    { a: { rows: rowsA, ...end(aliveA, shared.A) }, b: { rows: rowsB, ...end(aliveB, shared.B) } },
    {
      draws: DRAWS.find(({ upTo }) => a.dIn <= upTo)?.draws ?? 1,
      seed: RANDOM_SEED,
      threads: settings.threads,
      signal,
      onProgress: (progress) => context.progress({ ...progress, unit: 'steps' }),
    },
  );
  return { criterion, seed: RANDOM_SEED, spans };
}

/** Who is shared by the default criterion; by decoders alone where there is no encoder, or its side is not matched yet. */
async function readShared(
  { db, signal }: TaskContext,
  { matching, a, b, decoder }: MatchedRows & { decoder: SideRow },
): Promise<{ criterion: Criterion; shared: BothEnds<Uint8Array> | null }> {
  const analysis = buildAnalysisContext({ db, ...buildHeldArrays(db) }, signal);
  const pair = await findCompletePair(analysis, matching);
  const isUnknown = (side: SideRow | null | undefined) => side?.publication?.cosines === 'UNKNOWN';
  if (pair?.encoder && !isUnknown(pair.encoder) && !isUnknown(pair.decoder)) {
    const criterion = buildCriterion();
    const { A, B } = await analysis.sharing.loadShared(pair, criterion);
    return { criterion, shared: { A: A.shared, B: B.shared } };
  }
  const criterion = buildCriterion({ definition: 'DECODER' });
  if (isUnknown(decoder)) return { criterion, shared: null };
  const ends = await new PairReader(db).readMatched({ matching, a, b }, decoder);
  const accept = ({ partner, cosine }: Partners) =>
    Uint8Array.from(partner, (j, i) => Number(j >= 0 && cosine[i] >= criterion.threshold));
  return { criterion, shared: { A: accept(ends.A), B: accept(ends.B) } };
}
