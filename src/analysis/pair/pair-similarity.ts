/** Whether matched latents lie to each other as their partners do. */
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { MatchingRow, NullRow } from '../../../db/stores/matchings.ts';
import { compareWithDraws } from '../../compute/nulls/compare-with-draws.ts';
import { type PairingSimilarity, pairingSimilarity } from '../../compute/similarity/pairing-similarity.ts';
import { MOST_COMPARED, samplePairs } from '../../compute/similarity/pair-sample.ts';
import { buildUnitRows, type UnitRows } from '../../compute/unit-rows.ts';
import { definitions } from '../definitions/definitions.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { SHUFFLES } from '../permutation-test.ts';
import { findPairArrays } from './complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { found, getEnds } from '../stored-rows.ts';

/** CKA and RSA with shuffles; null while the matching is not complete. Throws `NO_WEIGHTS`. O(pairs^2 (d + shuffles)), two statements. */
export async function readSimilarity(context: AnalysisContext, matching: MatchingRow) {
  const pair = await findPairArrays(context, matching, { aliveOnly: false, candidates: 'NONE' });
  if (pair === null) return null;
  const ends = await getEnds(context, matching);
  assertWeights([ends.a, ends.b], 'compare rows');
  const sample = samplePairs(
    { partner: pair.a.decoder.partner, aliveA: pair.a.alive, aliveB: pair.b.alive },
    { most: MOST_COMPARED, seed: RANDOM_SEED },
  );
  const [a, b] = await Promise.all([
    readSampled(context, { spaceId: matching.spaceId, dictionaryId: matching.a, indexes: sample.a }),
    readSampled(context, { spaceId: matching.spaceId, dictionaryId: matching.b, indexes: sample.b }),
  ]);
  const { cka, rsa, rankRsa } = await pairingSimilarity(
    { a, b },
    { shuffles: SHUFFLES, seed: RANDOM_SEED, signal: context.signal },
  );
  return {
    pairs: a.n,
    sampledFrom: sample.of,
    shuffles: SHUFFLES,
    cka,
    rsa,
    rankRsa,
    nulls: compareWithNulls({ cka, rsa, rankRsa }, await context.batches.nulls.load(matching)),
    statement: definitions.similarity.statement({ pairs: MOST_COMPARED }),
    basis: matching,
  };
}

/** Each number against the draws of each kind of null that has kept them. */
function compareWithNulls(real: PairingSimilarity, stored: readonly NullRow[]) {
  return stored.flatMap(({ kind, statistics: { similarity } }) => {
    if (similarity === undefined) return [];
    const compare = (of: keyof PairingSimilarity) => {
      const value = real[of]?.value;
      const draws = similarity[of];
      return value === undefined || draws.length === 0 ? null : compareWithDraws(value, draws);
    };
    return [{ kind, cka: compare('cka'), rsa: compare('rsa'), rankRsa: compare('rankRsa') }];
  });
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
