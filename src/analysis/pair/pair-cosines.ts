/** Cosines of pairs of latents from their rows: the same numbers as matchings hold. */
import type { Session } from '../../../db/connect/session.ts';
import { type LatentPair, readVectorPairs } from '../../../db/stores/latents.ts';
import { buildPairScore, toCosine } from '../../compute/matching/pair-score.ts';
import { buildUnitRows } from '../../compute/unit-rows.ts';

/** Signed; null for a zero or missing row. One statement. */
export async function pairCosines(s: Session, pairs: readonly LatentPair[]): Promise<(number | null)[]> {
  const rows = await readVectorPairs(s, pairs);
  return rows.map((row) => {
    if (row === null) return null;
    const shape = { n: 1, d: row.a.length };
    const [a, b] = [buildUnitRows(row.a, shape), buildUnitRows(row.b, shape)];
    if (a.norms[0] === 0 || b.norms[0] === 0) return null;
    return toCosine(buildPairScore(a.unit, b.unit, { measure: 'COSINE' })(0, 0), shape.d);
  });
}
