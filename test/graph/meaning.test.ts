/** What labels say across seeds, against numbers that the test works out from single latents. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeEmbeddings } from '../../db/stores/embeddings.ts';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { listExplanationsOfLatents } from '../../db/stores/explanations.ts';
import { exampleExplanation, exampleScore } from '../db/example-explanations.ts';
import { recordStatements } from '../db/test-database.ts';
import { dictionaryId, type Edge, matchingId, N, openExampleEdge } from './example-edge.ts';
import { explainExamples } from './example-explanations.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
  await explainExamples(edge.db, edge.seeds);
});
afterAll(() => edge.close());

const CRITERION = 'criterion: { threshold: 0.5 }';
const COVARIATE = `covariate scorer latents explained known unknown rankCorrelation inOthers statement
  bins { from to latents shared sharedFraction low high meanFound } levels { dictionaries latents known mean }`;

interface Latent {
  index: number;
  firingFrequency: number | null;
  explanation: { score: number } | null;
  universality: { count: number };
}
interface Bin {
  from: number;
  to: number;
  latents: number;
  shared: number;
  low: number;
  sharedFraction: number;
  high: number;
}

async function listLatents(): Promise<Latent[]> {
  const { dictionary } = await edge.data(
    `query ($id: ID!) { dictionary(id: $id) { latents(first: ${N}) { nodes { index firingFrequency explanation { score } universality(${CRITERION}) { count } } } } }`,
    { id: dictionaryId(edge.seeds[0]) },
  );
  return dictionary.latents.nodes;
}

const analysis = async (fields: string) =>
  (
    await edge.data(`query ($id: ID!) { dictionary(id: $id) { analysis(${CRITERION}) { ${fields} } } }`, {
      id: dictionaryId(edge.seeds[0]),
    })
  ).dictionary.analysis;

function checkBins(bins: Bin[], latents: { value: number; shared: boolean }[]) {
  expect(bins.length).toBeGreaterThan(2);
  let covered = 0;
  for (const bin of bins) {
    const inside = latents.filter(({ value }) => value >= bin.from && value <= bin.to);
    expect([bin.latents, bin.shared]).toEqual([inside.length, inside.filter(({ shared }) => shared).length]);
    expect(bin.low).toBeLessThanOrEqual(bin.sharedFraction);
    expect(bin.high).toBeGreaterThanOrEqual(bin.sharedFraction);
    covered += inside.length;
  }
  expect(covered).toBe(latents.length);
}

test('sharedness against score and frequency says how many are known, and bins only those', async () => {
  const latents = await listLatents();
  const found = await analysis(
    `sharedByScore(bins: 5) { ${COVARIATE} } sharedByFrequency(bins: 4, inOthers: 2) { ${COVARIATE} } strange: sharedByScore(scorer: "nobody") { ${COVARIATE} }`,
  );
  const scored = latents.filter(({ explanation }) => explanation !== null);
  expect(scored.length).toBeLessThan(N);
  expect(found.sharedByScore).toMatchObject({
    covariate: 'EXPLANATION_SCORE',
    scorer: 'detection',
    latents: N,
    explained: scored.length,
    known: scored.length,
    unknown: N - scored.length,
    inOthers: 1,
  });
  checkBins(
    found.sharedByScore.bins,
    scored.map(({ explanation, universality }) => ({
      value: explanation?.score ?? Number.NaN,
      shared: universality.count >= 2,
    })),
  );
  for (const { dictionaries, latents: count, known, mean } of found.sharedByScore.levels) {
    const level = latents.filter(({ universality }) => universality.count === dictionaries);
    const scores = level.flatMap(({ explanation }) => explanation?.score ?? []);
    expect([count, known]).toEqual([level.length, scores.length]);
    if (known > 0) expect(mean).toBeCloseTo(scores.reduce((sum, one) => sum + one, 0) / known, 12);
  }
  const frequent = latents.filter(({ firingFrequency }) => firingFrequency !== null);
  expect(found.sharedByFrequency).toMatchObject({ explained: null, known: frequent.length, inOthers: 2 });
  checkBins(
    found.sharedByFrequency.bins,
    frequent.map(({ firingFrequency, universality }) => ({
      value: firingFrequency ?? Number.NaN,
      shared: universality.count === 3,
    })),
  );
  expect(found.sharedByFrequency.statement).toContain('at least 2 of 2 other dictionaries');
  expect(found.strange).toMatchObject({ scorer: 'nobody', known: 0, unknown: N, rankCorrelation: null, bins: [] });
});

test('a group pools its dictionaries, a pair has one other', async () => {
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { a { runGroup { analysis(${CRITERION}) { sharedByScore { ${COVARIATE} } } } }
      summary(${CRITERION}, of: B) { shared latents }
      sharedByFrequency(${CRITERION}, of: B) { ${COVARIATE} } sharedByScore(${CRITERION}, of: B) { ${COVARIATE} } } }`,
    { id: matchingId(edge.matchings[0]) },
  );
  const group = matching.a.runGroup.analysis.sharedByScore;
  expect(group.latents).toBe(3 * N);
  expect(group.statement).toContain('pooled');
  const { levels } = matching.sharedByScore;
  expect(levels.map(({ latents }: { latents: number }) => latents)).toEqual([
    N - matching.summary.shared,
    matching.summary.shared,
  ]);
  expect(matching.sharedByFrequency.covariate).toBe('FIRING_FREQUENCY');
  const ask = (fields: string) =>
    edge.code(`query ($id: ID!) { dictionary(id: $id) { analysis { ${fields} } } }`, {
      id: dictionaryId(edge.seeds[0]),
    });
  expect(await ask('sharedByScore(inOthers: 3) { known }')).toBe('BAD_INPUT');
  expect(await ask('sharedByScore(bins: 0) { known }')).toBe('BAD_INPUT');
  expect(await ask('orphans(inAtLeast: 3) { orphans }')).toBe('BAD_INPUT');
});

test('orphans of a dictionary come by score, page by page, with what they come closest to', async () => {
  const latents = await listLatents();
  const expected = latents
    .filter(({ universality, explanation }) => universality.count <= 2 && explanation !== null)
    .toSorted((x, y) => (y.explanation?.score ?? 0) - (x.explanation?.score ?? 0));
  const fields = `totalCount orphans unscored inAtLeast minScore scorer pageInfo { hasNextPage endCursor } nodes { orphanIn score scorer latent { index } explanation { score }
    partners { dictionary { name } shared explanation { text } candidates(first: 1) { latent { index } decoderCosine } } }`;
  const listed: { latent: { index: number }; orphanIn: number; score: number; explanation: { score: number } }[] = [];
  let after: string | null = null;
  do {
    const page: { orphans: Record<string, never> } = await analysis(
      `orphans(inAtLeast: 1, first: 4${after === null ? '' : `, after: "${after}"`}) { ${fields} }`,
    );
    // oxlint-disable-next-line typescript/no-explicit-any -- the shape of the document
    const { nodes, pageInfo, ...counts } = page.orphans as any;
    listed.push(...nodes);
    expect(counts).toEqual({
      totalCount: expected.length,
      orphans: latents.filter(({ universality }) => universality.count <= 2).length,
      unscored: latents.filter(({ universality, explanation }) => universality.count <= 2 && !explanation).length,
      inAtLeast: 1,
      minScore: null,
      scorer: 'detection',
    });
    for (const { partners } of nodes) expect(partners).toHaveLength(2);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  expect(listed.length).toBeGreaterThan(5);
  expect(listed.map(({ latent }) => latent.index)).toEqual(expected.map(({ index }) => index));
  for (const { latent, orphanIn, score, explanation } of listed) {
    expect(orphanIn).toBe(3 - latents[latent.index].universality.count);
    expect(score).toBe(explanation.score);
  }
  const { orphans } = await analysis(`orphans(minScore: 0.65) { inAtLeast totalCount nodes { score orphanIn } }`);
  expect(orphans.inAtLeast).toBe(2);
  expect(orphans.totalCount).toBe(orphans.nodes.length);
  for (const { score, orphanIn } of orphans.nodes) expect([score >= 0.65, orphanIn]).toEqual([true, 2]);
  expect(
    await edge.code(
      `query ($id: ID!, $after: String) { dictionary(id: $id) { analysis { orphans(inAtLeast: 2, after: $after) { orphans } } } }`,
      { id: dictionaryId(edge.seeds[0]), after: 'x' },
    ),
  ).toBe('BAD_CURSOR');
});

test('orphans take as many statements for ten as for two', async () => {
  const count = async (first: number) => {
    const ask = () =>
      analysis(
        `orphans(inAtLeast: 1, first: ${first}) { nodes { latent { index } explanation { text } partners { candidates { latent { index } } } } }`,
      );
    await ask();
    return (await recordStatements(ask)).statements.length;
  };
  const few = await count(2);
  expect(await count(10)).toBe(few);
  expect(few).toBeLessThanOrEqual(12);
});

interface Pair {
  a: { index: number };
  b: { index: number };
  decoderCosine: number;
}

test('labels of shared pairs stand next to random pairs and neighbours, and disagreements are listed', async () => {
  const id = matchingId(edge.matchings[0]);
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { sharedPairs(${CRITERION}, first: 100) { nodes { a { index } b { index } decoderCosine } } } }`,
    { id },
  );
  const pairs: Pair[] = matching.sharedPairs.nodes;
  expect(pairs.length).toBeGreaterThan(8);
  // the topic of a latent of A is its index; partners have it, too, but for every fourth; one pair has one label, one has none
  const best = { scores: [exampleScore({ value: 1 })] };
  const topicOf = new Map(
    pairs.map(({ a, b }, k) => [b.index, k % 4 === 3 ? `other${k} matter` : `topic${a.index} signal`]),
  );
  const write = (seed: number, rows: { index: number; text: string }[]) =>
    writeExplanations(edge.db, {
      dictionary: edge.seeds[seed],
      jobId: null,
      rows: rows.map((row) => exampleExplanation({ ...row, ...best })),
    });
  await write(
    0,
    pairs.map(({ a }) => ({ index: a.index, text: `the topic${a.index}, signals` })),
  );
  await write(
    1,
    pairs.slice(1).map(({ b }) => ({ index: b.index, text: topicOf.get(b.index) ?? '' })),
  );

  const fields = `shared labelled explainedA explainedB pairs sampledFrom shuffles seed statement basis { contentA }
    text { ...similarity } embedding { ...similarity }`;
  const fragment = `fragment similarity on LabelSimilarity { pairs matched { value shuffledMean pValue } neighbours { pairs matched unmatched pValue } embedder { name } statement }`;
  const ask = async () =>
    (
      await edge.data(
        `query ($id: ID!) { matching(id: $id) { explanationAgreement(${CRITERION}) { ${fields} } } } ${fragment}`,
        { id },
      )
    ).matching.explanationAgreement;
  const found = await ask();
  const { dictionaries } = await edge.data(
    'query { dictionaries(first: 3) { nodes { name latents(first: 100) { nodes { index explanation { text } } } } } }',
  );
  const labelOf = (seed: number, index: number): string | undefined =>
    dictionaries.nodes.find(({ name }: { name: string }) => name === `example/${seed}`).latents.nodes[index].explanation
      ?.text;
  const labelled = pairs.filter(({ a, b }) => labelOf(1, a.index) && labelOf(2, b.index));
  expect(found).toMatchObject({
    shared: pairs.length,
    labelled: labelled.length,
    pairs: labelled.length,
    sampledFrom: labelled.length,
    embedding: null,
  });
  const overlapOf = ({ b }: Pair) => (topicOf.get(b.index)?.startsWith('topic') ? 1 : 0);
  const sure = labelled.filter(({ b }) => b.index !== pairs[0].b.index);
  const sum = sure.reduce((total, pair) => total + overlapOf(pair), 0);
  // the pair without a second label of ours adds at most one
  expect(found.text.matched.value * labelled.length).toBeGreaterThan(sum - 1e-9);
  expect(found.text.matched.value * labelled.length).toBeLessThanOrEqual(sum + 1);
  expect(found.text.matched.shuffledMean).toBeLessThan(found.text.matched.value);
  expect(found.text.matched.pValue).toBe(1 / 200);
  expect(found.text.neighbours.unmatched).toBeLessThan(found.text.neighbours.matched);
  expect(found.text.embedder).toBeNull();
  expect(await ask()).toEqual(found);

  // vectors: a pair whose labels agree has the same direction, any other a right angle to it
  const embedder = { name: 'test', version: '1', dimensions: 2 };
  for (const [seed, end] of [
    [0, 'a'],
    [1, 'b'],
  ] as const) {
    const dictionary = edge.seeds[seed];
    const keys = sure.map((pair) => ({
      spaceId: dictionary.spaceId,
      dictionaryId: dictionary.id,
      index: pair[end].index,
    }));
    const stored = await listExplanationsOfLatents(edge.db, { keys, first: 1 });
    await writeEmbeddings(edge.db, {
      dictionary,
      rows: stored.map(([{ index, id: explanationId }], k) => ({
        index,
        explanationId,
        embedder,
        vector: end === 'b' && overlapOf(sure[k]) === 0 ? Float32Array.of(0, 2) : Float32Array.of(3, 0),
      })),
    });
  }
  const { embedding } = await ask();
  expect(embedding).toMatchObject({ pairs: sure.length, embedder: { name: 'test' } });
  expect(embedding.matched.value).toBeCloseTo(sum / sure.length, 6);
  expect(embedding.matched.shuffledMean).toBeCloseTo(sum / sure.length, 6);
  expect(embedding.matched.pValue).toBe(1);

  const disagreements = async (args: string) =>
    (
      await edge.data(
        `query ($id: ID!) { matching(id: $id) { explanationAgreement(${CRITERION}) { disagreements(${args}) {
          totalCount kind cosine overlap statement pageInfo { endCursor } nodes { a { index } b { index } decoderCosine textOverlap } } } } }`,
        { id },
      )
    ).matching.explanationAgreement.disagreements;
  const rows = await disagreements('kind: LIKE_ROWS, cosine: 0.6, first: 2');
  expect(rows).toMatchObject({ kind: 'LIKE_ROWS', cosine: 0.6, overlap: 0.1 });
  expect(rows.totalCount).toBeGreaterThanOrEqual(
    sure.filter((pair) => overlapOf(pair) === 0 && pair.decoderCosine >= 0.6).length,
  );
  for (const row of rows.nodes) expect([row.decoderCosine >= 0.6, row.textOverlap <= 0.1]).toEqual([true, true]);
  const rest = await disagreements(`kind: LIKE_ROWS, cosine: 0.6, after: "${rows.pageInfo.endCursor}"`);
  expect(rows.nodes.length + rest.nodes.length).toBe(rows.totalCount);
  const alike = await disagreements('kind: LIKE_LABELS, cosine: 0.999, overlap: 1');
  const topics = sure.filter((pair) => overlapOf(pair) === 1 && pair.decoderCosine <= 0.999);
  const listed = new Set(alike.nodes.map(({ a }: Pair) => a.index));
  expect(topics.every(({ a }) => listed.has(a.index))).toBe(true);
  expect(
    await edge.code(
      'query ($id: ID!) { matching(id: $id) { explanationAgreement { disagreements(overlap: 1.5) { totalCount } } } }',
      { id },
    ),
  ).toBe('BAD_INPUT');
});
