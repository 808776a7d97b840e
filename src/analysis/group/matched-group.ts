/**
 * The dictionaries of a run group with the matchings between them, as the arrays that the analyses take.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import type { MatchingRow, Partners } from '../../../db/stores/matchings.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import {
  type BaseView,
  type BothEnds,
  buildSeedGroup,
  countedLatents,
  placeEnds,
  type SeedGroup,
  type SharedEnd,
  type TiedEnd,
} from '../../compute/group/seed-group.ts';
import type { PartnerTable } from '../../compute/group/triple-consistency.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { endOf, findCompletePair } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import type { CompletePair } from '../held/matched-pair.ts';
import { type MissingPair, pickMembers, takeComplete } from './complete-members.ts';

/** Pairs whose arrays are read by one statement: those of nine dictionaries, some 30 MB at 32,768 latents. */
const PAIRS_TOGETHER = 36;

/** Dictionaries and the complete matchings between them; what is loaded is null where fewer than two are matched, and read once. */
interface Matched<Arrays> {
  criterion: Criterion;
  measure: Measure;
  /** Between the dictionaries that figures are over. */
  pairs: CompletePair[];
  /** Of all pairs asked about. */
  missingPairs: MissingPair[];
  /** Dictionaries asked about that no figure is over, since they lack a pair. */
  leftOut: DictionaryRow[];
  /** Who is shared. */
  load(): Promise<Arrays | null>;
}

/** Every pair of a run group. */
export interface MatchedGroup extends Matched<SeedGroup<SharedEnd>> {
  runGroup: Key;
  /** That figures are over: the largest set of which every pair is matched. */
  dictionaries: DictionaryRow[];
  /** Who is shared, with whom, and with what cosine. */
  loadTied(): Promise<SeedGroup | null>;
  /** The optimal partners, whatever the criterion. */
  loadPartners(): Promise<PartnerTable | null>;
}

/** One dictionary in its pairs with every other of its run group. */
export interface MatchedBase extends Matched<BaseView> {
  base: DictionaryRow;
  /** Matched with it. */
  others: DictionaryRow[];
}

interface Asked {
  criterion: Criterion;
  measure: Measure;
}

/**
 * The pairs of a run group, or of those of its dictionaries that are named: figures are over the largest set of which every pair is matched.
 * Arrays are read when a figure is asked for. Throws `BAD_INPUT` for dictionaries outside the group and for fewer than two, `ALIVE_UNKNOWN`.
 */
export async function findMatchedGroup(
  context: AnalysisContext,
  runGroup: Key,
  asked: Asked & { among?: readonly DictionaryRow[] | null },
): Promise<MatchedGroup> {
  const { criterion, measure } = asked;
  const [members, matchings] = await Promise.all([
    context.batches.dictionariesOfRunGroups.load(runGroup),
    context.batches.matchingsOfRunGroups.load({ key: runGroup, measure }),
  ]);
  const wanted = pickMembers(members, asked.among ?? null);
  const complete = await listCompletePairs(context, matchings);
  const { dictionaries, leftOut, missingPairs, pairs } = takeComplete(wanted, complete);
  assertAliveKnown(dictionaries, criterion);
  const isWhole = pairs.length === (dictionaries.length * (dictionaries.length - 1)) / 2;
  const position = new Map(dictionaries.map(({ id }, at) => [id, at]));
  const at = (id: number) => position.get(id) ?? -1;
  /** What `load` says of each pair, with the places of its ends; null while one is missing. */
  const loadPlaced = async <End>(load: (pair: CompletePair) => Promise<BothEnds<End>>) => {
    if (!isWhole) return null;
    const loaded = await loadPairs(context, { pairs, load });
    return pairs.map(({ matching }, k) => ({ a: at(matching.a), b: at(matching.b), ends: loaded[k] }));
  };
  const loadGroup = async <End extends SharedEnd>(load: (pair: CompletePair) => Promise<BothEnds<End>>) => {
    if (!isWhole) return null;
    const [placed, alive] = await Promise.all([loadPlaced(load), loadAlive(context, dictionaries, criterion)]);
    return placed && buildSeedGroup({ criterion, alive, pairs: placed });
  };
  const { sharing } = context;
  return {
    runGroup,
    criterion,
    measure,
    dictionaries,
    pairs,
    leftOut,
    missingPairs,
    load: once(() => loadGroup((pair) => sharing.loadShared(pair, criterion))),
    loadTied: once(() =>
      loadGroup(async (pair) => {
        const [shared, ties] = await Promise.all([
          sharing.loadShared(pair, criterion),
          sharing.loadTies(pair, criterion),
        ]);
        return { A: tie(shared.A, () => ties.A), B: tie(shared.B, () => ties.B) };
      }),
    ),
    loadPartners: once(async () => {
      const placed = await loadPlaced((pair) => sharing.loadPartners(pair));
      return placed && placeEnds(dictionaries.length, placed);
    }),
  };
}

/** Partners are worked out at the end where they are looked at. */
function tie(shared: SharedEnd, ties: () => Partners): TiedEnd {
  return {
    ...shared,
    get partner() {
      return ties().partner;
    },
    get cosine() {
      return ties().cosine;
    },
  };
}

/** The pairs of one dictionary. Arrays are read when a figure is asked for. Throws as {@link findMatchedGroup}. */
export async function findMatchedBase(
  context: AnalysisContext,
  base: DictionaryRow,
  asked: Asked,
): Promise<MatchedBase> {
  const { criterion, measure } = asked;
  const { spaceId, id } = base;
  const [group, matchings] = await Promise.all([
    context.batches.dictionariesOfRunGroups.load({ spaceId, id: base.runGroupId }),
    context.batches.matchingsOfDictionaries.load({ key: { spaceId, id }, measure }),
  ]);
  const members = new Set(group.map((dictionary) => dictionary.id));
  const inside = matchings.filter(({ a, b }) => members.has(a) && members.has(b));
  const pairs = await listCompletePairs(context, inside);
  const matched = new Set(pairs.map(({ matching: { a, b } }) => (a === id ? b : a)));
  const others = group.filter((dictionary) => matched.has(dictionary.id));
  const leftOut = group.filter((dictionary) => dictionary.id !== id && !matched.has(dictionary.id));
  const missingPairs = leftOut.map((other) => ({ a: base, b: other }));
  assertAliveKnown([base, ...others], criterion);
  const load = async () => {
    if (others.length === 0 && leftOut.length > 0) return null;
    const load = (pair: CompletePair) => context.sharing.loadShared(pair, criterion);
    const [[alive], shared] = await Promise.all([
      loadAlive(context, [base], criterion),
      loadPairs(context, { pairs, load }),
    ]);
    const ends = pairs.map(({ matching }, k) => shared[k][endOf(matching, id)]);
    return { counted: countedLatents(alive, criterion), others: ends };
  };
  return { base, criterion, measure, others, pairs, leftOut, missingPairs, load: once(load) };
}

async function listCompletePairs(context: AnalysisContext, matchings: readonly MatchingRow[]): Promise<CompletePair[]> {
  const pairs = await Promise.all(matchings.map((matching) => findCompletePair(context, matching)));
  return pairs.filter((pair) => pair !== null);
}

/** Some at a time: they are read together, and a client that has left stops the reading. */
async function loadPairs<Loaded>(
  context: AnalysisContext,
  { pairs, load }: { pairs: readonly CompletePair[]; load: (pair: CompletePair) => Promise<Loaded> },
): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  for (let from = 0; from < pairs.length; from += PAIRS_TOGETHER) {
    context.signal.throwIfAborted();
    loaded.push(...(await Promise.all(pairs.slice(from, from + PAIRS_TOGETHER).map(load))));
  }
  return loaded;
}

async function loadAlive(
  context: AnalysisContext,
  dictionaries: readonly DictionaryRow[],
  criterion: Criterion,
): Promise<Uint8Array[]> {
  return Promise.all(dictionaries.map((dictionary) => context.pairs.loadAlive(dictionary, criterion)));
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => (made ??= make());
}
