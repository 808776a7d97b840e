/** Whether matched latents lie to each other as their partners do. */
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { pairingSimilarity } from '../../compute/similarity/pairing-similarity.ts';
import { samplePairs } from '../../compute/similarity/pair-sample.ts';
import { buildUnitRows, type UnitRows } from '../../compute/unit-rows.ts';
import { findPairArrays } from './complete-pair.ts';
import type { AnalysisContext } from '../context.ts';
import { found, getEnds } from '../stored-rows.ts';

/** Pairs compared: their number squared is the cost, and the answer must come at once (0.1 to 0.2 s) at every width. */
const MOST_PAIRS = 256;
/** The least p-value is 1 / 200. */
const SHUFFLES = 199;
/** Any fixed number: the same matching gives the same answer. */
const SEED = 20_250_126;

const STATEMENT =
  `Unit decoder rows of at most ${MOST_PAIRS} pairs of the decoder matching whose latents are both alive, a seeded sample (seed ${SEED}); signs as stored. ` +
  'CKA: with rows centred over the pairs, |Y^T X|^2 / (|X^T X| |Y^T Y|), Frobenius norms. RSA: Pearson correlation of the upper triangles of X X^T and Y Y^T; by ranks, Spearman. ' +
  `Shuffles: ${SHUFFLES} random pairings of the same rows (same seed); p = (1 + shuffles that give at least the value) / (1 + ${SHUFFLES}). ` +
  'The pairs were chosen by their cosines, which raises all numbers: shuffles test whether the pairing matters, not whether the dictionaries are related. Linear CKA has a high floor where pairs are few for the width: compare with the mean over shuffles.';

/** CKA and RSA with shuffles; null while the matching is not complete. Throws `NO_WEIGHTS`. O(pairs^2 (d + shuffles)), two statements. */
export async function readSimilarity(context: AnalysisContext, matching: MatchingRow) {
  const pair = await findPairArrays(context, matching, { aliveOnly: false, candidates: 'NONE' });
  if (pair === null) return null;
  const ends = await getEnds(context, matching);
  assertWeights([ends.a, ends.b], 'compare rows');
  const sample = samplePairs(
    { partner: pair.a.decoder.partner, aliveA: pair.a.alive, aliveB: pair.b.alive },
    { most: MOST_PAIRS, seed: SEED },
  );
  const [a, b] = await Promise.all([
    readSampled(context, { spaceId: matching.spaceId, dictionaryId: matching.a, indexes: sample.a }),
    readSampled(context, { spaceId: matching.spaceId, dictionaryId: matching.b, indexes: sample.b }),
  ]);
  const { cka, rsa, rankRsa } = await pairingSimilarity(
    { a, b },
    { shuffles: SHUFFLES, seed: SEED, signal: context.signal },
  );
  return {
    pairs: a.n,
    sampledFrom: sample.of,
    shuffles: SHUFFLES,
    cka,
    rsa,
    rankRsa,
    statement: STATEMENT,
    basis: matching,
  };
}

async function readSampled(
  { batches }: AnalysisContext,
  { spaceId, dictionaryId, indexes }: { spaceId: number; dictionaryId: number; indexes: readonly number[] },
): Promise<UnitRows> {
  const rows = await Promise.all(
    indexes.map((index) => batches.vectors.load({ spaceId, dictionaryId, index, side: 'DECODER' })),
  );
  const d = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * d);
  for (const [i, row] of rows.entries()) values.set(found(row, 'latent'), i * d);
  return buildUnitRows(values, { n: rows.length, d }).unit;
}
