/** Numbers under a criterion: what the API says of single latents equals what the statistics say of whole arrays. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { loadLatentScalars } from '../../db/stores/latents.ts';
import { loadEnd, type MatchingRow } from '../../db/stores/matchings.ts';
import { buildCriterion } from '../../src/analysis/build-criterion.ts';
import { type Criterion, sharedDefinitions } from '../../src/compute/statistics/criterion.ts';
import { aliveSide } from '../../src/compute/statistics/alive-side.ts';
import { meanPartnerCosines } from '../../src/compute/statistics/mean-partner-cosine.ts';
import { orderOrphans, orderSharedPairs } from '../../src/compute/statistics/latent-order.ts';
import { buildPairArrays, type PairArrays, viewFrom } from '../../src/compute/statistics/pair-arrays.ts';
import { sharedMask } from '../../src/compute/statistics/shared-mask.ts';
import { cosineHistogram, summarise, thresholdSweep } from '../../src/compute/statistics/statistics.ts';
import { universalityCounts } from '../compute/statistics/naive-universality.ts';
import { type Edge, dictionaryId, latentId, matchExamples, matchingId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
let pairs: PairArrays[];
beforeAll(async () => {
  edge = await openExampleEdge();
  pairs = await Promise.all(edge.matchings.slice(0, 3).map((matching) => readPair(edge, matching)));
});
afterAll(() => edge.close());

async function readPair({ db, seeds }: Edge, matching: MatchingRow): Promise<PairArrays> {
  const side = async (name: 'DECODER' | 'ENCODER') => ({
    a: await loadEnd(db, { matching, side: name, end: 'A', n: N }),
    b: await loadEnd(db, { matching, side: name, end: 'B', n: N }),
  });
  const alive = async (id: number) => {
    const { spaceId } = seeds[0];
    return (await loadLatentScalars(db, { spaceId, dictionaryId: id, n: N })).alive;
  };
  return buildPairArrays({
    measure: matching.measure,
    decoder: await side('DECODER'),
    encoder: await side('ENCODER'),
    aliveA: await alive(matching.a),
    aliveB: await alive(matching.b),
  });
}

const criteria: Criterion[] = sharedDefinitions.flatMap((definition) =>
  [0, 0.7, 0.95].flatMap((threshold) =>
    [false, true].map((aliveOnly) => buildCriterion({ definition, threshold, aliveOnly, strict: threshold === 0 })),
  ),
);

test('the example has latents of every kind: shared, orphan, dead', () => {
  const mask = sharedMask(pairs[0], { end: 'A', criterion: buildCriterion() });
  expect(mask).toContain(0);
  expect(mask).toContain(1);
  expect(pairs[0].a.alive).toContain(0);
});

test.each(criteria)('single latents agree with the arrays under %o', async (criterion) => {
  const { dictionary } = await edge.data(
    `query ($id: ID!, $criterion: CriterionInput) { dictionary(id: $id) { latents(first: ${N}) { nodes {
      partners(criterion: $criterion) { dictionary { initSeed } shared criterion { definition threshold strict aliveOnly minFiringFrequency statement } }
      universality(criterion: $criterion) { count dictionariesCompared dictionariesInGroup } } } } }`,
    { id: dictionaryId(edge.seeds[1]), criterion },
  );
  // seed 2 is B of the matching with seed 1 and A of the one with seed 3
  const masks = [sharedMask(pairs[0], { end: 'B', criterion }), sharedMask(pairs[2], { end: 'A', criterion })];
  const { nodes } = dictionary.latents;
  nodes.forEach(
    (
      latent: { partners: { dictionary: object; shared: boolean; criterion: object }[]; universality: object },
      i: number,
    ) => {
      expect(latent.partners.map((partner) => partner.dictionary)).toEqual([{ initSeed: '1' }, { initSeed: '3' }]);
      expect(latent.partners.map((partner) => Number(partner.shared))).toEqual(masks.map((mask) => mask[i]));
      expect(latent.partners[0].criterion).toMatchObject({ ...criterion });
      expect(latent.universality).toEqual({
        count: 1 + masks[0][i] + masks[1][i],
        dictionariesCompared: 3,
        dictionariesInGroup: 3,
      });
    },
  );
});

test('partners name the matched latent, its cosine and the candidates of both sides', async () => {
  const { latent } = await edge.data(
    `query ($id: ID!) { latent(id: $id) { partners { matching { id } agree
      decoder { latent { index dictionary { initSeed } } cosine } encoder { latent { index } cosine }
      near: candidates(first: 4) { latent { index } decoderCosine encoderCosine matched }
      nearByEncoder: candidates(side: ENCODER, first: 1) { latent { index } decoderCosine encoderCosine } } } }`,
    { id: latentId(edge.seeds[0], 2) },
  );
  const [toSecond] = latent.partners;
  const { decoder, encoder } = pairs[0].a;
  expect(toSecond.matching.id).toBe(matchingId(edge.matchings[0]));
  expect(toSecond.decoder).toEqual({
    latent: { index: decoder.partner[2], dictionary: { initSeed: '2' } },
    cosine: decoder.cosine[2],
  });
  expect(toSecond.encoder.cosine).toBe(encoder?.cosine[2]);
  expect(toSecond.agree).toBe(decoder.partner[2] === encoder?.partner[2]);
  const from = 2 * decoder.candidatesPerLatent;
  expect(toSecond.near.map((one: { latent: { index: number } }) => one.latent.index)).toEqual([
    ...decoder.candidates.subarray(from, from + 4),
  ]);
  expect(toSecond.near.map((one: { decoderCosine: number }) => one.decoderCosine)).toEqual([
    ...decoder.candidateCosines.subarray(from, from + 4),
  ]);
  expect(toSecond.near.map((one: { matched: boolean; latent: { index: number } }) => one.matched)).toEqual(
    toSecond.near.map((one: { latent: { index: number } }) => one.latent.index === decoder.partner[2]),
  );
  // the cosine of the other side is read off the rows: where that side's own list has it, it is the same number
  const slot = encoder ? encoder.candidates[from] : -1;
  expect(toSecond.nearByEncoder).toEqual([
    {
      latent: { index: slot },
      encoderCosine: encoder?.candidateCosines[from],
      decoderCosine: expect.closeTo(cosineOf(slot), 6),
    },
  ]);
  function cosineOf(index: number): number {
    const found = decoder.candidates.subarray(from, from + 4).indexOf(index);
    return found >= 0 ? decoder.candidateCosines[from + found] : toSecond.nearByEncoder[0].decoderCosine;
  }
});

test('partners in a dictionary that is not matched are unknown, not absent', async () => {
  const { latent } = await edge.data(
    `query ($id: ID!) { latent(id: $id) { universality(measure: ABSOLUTE_COSINE) { count dictionariesCompared dictionariesInGroup }
      partners(measure: ABSOLUTE_COSINE) { matching { id } decoder { cosine } encoder { cosine } agree shared candidates { matched } } } }`,
    { id: latentId(edge.seeds[0], 2) },
  );
  const unknown = { matching: null, decoder: null, encoder: null, agree: null, shared: null, candidates: [] };
  expect(latent).toEqual({
    universality: { count: 1, dictionariesCompared: 1, dictionariesInGroup: 3 },
    partners: [unknown, unknown],
  });
});

test.each(['A', 'B'] as const)('summary, sweep and histogram from end %s', async (of) => {
  const criterion = buildCriterion({ definition: 'BOTH', threshold: 0.5, aliveOnly: true });
  const { matching } = await edge.data(
    `query ($id: ID!, $of: MatchingEnd!, $criterion: CriterionInput) { matching(id: $id) {
      summary(of: $of, criterion: $criterion) { of shared orphans latents dead sharedFraction agreement meanDecoderCosine meanEncoderCosine
        criterion { definition threshold strict aliveOnly minFiringFrequency statement }
        nulls { kind sharedFraction threshold agreement meanDecoderCosine meanEncoderCosine draws seed }
        basis { contentA contentB aliveA aliveB decoderCertificate { optimal gap } encoderCertificate { optimal } } }
      sweep(of: $of, definition: BOTH, aliveOnly: true, steps: 7) { definition strict aliveOnly of points { threshold shared sharedFraction } basis { contentA } }
      cosineHistogram(side: ENCODER, bins: 9) { side aliveOnly from to counts certificate { optimal } }
      living: cosineHistogram(side: ENCODER, bins: 9, aliveOnly: true) { aliveOnly counts } } }`,
    { id: matchingId(edge.matchings[0]), of, criterion },
  );
  const { nulls, basis, criterion: said, ...summary } = matching.summary;
  expect({ ...summary, criterion }).toEqual(summarise(pairs[0], { end: of, criterion }));
  expect(said).toEqual({ ...criterion, statement: expect.stringContaining('0.5') });
  expect(nulls).toEqual([expect.objectContaining({ kind: 'ISOTROPIC', threshold: 0.5, draws: 2 })]);
  expect(basis).toMatchObject({
    contentA: edge.seeds[0].contentSha256,
    contentB: edge.seeds[1].contentSha256,
    decoderCertificate: { optimal: true },
    encoderCertificate: { optimal: true },
  });
  expect(matching.sweep.points).toEqual(
    thresholdSweep(pairs[0], { end: of, definition: 'BOTH', strict: false, aliveOnly: true, steps: 7 }),
  );
  const { counts } = cosineHistogram(pairs[0].a.encoder ?? pairs[0].a.decoder, { bins: 9, measure: 'COSINE' });
  expect(matching.cosineHistogram).toEqual({
    side: 'ENCODER',
    aliveOnly: false,
    from: -1,
    to: 1,
    counts,
    certificate: { optimal: true },
  });
  const [own, other] = [pairs[0].a.alive, pairs[0].b.alive];
  const livingPairs = [...(pairs[0].a.encoder?.partner ?? [])].filter((j, i) => own[i] === 1 && other[j] === 1);
  const counted = matching.living.counts.reduce((total: number, count: number) => total + count, 0);
  expect([matching.living.aliveOnly, counted]).toEqual([true, livingPairs.length]);
  expect(counted).toBeLessThan(N);
});

test('a side without the dead', async () => {
  const fields = 'latentsA latentsB pairs meanMatchedCosine mmcsAB mmcsBA regret leftOutA leftOutB';
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { encoder { alive { statement ${fields} } } } }`,
    { id: matchingId(edge.matchings[0]) },
  );
  const [{ a, b }] = pairs;
  if (a.encoder === null || b.encoder === null) throw new TypeError('expected encoders');
  const expected = aliveSide({ a: a.encoder, b: b.encoder }, { own: a.alive, other: b.alive });
  expect(matching.encoder.alive).toEqual({ ...expected, statement: expect.stringContaining('alive') });
  expect(expected.pairs).toBeGreaterThan(0);
  expect(expected.pairs).toBeLessThan(N);
});

test('shared pairs and orphans are listed in the order of the statistics and leave nobody out', async () => {
  const criterion = buildCriterion({ threshold: 0.6 });
  const { matching } = await edge.data(
    `query ($id: ID!, $criterion: CriterionInput) { matching(id: $id) {
      sharedPairs(criterion: $criterion, first: 500) { totalCount criterion { threshold } nodes { a { index dictionary { initSeed } } b { index dictionary { initSeed } } decoderCosine encoderCosine } }
      orphans(of: B, criterion: $criterion, first: 500) { totalCount criterion { threshold } nodes { latent { index dictionary { initSeed } } partner { dictionary { initSeed } shared candidates(first: 1) { decoderCosine } } } } } }`,
    { id: matchingId(edge.matchings[0]), criterion },
  );
  const { index, partner } = orderSharedPairs(pairs[0], { end: 'A', criterion });
  const { decoder } = pairs[0].a;
  expect(index.length).toBeGreaterThan(3);
  expect(
    matching.sharedPairs.nodes.map((one: { a: { index: number }; b: { index: number } }) => [one.a.index, one.b.index]),
  ).toEqual(Array.from(index, (i, at) => [i, partner[at]]));
  expect(matching.sharedPairs.nodes.map((one: { decoderCosine: number }) => one.decoderCosine)).toEqual(
    Array.from(index, (i) => decoder.cosine[i]),
  );
  expect(matching.sharedPairs.nodes[0]).toMatchObject({
    a: { dictionary: { initSeed: '1' } },
    b: { dictionary: { initSeed: '2' } },
  });
  const orphans = orderOrphans(pairs[0], { end: 'B', criterion });
  expect(matching.orphans.nodes.map((one: { latent: { index: number } }) => one.latent.index)).toEqual(
    Array.from(orphans),
  );
  expect(matching.orphans.totalCount + matching.sharedPairs.totalCount).toBe(N);
  expect(matching.orphans.nodes[0]).toMatchObject({
    latent: { dictionary: { initSeed: '2' } },
    partner: { dictionary: { initSeed: '1' }, shared: false },
  });
});

test('latents are filtered and ordered by what is shared', async () => {
  const indexes = async (filter: object, orderBy = 'INDEX') => {
    const { dictionary } = await edge.data(
      'query ($id: ID!, $filter: LatentFilter, $orderBy: LatentOrder!) { dictionary(id: $id) { latents(filter: $filter, orderBy: $orderBy, first: 500) { totalCount nodes { index } } } }',
      { id: dictionaryId(edge.seeds[0]), filter, orderBy },
    );
    expect(dictionary.latents.totalCount).toBe(dictionary.latents.nodes.length);
    return dictionary.latents.nodes.map((one: { index: number }) => one.index);
  };
  const everyone = Array.from({ length: N }, (_, i) => i);
  const criterion = buildCriterion({ threshold: 0.6 });
  const mask = sharedMask(pairs[0], { end: 'A', criterion });
  const { alive } = pairs[0].a;
  const base = {
    n: N,
    pairs: [
      { pair: pairs[0], end: 'A' as const },
      { pair: pairs[1], end: 'A' as const },
    ],
  };
  const counts = universalityCounts(base, criterion);
  const cosines = meanPartnerCosines(base);
  const sharedWith = dictionaryId(edge.seeds[1]);
  expect(await indexes({})).toEqual(everyone);
  expect(await indexes({ alive: false })).toEqual(everyone.filter((i) => alive[i] === 0));
  expect(await indexes({ sharedWith, criterion })).toEqual(everyone.filter((i) => mask[i] === 1));
  expect(await indexes({ orphanIn: sharedWith, criterion })).toEqual(everyone.filter((i) => mask[i] === 0));
  expect(await indexes({ orphanIn: sharedWith, criterion: { threshold: 0.6, aliveOnly: true } })).toEqual(
    everyone.filter(
      (i) =>
        alive[i] === 1 &&
        sharedMask(pairs[0], { end: 'A', criterion: buildCriterion({ threshold: 0.6, aliveOnly: true }) })[i] === 0,
    ),
  );
  expect(await indexes({ minUniversality: 2, maxUniversality: 2, criterion })).toEqual(
    everyone.filter((i) => counts[i] === 2),
  );
  expect(await indexes({ minUniversality: 3, criterion, alive: true })).toEqual(
    everyone.filter((i) => counts[i] === 3 && alive[i] === 1),
  );
  expect(await indexes({ criterion }, 'UNIVERSALITY')).toEqual(
    everyone.toSorted((i, j) => counts[j] - counts[i] || i - j),
  );
  expect(await indexes({}, 'COSINE')).toEqual(everyone.toSorted((i, j) => cosines[j] - cosines[i] || i - j));
  // frequencies are i / N, unknown for every fifth
  const known = everyone.filter((i) => i % 5 !== 4);
  expect(await indexes({}, 'FIRING_FREQUENCY')).toEqual([
    ...known.toReversed(),
    ...everyone.filter((i) => i % 5 === 4),
  ]);
  expect(await indexes({ minFiringFrequency: 0.3, maxFiringFrequency: 0.6 })).toEqual(
    known.filter((i) => i / N >= 0.3 && i / N <= 0.6),
  );
});

test('different sizes: what the bijection leaves out is an orphan of the larger end', async () => {
  const { matching } = await edge.data(
    'query ($id: ID!) { matching(id: $id) { decoder { pairs } summary(of: B, criterion: { threshold: 0 }) { latents } orphans(of: B, criterion: { definition: AGREE }, first: 100) { totalCount nodes { partner { decoder { cosine } } } } } }',
    { id: matchingId(edge.matchings[3]) },
  );
  expect(matching.decoder.pairs).toBe(N);
  expect(matching.summary.latents).toBe(30);
  expect(
    matching.orphans.nodes.filter((one: { partner: { decoder: object | null } }) => one.partner.decoder === null),
  ).toHaveLength(6);
});

test('absolute cosines: scores are absolute, cosines of a pair keep their sign', async () => {
  const [a, b] = edge.seeds as [DictionaryRow, DictionaryRow];
  const matching = await matchExamples(edge.db, { a, b, measure: 'ABSOLUTE_COSINE' });
  const { matching: said } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { measure decoder { meanMatchedCosine } cosineHistogram(bins: 4) { from counts }
      sharedPairs(criterion: { definition: DECODER, threshold: 0 }, first: 100) { nodes { a { index } decoderCosine } } } }`,
    { id: matchingId(matching) },
  );
  const pair = await readPair(edge, matching);
  const { own } = viewFrom(pair, 'A');
  expect(said).toMatchObject({ measure: 'ABSOLUTE_COSINE', cosineHistogram: { from: 0 } });
  expect(said.decoder.meanMatchedCosine).toBeGreaterThanOrEqual(
    pairs[0].a.decoder.cosine.reduce((sum, c) => sum + c, 0) / N,
  );
  const signed = said.sharedPairs.nodes as { a: { index: number }; decoderCosine: number | null }[];
  expect(signed.some((one) => one.decoderCosine !== null && one.decoderCosine < 0)).toBe(true);
  for (const one of signed) expect(Math.abs(one.decoderCosine ?? 0)).toBeCloseTo(own.decoder.cosine[one.a.index], 5);
});
