/** How well a few latents of the other dictionary rebuild an orphan. */
import { judgeRecoding, recodingStatement, type RecodingRule } from '../compute/recoding/verdict.ts';
import { getOtherEnd } from './complete-pair.ts';
import type { GraphContext } from './context.ts';
import { MAX_ATOMS } from './limits.ts';
import { checkRange } from './paging.ts';
import type { OrphanParent } from './parents.ts';
import { NULL_DRAWS, NULL_SEED } from './row-cache.ts';

/** The recoding with its verdict. Throws `BAD_INPUT` for an argument out of range, `QUERY_TOO_COSTLY` for too large a dictionary. */
export async function readRecoding(
  context: GraphContext,
  { latent, matching }: OrphanParent,
  { atoms, ...rule }: RecodingRule & { atoms: number },
) {
  checkRange('atoms', atoms, { min: 1, max: MAX_ATOMS });
  checkRange('minRSquared', rule.minRSquared, { min: 0, max: 1 });
  checkRange('minAboveNull', rule.minAboveNull, { min: 0, max: 1 });
  const other = await getOtherEnd(context, { matching, latent });
  const recoding = await context.recodings.load({ latent, other, atoms });
  const nullRSquared = await context.rows.loadNull({ n: other.nLatents, d: other.dIn, atoms });
  const judged = judgeRecoding({ rSquared: recoding.rSquared, nullRSquared }, rule);
  return {
    verdict: recoding.isZero ? null : judged.verdict,
    atomsNeeded: judged.atomsNeeded,
    atoms: Array.from(recoding.atoms, (index, k) => ({
      latent: { spaceId: other.spaceId, dictionaryId: other.id, index },
      coefficient: recoding.coefficients[k],
      rSquared: recoding.rSquared[k],
      nullRSquared: nullRSquared[k],
    })),
    other,
    ...rule,
    statement: recodingStatement({ ...rule, atoms, draws: NULL_DRAWS, seed: NULL_SEED }),
  };
}
