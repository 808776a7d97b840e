/** How well a few latents of the other dictionary rebuild an orphan, and whether one of them holds it together with others. */
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import { sumFlags } from '../../compute/group/seed-group.ts';
import { judgeMerge } from '../../compute/recoding/merge.ts';
import type { Recoding } from '../../compute/recoding/recode.ts';
import { judgeRecoding, type RecodingRule } from '../../compute/recoding/verdict.ts';
import { getOtherEnd } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { checkRange } from '../check-range.ts';
import { definitions } from '../definitions/definitions.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { MAX_ATOMS } from '../argument-limits.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import type { Orphan } from '../pair/pair-lists.ts';
import type { RecodingKey } from './recoding-batch.ts';
import { NULL_DRAWS } from '../held/row-cache.ts';
import { getDictionaryOf } from '../stored-rows.ts';

/** A latent that takes part, and how well it and those before it rebuild the row. */
export interface RecodingAtom {
  latent: LatentKey;
  coefficient: number;
  rSquared: number;
  nullRSquared: number;
}

/** The latent of the other dictionary that holds the orphan together with others. */
export interface Merge {
  latent: LatentKey;
  atoms: RecodingAtom[];
  atomsNeeded: number;
  gain: number;
  nullGain: number;
}

/** The recoding with its verdict. Throws `BAD_INPUT` for an argument out of range, `QUERY_TOO_COSTLY` for too large a dictionary, `NO_WEIGHTS`. */
export async function readRecoding(
  context: AnalysisContext,
  { latent, matching, criterion }: Orphan,
  { atoms, ...rule }: RecodingRule & { atoms: number },
) {
  const { aliveOnly, minFiringFrequency } = criterion;
  checkRange('atoms', atoms, { min: 1, max: MAX_ATOMS });
  checkRange('minRSquared', rule.minRSquared, { min: 0, max: 1 });
  checkRange('minAboveNull', rule.minAboveNull, { min: 0, max: 1 });
  const other = await getOtherEnd(context, { matching, latent });
  const own = await getDictionaryOf(context, { spaceId: latent.spaceId, id: latent.dictionaryId });
  assertWeights([own, other], 'rebuild a latent from others');
  assertAliveKnown([own, other], criterion);
  const how = { atoms, aliveOnly, minFiringFrequency };
  const { recoding, nullRSquared } = await loadRecoding(context, { latent, other, ...how });
  const judged = judgeRecoding({ rSquared: recoding.rSquared, nullRSquared }, rule);
  const isMissing = judged.verdict === 'MISSING' && recoding.atoms.length > 0;
  const nearest = { spaceId: other.spaceId, dictionaryId: other.id, index: recoding.atoms[0] };
  const mergedInto = isMissing ? await findMerge(context, { latent, nearest, ...how }, rule) : null;
  const verdict = mergedInto === null ? judged.verdict : 'MERGED';
  return {
    verdict: recoding.isZero ? null : verdict,
    atomsNeeded: judged.atomsNeeded,
    atoms: listAtoms(recoding, { of: other, nullRSquared }),
    mergedInto,
    other,
    ...rule,
    statement: definitions.recoding.statement({ ...rule, atoms, aliveOnly, draws: NULL_DRAWS, seed: RANDOM_SEED }),
  };
}

/** The recoding, and what as many random rows give as it may use. */
async function loadRecoding(context: AnalysisContext, key: RecodingKey) {
  const { other, atoms, aliveOnly, minFiringFrequency } = key;
  const recoding = await context.recodings.load(key);
  const n = aliveOnly ? sumFlags(await context.pairs.loadAlive(other, { minFiringFrequency })) : other.nLatents;
  return { recoding, nullRSquared: await context.rows.loadNull({ n, d: other.dIn, atoms }) };
}

/** How `nearest` is rebuilt from the latent's own dictionary, if the latent is a part of it. */
async function findMerge(
  context: AnalysisContext,
  {
    latent,
    nearest,
    ...how
  }: { latent: LatentKey; nearest: LatentKey } & Pick<RecodingKey, 'atoms' | 'aliveOnly' | 'minFiringFrequency'>,
  rule: RecodingRule,
): Promise<Merge | null> {
  const own = await getDictionaryOf(context, { spaceId: latent.spaceId, id: latent.dictionaryId });
  const { recoding, nullRSquared } = await loadRecoding(context, { latent: nearest, other: own, ...how });
  const merge = judgeMerge({ recoding, orphan: latent.index, nullRSquared }, rule);
  if (merge === null) return null;
  const { gain, nullGain, atomsNeeded } = merge;
  return { latent: nearest, gain, nullGain, atomsNeeded, atoms: listAtoms(recoding, { of: own, nullRSquared }) };
}

function listAtoms(
  { atoms, coefficients, rSquared }: Recoding,
  { of, nullRSquared }: { of: DictionaryRow; nullRSquared: Float64Array },
): RecodingAtom[] {
  return Array.from(atoms, (index, k) => ({
    latent: { spaceId: of.spaceId, dictionaryId: of.id, index },
    coefficient: coefficients[k],
    rSquared: rSquared[k],
    nullRSquared: nullRSquared[k],
  }));
}
