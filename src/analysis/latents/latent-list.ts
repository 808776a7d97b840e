/**
 * The latents of a dictionary, filtered and ordered. Without conditions and by index it is a range; everything else is decided on arrays
 * of the whole dictionary, which the cache keeps from page to page.
 */
import { describeMismatch } from '../../../db/stores/space-mismatch.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { foundIn } from '../../compute/group/base-universality.ts';
import { meanPartnerCosines } from '../../compute/statistics/mean-partner-cosine.ts';
import { ReseedError } from '../../errors.ts';
import { endOf, findCompletePair } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import { compareRows, type IndexOrder } from '../ordered-rows.ts';
import type { CompletePair } from '../held/matched-pair.ts';

/** Conditions on latents; one that is absent or null lets every latent pass. */
export interface LatentConditions {
  /** What counts as shared, wherever that is asked. */
  criterion: Criterion;
  alive?: boolean | null;
  minFiringFrequency?: number | null;
  maxFiringFrequency?: number | null;
  minUniversality?: number | null;
  maxUniversality?: number | null;
  sharedWith?: DictionaryRow | null;
  orphanIn?: DictionaryRow | null;
}

/** What latents are ordered by: index ascending, or a value descending. */
export type LatentValue = 'INDEX' | 'FIRING_FREQUENCY' | 'UNIVERSALITY' | 'COSINE';

/** The order of the latents that pass. Throws `NOT_MATCHED`, `SPACE_MISMATCH`, `BAD_INPUT`. */
export async function buildLatentOrder(
  context: AnalysisContext,
  dictionary: DictionaryRow,
  { conditions, orderBy }: { conditions: LatentConditions; orderBy: LatentValue },
): Promise<IndexOrder> {
  const tests = await buildTests(context, dictionary, conditions);
  const values = await buildValues(context, dictionary, { orderBy, criterion: conditions.criterion });
  const passing: number[] = [];
  for (let i = 0; i < dictionary.nLatents; i++) if (tests.every((passes) => passes(i))) passing.push(i);
  const valueOf = (index: number) => (values === null || Number.isNaN(values[index]) ? null : values[index]);
  const indexes = Int32Array.from(passing);
  if (values !== null) {
    indexes.sort((i, j) => compareRows({ value: valueOf(i), index: i }, { value: valueOf(j), index: j }));
  }
  return { list: `latents:${orderBy}`, indexes, valueOf };
}

/** The latents that pass: bit i % 8 (from the lowest) of byte i / 8. Throws as {@link buildLatentOrder}. */
export async function buildLatentMask(
  context: AnalysisContext,
  dictionary: DictionaryRow,
  conditions: LatentConditions,
): Promise<Uint8Array> {
  const tests = await buildTests(context, dictionary, conditions);
  const mask = new Uint8Array(Math.ceil(dictionary.nLatents / 8));
  for (let i = 0; i < dictionary.nLatents; i++) if (tests.every((passes) => passes(i))) mask[i >> 3] |= 1 << (i & 7);
  return mask;
}

type Test = (index: number) => boolean;

async function buildTests(
  context: AnalysisContext,
  dictionary: DictionaryRow,
  conditions: LatentConditions,
): Promise<Test[]> {
  const tests: Test[] = [];
  const {
    criterion,
    alive,
    minFiringFrequency,
    maxFiringFrequency,
    minUniversality,
    maxUniversality,
    sharedWith,
    orphanIn,
  } = conditions;
  assertAliveKnown([dictionary], { aliveOnly: isGiven(alive) });
  if (isGiven(alive)) {
    const flags = await context.pairs.loadAlive(dictionary);
    tests.push((i) => (flags[i] === 1) === alive);
  }
  if (isGiven(minFiringFrequency) || isGiven(maxFiringFrequency)) {
    const frequencies = await context.pairs.loadFrequencies(dictionary);
    // unknown is NaN, which passes no comparison
    if (isGiven(minFiringFrequency)) tests.push((i) => frequencies[i] >= minFiringFrequency);
    if (isGiven(maxFiringFrequency)) tests.push((i) => frequencies[i] <= maxFiringFrequency);
  }
  if (isGiven(minUniversality) || isGiven(maxUniversality)) {
    const counts = await readUniversality(context, dictionary, criterion);
    tests.push(
      (i) => counts[i] >= (minUniversality ?? 1) && counts[i] <= (maxUniversality ?? Number.POSITIVE_INFINITY),
    );
  }
  if (isGiven(sharedWith)) {
    const shared = await loadMask(context, dictionary, { other: sharedWith, criterion });
    tests.push((i) => shared[i] === 1);
  }
  if (isGiven(orphanIn)) {
    const shared = await loadMask(context, dictionary, { other: orphanIn, criterion });
    const counted = criterion.aliveOnly ? await context.pairs.loadAlive(dictionary, criterion) : null;
    tests.push((i) => shared[i] === 0 && (counted === null || counted[i] === 1));
  }
  return tests;
}

async function buildValues(
  context: AnalysisContext,
  dictionary: DictionaryRow,
  { orderBy, criterion }: { orderBy: LatentValue; criterion: Criterion },
): Promise<ArrayLike<number> | null> {
  switch (orderBy) {
    case 'INDEX':
      return null;
    case 'FIRING_FREQUENCY':
      return context.pairs.loadFrequencies(dictionary);
    case 'UNIVERSALITY':
      return readUniversality(context, dictionary, criterion);
    case 'COSINE':
      return readMeanCosines(context, dictionary);
  }
}

/** u_i of every latent, over the complete matchings. [n] */
async function readUniversality(
  context: AnalysisContext,
  dictionary: DictionaryRow,
  criterion: Criterion,
): Promise<Uint16Array> {
  const pairs = await listGroupPairs(context, dictionary);
  for (const { a, b } of pairs) assertAliveKnown([a, b], criterion);
  const both = await Promise.all(pairs.map((pair) => context.sharing.loadShared(pair, criterion)));
  const others = both.map((shared, k) => shared[endOf(pairs[k].matching, dictionary.id)]);
  return foundIn({ counted: new Uint8Array(dictionary.nLatents).fill(1), others });
}

/** Mean decoder cosine of every latent with its partners. [n] */
async function readMeanCosines(context: AnalysisContext, dictionary: DictionaryRow): Promise<Float64Array> {
  const pairs = await listGroupPairs(context, dictionary);
  const arrays = await Promise.all(pairs.map((pair) => context.pairs.loadPair(pair, { candidates: 'NONE' })));
  const ends = pairs.map(({ matching }) => endOf(matching, dictionary.id));
  return meanPartnerCosines({
    n: dictionary.nLatents,
    pairs: arrays.map((pair, k) => ({ pair, end: ends[k] })),
  });
}

/** The complete matchings of a dictionary with the others of its run group, by summed cosine. */
async function listGroupPairs(context: AnalysisContext, dictionary: DictionaryRow): Promise<CompletePair[]> {
  const { spaceId, id, runGroupId } = dictionary;
  const [group, matchings] = await Promise.all([
    context.batches.dictionariesOfRunGroups.load({ spaceId, id: runGroupId }),
    context.batches.matchingsOfDictionaries.load({ key: { spaceId, id }, measure: 'COSINE' }),
  ]);
  const members = new Set(group.map((member) => member.id));
  const inGroup = matchings.filter((matching) => members.has(matching.a) && members.has(matching.b));
  const pairs = await Promise.all(inGroup.map((matching) => findCompletePair(context, matching)));
  return pairs.filter((pair) => pair !== null);
}

/** Which latents are shared with another dictionary. [n] */
async function loadMask(
  context: AnalysisContext,
  dictionary: DictionaryRow,
  { other, criterion }: { other: DictionaryRow; criterion: Criterion },
): Promise<Uint8Array> {
  if (other.spaceId !== dictionary.spaceId) {
    const action = `compare "${dictionary.name}" with "${other.name}"`;
    throw await describeMismatch(context.db, { action, a: dictionary, b: other });
  }
  const { spaceId, id } = dictionary;
  const matching =
    other.id === id
      ? null
      : await context.batches.matchingsOfPairs.load({ spaceId, a: id, b: other.id, measure: 'COSINE' });
  const pair = matching && (await findCompletePair(context, matching));
  if (matching === null || pair === null) {
    throw new ReseedError(
      'NOT_MATCHED',
      `Cannot tell which latents of "${dictionary.name}" are shared with "${other.name}": they are not matched`,
      {
        hint: 'Call `requestMatching` for this pair and wait until its jobs have succeeded.',
      },
    );
  }
  assertAliveKnown([pair.a, pair.b], criterion);
  const shared = await context.sharing.loadShared(pair, criterion);
  return shared[endOf(matching, id)].shared;
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
