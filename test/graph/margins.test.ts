/** The margin of a latent's pair, from both of its ends: what the optimum falls by without it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows } from '../../db/stores/latents.ts';
import { buildUnitRows } from '../../src/compute/unit-rows.ts';
import { recordStatements } from '../db/test-database.ts';
import { assign } from '../compute/matching/dense-matching.ts';
import { D, dictionaryId, type Edge, matchingId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

test('the quartiles of a side are those of the margins of its pairs', async () => {
  const { latents } = (await edge.data(QUERY, { id: dictionaryId(edge.seeds[0]) })).dictionary;
  const known = latents.nodes
    .map(
      ({
        partners,
      }: {
        partners: { dictionary: { initSeed: string }; decoder: { margin: { atLeast: number | null } } }[];
      }) => partners.find(({ dictionary }) => dictionary.initSeed === '2')?.decoder.margin.atLeast,
    )
    .filter((margin: number | null) => margin !== null)
    .sort((x: number, y: number) => x - y);
  const quantile = (q: number) => {
    const at = q * (known.length - 1);
    return known[Math.floor(at)] + (at - Math.floor(at)) * (known[Math.ceil(at)] - known[Math.floor(at)]);
  };
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { decoder { margins { pairs lowerQuartile median upperQuartile unsure statement } } } }`,
    { id: matchingId(edge.matchings[0]) },
  );
  expect(matching.decoder.margins).toMatchObject({
    pairs: known.length,
    lowerQuartile: expect.closeTo(quantile(0.25), 12),
    median: expect.closeTo(quantile(0.5), 12),
    upperQuartile: expect.closeTo(quantile(0.75), 12),
    unsure: known.filter((margin: number) => margin < 0.01).length,
  });
});

const QUERY = `query ($id: ID!) { dictionary(id: $id) { latents(first: ${N}) { nodes { index partners {
  dictionary { initSeed } decoder { latent { index } margin { atLeast atMost statement } } } } } } }`;

test('is the loss of the optimum when the pair is forbidden, the same from both of its ends', async () => {
  const [a, b] = edge.seeds;
  const unit = async ({ spaceId, id }: { spaceId: number; id: number }) =>
    buildUnitRows(await readRows(edge.db, { spaceId, dictionaryId: id, side: 'DECODER', start: 0, count: N, d: D }), {
      n: N,
      d: D,
    }).unit.values;
  const [x, y] = [await unit(a), await unit(b)];
  const scores = Array.from({ length: N }, (_, i) =>
    Array.from({ length: N }, (_, j) =>
      Array.from({ length: D }, (_, z) => x[i * D + z] * y[j * D + z]).reduce((sum, one) => sum + one, 0),
    ),
  );
  const total = (of: number[][], partner: readonly number[]) => partner.reduce((sum, j, i) => sum + of[i][j], 0);
  const best = total(scores, assign(scores));
  const answers = await Promise.all([a, b].map((one) => edge.data(QUERY, { id: dictionaryId(one) })));
  const [fromA, fromB] = answers.map(({ dictionary }, end) =>
    dictionary.latents.nodes.map(({ partners }: { partners: { dictionary: { initSeed: string } }[] }) =>
      partners.find((one) => one.dictionary.initSeed === (end === 0 ? '2' : '1')),
    ),
  );
  for (let i = 0; i < N; i++) {
    const { latent, margin } = fromA[i].decoder;
    const without = scores.map((row, k) => (k === i ? row.map((c, j) => (j === latent.index ? -1000 : c)) : row));
    const loss = best - total(without, assign(without));
    expect(margin.atLeast).toBeCloseTo(loss, 9);
    expect(margin.atMost).toBeCloseTo(loss, 9);
    expect(fromB[latent.index].decoder.margin).toEqual(margin);
    expect(margin.statement).toContain('alternating way');
  }
});

test('all margins of a list take one statement', async () => {
  const { statements } = await recordStatements(() => edge.data(QUERY, { id: dictionaryId(edge.seeds[0]) }));
  expect(statements.filter((text) => text.includes('matching_margins'))).toHaveLength(1);
});
