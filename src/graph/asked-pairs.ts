/** Which pairs of dictionaries a request for matchings means. */
import { describeMismatch } from '../../db/stores/space-mismatch.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { MatchingRow } from '../../db/stores/matchings.ts';
import type { Measure } from '../compute/side-matching.ts';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import { findCompletePair } from '../analysis/pair/complete-pair.ts';
import type { QueryMatchingArgs, RequestMatchingInput, RequestSimilarityInput } from './generated/types.ts';
import type { MatchedPair } from '../analysis/held/matched-pair.ts';
import { parseKey } from './global-id.ts';
import { getDictionary, getRunGroup } from './references.ts';

/** One pair, or every pair of a run group. Throws `BAD_INPUT`, `SAME_DICTIONARY`, `SPACE_MISMATCH`, `NOT_FOUND`. */
export async function listPairs(
  context: GraphContext,
  { runGroup, a, b, measures }: RequestMatchingInput,
): Promise<{ a: DictionaryRow; b: DictionaryRow }[]> {
  if (measures.length === 0) {
    throw new ReseedError('BAD_INPUT', 'Cannot match under no measure: `measures` is empty', {
      hint: 'Leave it out for COSINE, or name one.',
    });
  }
  if (runGroup && !a && !b) {
    const group = await context.batches.dictionariesOfRunGroups.load(await getRunGroup(context, runGroup));
    return group.flatMap((first, i) => group.slice(i + 1).map((second) => ({ a: first, b: second })));
  }
  if (a && b && !runGroup) return [await getPair(context, { a, b })];
  throw new ReseedError('BAD_INPUT', 'Cannot tell what to match: expected either `runGroup`, or `a` and `b`', {
    hint: 'Give the run group to match every pair of it, or two dictionaries to match one.',
  });
}

/** The matching of a global id, or of two dictionaries; null where there is none. Throws as {@link listPairs}. */
export async function findAskedMatching(
  context: GraphContext,
  { id, a, b, measure }: QueryMatchingArgs,
): Promise<MatchingRow | null> {
  if (id && !a && !b) return context.batches.matchings.load(parseKey(id, 'Matching'));
  if (a && b && !id) {
    const pair = await getPair(context, { a, b });
    return context.batches.matchingsOfPairs.load({ spaceId: pair.a.spaceId, a: pair.a.id, b: pair.b.id, measure });
  }
  throw new ReseedError('BAD_INPUT', 'Cannot tell which matching: expected either `id`, or `a` and `b`', {
    hint: 'Give the id of the matching, or the two dictionaries that it compares.',
  });
}

/** The complete matchings under `measure` that a request means. Throws as {@link listPairs}, and `NOT_MATCHED`. */
export async function listMatchedPairs(
  context: GraphContext,
  { measure = 'COSINE', ...input }: RequestSimilarityInput & { measure?: Measure },
): Promise<MatchedPair[]> {
  const pairs = await listPairs(context, { ...input, measures: [measure], nulls: false });
  const found = await Promise.all(
    pairs.map(async ({ a, b }) => {
      const matching = await context.batches.matchingsOfPairs.load({
        spaceId: a.spaceId,
        a: a.id,
        b: b.id,
        measure,
      });
      const pair = matching && (await findCompletePair(context, matching));
      if (pair !== null) return pair;
      throw new ReseedError('NOT_MATCHED', `Cannot compare "${a.name}" and "${b.name}": they are not matched`, {
        hint: 'Match them with `requestMatching` first, then ask again.',
      });
    }),
  );
  return found;
}

async function getPair(context: GraphContext, ids: { a: string; b: string }) {
  const [a, b] = await Promise.all([getDictionary(context, ids.a), getDictionary(context, ids.b)]);
  if (a.spaceId !== b.spaceId)
    throw await describeMismatch(context.db, { action: `match "${a.name}" with "${b.name}"`, a, b });
  if (a.id === b.id) {
    throw new ReseedError('SAME_DICTIONARY', `Cannot match "${a.name}" with itself`, {
      hint: 'Name two different dictionaries.',
    });
  }
  return { a, b };
}
