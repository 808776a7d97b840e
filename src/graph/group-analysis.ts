/**
 * The dictionaries of a run group with the matchings between them, as the arrays that the analyses take.
 */
import type { DictionaryRow } from '../../db/dictionaries.ts';
import type { Key } from '../../db/key.ts';
import type { MatchingRow } from '../../db/matchings.ts';
import type { Criterion } from '../compute/statistics/criterion.ts';
import { buildSeedGroup, countedLatents, type PairScores, type SeedPair } from '../compute/group/seed-group.ts';
import type { Measure } from '../compute/side-matching.ts';
import { endOf, findCompletePair } from './complete-pair.ts';
import type { GraphContext } from './context.ts';
import { assertAliveKnown } from './known-alive.ts';
import type { CompletePair } from './pair-cache.ts';
import type { BaseAnalysisParent, GroupAnalysisParent } from './parents.ts';

/** Pairs whose arrays are read by one statement: those of nine dictionaries, some 30 MB at 32,768 latents. */
const PAIRS_TOGETHER = 36;

interface Asked {
  criterion: Criterion;
  measure: Measure;
}

/** Every pair of a run group. Arrays are read when a figure is asked for. */
export async function analyseGroup(context: GraphContext, runGroup: Key, asked: Asked): Promise<GroupAnalysisParent> {
  const { criterion, measure } = asked;
  const [dictionaries, matchings] = await Promise.all([
    context.batches.dictionariesOfRunGroups.load(runGroup),
    context.batches.matchingsOfRunGroups.load({ key: runGroup, measure }),
  ]);
  assertAliveKnown(dictionaries, criterion);
  const pairs = await listCompletePairs(context, matchings);
  const missing = (dictionaries.length * (dictionaries.length - 1)) / 2 - pairs.length;
  const load = async () => {
    if (missing > 0) return null;
    const position = new Map(dictionaries.map(({ id }, at) => [id, at]));
    const at = (id: number) => position.get(id) ?? -1;
    const scores = await loadScores(context, pairs, criterion);
    const seedPairs = pairs.map(
      (pair, k): SeedPair => ({ a: at(pair.matching.a), b: at(pair.matching.b), scores: scores[k] }),
    );
    return buildSeedGroup({ criterion, alive: await loadAlive(context, dictionaries), pairs: seedPairs });
  };
  return { runGroup, criterion, measure, dictionaries, pairs, missing, load: once(load) };
}

/** One dictionary with every other of its run group. Arrays are read when a figure is asked for. */
export async function analyseBase(
  context: GraphContext,
  base: DictionaryRow,
  asked: Asked,
): Promise<BaseAnalysisParent> {
  const { criterion, measure } = asked;
  const { spaceId, id } = base;
  const [group, matchings] = await Promise.all([
    context.batches.dictionariesOfRunGroups.load({ spaceId, id: base.runGroupId }),
    context.batches.matchingsOfDictionaries.load({ key: { spaceId, id }, measure }),
  ]);
  assertAliveKnown(group, criterion);
  const others = group.filter((dictionary) => dictionary.id !== id);
  const members = new Set(others.map((dictionary) => dictionary.id));
  const inside = matchings.filter(({ a, b }) => members.has(a === id ? b : a));
  const pairs = await listCompletePairs(context, inside);
  const missing = others.length - pairs.length;
  const load = async () => {
    if (missing > 0) return null;
    const [alive] = await loadAlive(context, [base]);
    const scores = await loadScores(context, pairs, criterion);
    const ends = pairs.map(({ matching }, k) => scores[k][endOf(matching, id)]);
    return { criterion, counted: countedLatents(alive, criterion), others: ends };
  };
  return { base, criterion, measure, others, pairs, missing, load: once(load) };
}

async function listCompletePairs(context: GraphContext, matchings: readonly MatchingRow[]): Promise<CompletePair[]> {
  const pairs = await Promise.all(matchings.map((matching) => findCompletePair(context, matching)));
  return pairs.filter((pair) => pair !== null);
}

/** Some at a time: they are read together, and a client that has left stops the reading. */
async function loadScores(context: GraphContext, pairs: readonly CompletePair[], criterion: Criterion) {
  const scores: PairScores[] = [];
  for (let from = 0; from < pairs.length; from += PAIRS_TOGETHER) {
    context.signal.throwIfAborted();
    const part = pairs.slice(from, from + PAIRS_TOGETHER);
    scores.push(...(await Promise.all(part.map((pair) => context.scores.loadScores(pair, criterion)))));
  }
  return scores;
}

async function loadAlive(context: GraphContext, dictionaries: readonly DictionaryRow[]): Promise<Uint8Array[]> {
  return Promise.all(dictionaries.map((dictionary) => context.pairs.loadAlive(dictionary)));
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => (made ??= make());
}
