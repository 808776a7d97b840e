/**
 * Several dictionaries on the same tokens -> a matching of every pair under ACTIVATION_CORRELATION: decoders by cosine, activations by Pearson
 * correlation in the place of encoder rows, each with its proof; and what codes at other tokens give.
 *
 * Tokens are encoded once; then one pair after the other is matched. Memory: the codes of all dictionaries, 8 bytes for each latent that fires
 * on a token, and the sums of one pair, 16 bytes for each two latents that ever fire together (twice where A is the larger dictionary). Everything
 * is written at once, in the transaction that ends the job; a pair that was matched on other tokens is replaced.
 */
import type { Session } from '../../../db/connect/session.ts';
import { ensureMatching, findMatchingsOfPairs, insertNull, insertSide } from '../../../db/stores/matchings.ts';
import { findFiringSources, replaceFirings } from '../../../db/stores/matching-firings.ts';
import { removeSide } from '../../../db/stores/published-sides.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { sideStatistics } from '../../compute/statistics/statistics.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import type { MatchActivationsPayload, MatchActivationsResult } from '../kinds/match-activations-kind.ts';
import { rankMatching } from '../matching/rank-matching.ts';
import type { Task, TaskContext } from '../worker/task.ts';
import { getAsked } from './asked-dictionaries.ts';
import { allowCodes, collectCodes } from './collect-codes.ts';
import { buildPairMatcher, type MatchedByActivation } from './match-pair.ts';
import { type OpenTokens, openTokens } from './open-tokens.ts';

/** Raised whenever the same input would give other numbers. */
const VERSION = 'activation-matching-1';

export const matchActivations: Task<MatchActivationsPayload, MatchActivationsResult> = async (context, payload) => {
  const { dictionaries, space } = await getAsked(context.db, payload);
  context.progress({ step: 'opening model and text', done: 0, total: 1, unit: 'steps' });
  const source = await openTokens(payload, { roots: context.settings.importRoots, space });
  try {
    const pairs = dictionaries.flatMap((a, i) => dictionaries.slice(i + 1).map((b) => ({ a, b })));
    const sourceKey = fingerprint([VERSION, payload.nulls, source.provenance]);
    const there = await findDone(context.db, { pairs, sourceKey });
    if (there !== null) return async () => ({ alreadyPresent: true, result: { matchingIds: there, tokens: null } });
    const collected = await collectCodes(context, { source, dictionaries, space });
    const maxBytes = allowCodes(context.settings);
    const matcher = buildPairMatcher(context, { collected, dictionaries, maxBytes, nulls: payload.nulls });
    const matched: MatchedByActivation[] = [];
    for (const [at, pair] of pairs.entries()) {
      context.progress({
        step: `matching ${pair.a.name} and ${pair.b.name}`,
        done: at,
        total: pairs.length,
        unit: 'pairs',
      });
      matched.push(await matcher(pair));
    }
    const { tokens } = collected;
    return async (tx) => {
      const matchingIds: number[] = [];
      for (const [at, pair] of pairs.entries())
        matchingIds.push(
          await write(tx, { pair, found: matched[at], source, tokens, sourceKey, jobId: context.job.id }),
        );
      return { result: { matchingIds, tokens } };
    };
  } finally {
    await source.close();
  }
};

/** The matchings of all pairs, where every one was computed on these tokens; else null. */
async function findDone(
  s: TaskContext['db'],
  of: { pairs: readonly { a: DictionaryRow; b: DictionaryRow }[]; sourceKey: string },
): Promise<number[] | null> {
  const found = await findMatchingsOfPairs(
    s,
    of.pairs.map(({ a, b }) => ({ spaceId: a.spaceId, a: a.id, b: b.id, measure: 'ACTIVATION_CORRELATION' })),
  );
  const matchings = found.filter((row) => row !== null);
  if (matchings.length < found.length) return null;
  const sources = await findFiringSources(s, matchings);
  return sources.every((source) => source === of.sourceKey) ? matchings.map(({ id }) => id) : null;
}

async function write(
  tx: Session,
  of: {
    pair: { a: DictionaryRow; b: DictionaryRow };
    found: MatchedByActivation;
    source: OpenTokens;
    tokens: number;
    sourceKey: string;
    jobId: string;
  },
): Promise<number> {
  const { pair, found, source, tokens, sourceKey, jobId } = of;
  const matching = await ensureMatching(tx, { ...pair, measure: 'ACTIVATION_CORRELATION' });
  const { spaceId, id: matchingId } = matching;
  for (const side of ['DECODER', 'ENCODER'] as const) {
    const result = side === 'DECODER' ? found.decoder : found.activations;
    await removeSide(tx, { matching, side });
    await insertSide(tx, { matching, side, result, ...sideStatistics(result), jobId });
  }
  await replaceFirings(tx, {
    spaceId,
    matchingId,
    sourceKey,
    source: { tokens, name: source.name, hookpoint: source.hookpoint, provenance: source.provenance },
    ...found.firing,
  });
  if (found.chance !== null) await insertNull(tx, { matching, kind: found.chance.kind, statistics: found.chance });
  await rankMatching(tx, matching);
  return matchingId;
}
