/**
 * Matchings whose every side is there, and the statistics' view of them.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { Candidates, Criterion } from '../../compute/statistics/criterion.ts';
import type { MatchingEnd, PairArrays } from '../../compute/statistics/pair-arrays.ts';
import { ReseedError } from '../../errors.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { assertAliveKnown } from './alive-latents.ts';
import type { CompletePair } from '../held/matched-pair.ts';
import { getEnds } from '../stored-rows.ts';

/** The matching with its ends and sides, or null while a side that both dictionaries have is missing. */
export async function findCompletePair(
  context: Pick<AnalysisContext, 'batches'>,
  matching: MatchingRow,
): Promise<CompletePair | null> {
  const [{ a, b }, sides] = await Promise.all([getEnds(context, matching), context.batches.sides.load(matching)]);
  const decoder = sides.find((side) => side.side === 'DECODER');
  const encoder = sides.find((side) => side.side === 'ENCODER') ?? null;
  const needsEncoders = a.hasEncoder && b.hasEncoder;
  if (decoder === undefined || (needsEncoders && encoder === null)) return null;
  return { matching, a, b, decoder, encoder };
}

/** As {@link findCompletePair}, for numbers that exist only while the matching does. Throws `NOT_MATCHED`. */
export async function getCompletePair(context: AnalysisContext, matching: MatchingRow): Promise<CompletePair> {
  const pair = await findCompletePair(context, matching);
  if (pair !== null) return pair;
  throw new ReseedError('NOT_MATCHED', 'Cannot say what these numbers rest on: the matching is no longer complete', {
    hint: 'Ask for the matching again.',
  });
}

/** The arrays of a matching with these candidates, or null while it is not complete. Throws `ALIVE_UNKNOWN`. */
export async function findPairArrays(
  context: AnalysisContext,
  matching: MatchingRow,
  rule: Pick<Criterion, 'aliveOnly' | 'minFiringFrequency'> & { candidates: Candidates },
): Promise<PairArrays | null> {
  const pair = await findCompletePair(context, matching);
  if (pair === null) return null;
  assertAliveKnown([pair.a, pair.b], rule);
  const { candidates, minFiringFrequency } = rule;
  return context.pairs.loadPair(pair, { candidates, minFiringFrequency });
}

/** At which end of `matching` a dictionary is. */
export function endOf(matching: MatchingRow, dictionaryId: number): MatchingEnd {
  return matching.a === dictionaryId ? 'A' : 'B';
}

/** The dictionary of `matching` in which `latent` is not. */
export async function getOtherEnd(
  context: AnalysisContext,
  { matching, latent }: { matching: MatchingRow; latent: { dictionaryId: number } },
): Promise<DictionaryRow> {
  const { a, b } = await getEnds(context, matching);
  return endOf(matching, latent.dictionaryId) === 'A' ? b : a;
}
