/** The number of statements depends on the shape of a question, not on the number of rows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishExampleRun } from '../db/example-training.ts';
import { recordStatements } from '../db/test-database.ts';
import { explainExamples } from './example-explanations.ts';
import { dictionaryId, type Edge, matchingId, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
  await explainExamples(edge.db, edge.seeds);
  for (const name of ['one', 'two', 'three', 'four', 'five', 'six'])
    await publishExampleRun(edge.db, { name, dictionaries: edge.seeds });
});
afterAll(() => edge.close());

async function countStatements(query: string, variables: Record<string, unknown>): Promise<number> {
  // the whole arrays of a matching are kept from question to question: read them before counting
  await edge.data(query, variables);
  const { statements } = await recordStatements(() => edge.data(query, variables));
  return statements.length;
}

/** Nested lists, with how many statements each takes whatever `first` is. */
const questions: [name: string, statements: number, query: string][] = [
  [
    'dictionaries with space, model, run group',
    5,
    'query ($first: Int!) { dictionaries(first: $first) { nodes { space { model { name } } runGroup { name } } } }',
  ],
  [
    'dictionaries with a latent of each',
    3,
    'query ($first: Int!) { dictionaries(first: $first) { nodes { latent(index: 1) { decoderNorm } } } }',
  ],
  [
    'dictionaries with their matchings and both ends',
    5,
    'query ($first: Int!) { dictionaries(first: $first) { nodes { matchings { a { name } b { name } decoder { pairs } } } } }',
  ],
  [
    'matchings with sides, nulls and jobs',
    6,
    'query ($first: Int!) { matchings(first: $first) { nodes { complete decoder { nulls { kind } } jobs { state } } } }',
  ],
  [
    'matchings with summary and basis',
    5,
    'query ($first: Int!) { matchings(first: $first) { nodes { summary(criterion: { definition: DECODER }) { sharedFraction nulls { kind } basis { aliveA decoderCertificate { gap } } } } } }',
  ],
  [
    'matchings with sides of the living',
    6,
    'query ($first: Int!) { matchings(first: $first) { nodes { decoder { alive { pairs } } } } }',
  ],
  [
    'latents with vectors',
    3,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { vector(encoding: FLOATS) { floats } } } } }',
  ],
  [
    'latents with dictionary and portal id',
    2,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { portalId dictionary { name } } } } }',
  ],
  [
    'latents with partners of both sides',
    6,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { partners { decoder { latent { index } cosine } encoder { latent { index } cosine } } } } } }',
  ],
  [
    'latents with universality',
    7,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { universality { count } } } } }',
  ],
  [
    'latents with mutual neighbours, alive only',
    9,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { partners(criterion: { definition: MUTUAL_NN, aliveOnly: true }) { shared } } } } }',
  ],
  [
    'latents with candidates and their other cosine',
    7,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { partners { candidates { latent { index } decoderCosine encoderCosine } } } } } }',
  ],
  [
    'shared pairs with both latents',
    5,
    'query ($matching: ID!, $first: Int!) { matching(id: $matching) { sharedPairs(criterion: { threshold: 0.3 }, first: $first) { nodes { a { decoderNorm } b { decoderNorm } decoderCosine encoderCosine } } } }',
  ],
  [
    'orphans with candidates',
    7,
    'query ($matching: ID!, $first: Int!) { matching(id: $matching) { orphans(criterion: { threshold: 0.95 }, first: $first) { nodes { latent { index } partner { candidates { latent { index } encoderCosine } } } } } }',
  ],
  [
    'latents with explanations and scores',
    4,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { explanations(first: 5) { text scores { value } } } } } }',
  ],
  [
    'latents with the best explanation of each partner',
    7,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { partners { decoder { latent { explanation { text } } } } } } } }',
  ],
  [
    'latents with the explanation that each partner goes by',
    9,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { partners { shared explanation { text } } } } } }',
  ],
  [
    'latents with borrowed explanations, their latents and cosines',
    11,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { borrowedExplanation(criterion: { definition: DECODER, threshold: 0 }) { explanation { text } dictionary { name } latent { index } decoderCosine encoderCosine } } } } }',
  ],
  [
    'latents with contexts and their collection',
    4,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { contexts(first: 3) { totalCount nodes { tokens collection { dataset } } } } } } }',
  ],
  [
    'latents with histogram and tokens',
    4,
    'query ($id: ID!, $first: Int!) { dictionary(id: $id) { latents(first: $first) { nodes { activationHistogram { counts collection { tokens } } topTokens { byContext { token } } } } } }',
  ],
  [
    'dictionaries with coverage and collections',
    4,
    'query ($first: Int!) { dictionaries(first: $first) { nodes { explanationCoverage { latents } activationCollections { dataset } } } }',
  ],
  [
    'jobs with what they made',
    4,
    'query ($first: Int!) { jobs(first: $first) { nodes { subject { ... on Dictionary { name } ... on Matching { id } } result { ... on ImportResult { dictionary { name } } ... on MatchResult { matching { id } } } } } }',
  ],
];

for (const [name, statements, inside] of [
  ['their curves', 3, 'seeds { latest { fvu } curve(maxPoints: 5) { step } }'],
  ['their distances', 2, 'distances { step nearestCosine }'],
  ['their dictionaries and jobs', 5, 'job { state } seeds { dictionary { name } heldOut { fvu } }'],
  [
    'their checkpoints',
    6,
    'runGroup { name } checkpoints { runGroup { name } seeds { dictionary { name } trainingRun { name } } }',
  ],
] as const) {
  const query = `query ($first: Int!) { trainingRuns(first: $first) { nodes { ${inside} } } }`;
  questions.push([`training runs with ${name}`, statements + 1, query]);
}
questions.push([
  'dictionaries with the runs that made them',
  4,
  'query ($first: Int!) { dictionaries(first: $first) { nodes { training { heldOut { fvu } trainingRun { name } } } } }',
]);

test.each(questions)('%s', async (_name, expected, query) => {
  const variables = { id: dictionaryId(edge.seeds[0]), matching: matchingId(edge.matchings[0]) };
  const counts: number[] = [];
  for (const first of [2, 5, 20]) {
    const used = Object.fromEntries(
      Object.entries({ ...variables, first }).filter(([name]) => query.includes(`$${name}:`)),
    );
    counts.push(await countStatements(query, used));
  }
  expect(counts[1]).toBe(counts[2]);
  expect(counts[0]).toBeLessThanOrEqual(counts[2]);
  expect(counts[2]).toBeLessThanOrEqual(expected);
});

test('a search takes one set of statements per dictionary and no more for more hits', async () => {
  const query = `query ($first: Int!) { nearestLatents(from: { latent: "example/source/3" }, first: $first) { groups { dictionary { name } hits { latent { decoderNorm } matchedPartner } } } }`;
  const few = await countStatements(query, { first: 2 });
  expect(await countStatements(query, { first: 20 })).toBe(few);
});
