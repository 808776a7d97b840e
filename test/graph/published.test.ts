/** Matchings that others published, without cosines: what can be asked of them, what cannot, and what is said next to it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteDictionaryRows, markDeleting } from '../../db/stores/removal.ts';
import { ensureMatching, findSides, insertSide, loadPartners, type MatchingRow } from '../../db/stores/matchings.ts';
import { insertPublishedSide, type Publication } from '../../db/stores/published-sides.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { registerDictionary } from '../../db/stores/registered-dictionaries.ts';
import { buildPartnerEnds } from '../../src/compute/group/partner-ends.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { exampleSide, publishExample, runningJob, seededRandom } from '../db/example-rows.ts';
import { D, dictionaryId, type Edge, latentId, matchingId, openExampleEdge } from './example-edge.ts';

/** Latents of each of the three dictionaries. */
const n = 40;
let edge: Edge;
let three: DictionaryRow[];
let matchings: MatchingRow[];
/** Partners by [decoder, encoder] of the pairs (0, 1), (0, 2), (1, 2). */
const partners: [Int32Array, Int32Array][] = [];

beforeAll(async () => {
  edge = await openExampleEdge();
  const { db } = edge;
  const job = await runningJob(db);
  const { spaceId } = edge.seeds[0];
  three = [];
  for (const seed of [1, 2, 3]) three.push(await register(seed, job));
  const random = seededRandom(3);
  matchings = [];
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ]) {
    const matching = await ensureMatching(db, { a: three[a], b: three[b], measure: 'COSINE' });
    const decoder = shuffled(random);
    const encoder = decoder.map((j, i) => (i === 0 ? decoder[1] : i === 1 ? decoder[0] : j));
    partners.push([decoder, encoder]);
    for (const [side, partner] of [
      ['DECODER', decoder],
      ['ENCODER', encoder],
    ] as const) {
      const ends = buildPartnerEnds({ partner, cosine: new Float64Array(n).fill(Number.NaN) }, n);
      await insertPublishedSide(db, { matching, side, ends, publication, jobId: job.id });
    }
    matchings.push(matching);
  }
  expect(matchings.every((matching) => matching.spaceId === spaceId)).toBe(true);
});
afterAll(() => edge.close());

const publication: Publication = {
  by: 'Somebody Else',
  format: 'sae_overlap',
  files: [{ name: 'x.pkl', size: 3, sha256: 'f'.repeat(64) }],
  cosines: 'UNKNOWN',
  objective: null,
  statedCertificate: null,
};

function register(seed: number, job: { id: string; attempt: number }): Promise<DictionaryRow> {
  const [{ spaceId }] = edge.seeds;
  return edge.db.transaction((tx) =>
    registerDictionary(tx, {
      place: { spaceId, group: 'published', name: `published/seed${seed}`, dIn: D },
      end: {
        n,
        initSeed: seed,
        architecture: 'OTHER',
        alive: null,
        statedSha256: null,
        portalId: null,
        hasEncoder: true,
      },
      source: { format: 'sae_overlap', sourceUri: 'x.pkl', files: publication.files, guesses: [] },
      job,
    }),
  );
}

function shuffled(random: () => number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const note = 'Not certified by Reseed; published by Somebody Else (sae_overlap, cosines unknown).';
const group = () => formatGlobalId({ kind: 'RunGroup', spaceId: three[0].spaceId, id: three[0].runGroupId });

test('a matching says whose it is, and null for what is not known', async () => {
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { complete
      a { nAlive nDead hasWeights nLatents provenance { contentSha256 decoderSha256 encoderSha256 statedSha256 format } latent(index: 2) { alive decoderNorm encoderNorm vector(encoding: FLOATS) { floats } } }
      decoder { pairs objective meanMatchedCosine mmcsAB mmcsBA regret alive { pairs } certificate { gap } nulls { kind } publication { by format files { name } cosines statedCertificate statement } }
      summary(criterion: { definition: AGREE }) { shared latents dead agreement meanDecoderCosine meanEncoderCosine
        basis { statement contentA contentB aliveA aliveB decoderCertificate { gap } encoderCertificate { gap } } }
      sharedPairs(criterion: { definition: AGREE }, first: 2) { totalCount nodes { a { index } b { index } decoderCosine encoderCosine } }
      orphans(criterion: { definition: AGREE }) { nodes { latent { index } partner { decoder { latent { index } cosine } agree shared } } }
      sweep(definition: AGREE, steps: 2) { points { sharedFraction } basis { statement } } } }`,
    { id: matchingId(matchings[0]) },
  );
  const nothing = { contentSha256: null, decoderSha256: null, encoderSha256: null, statedSha256: null };
  expect(matching).toMatchObject({
    complete: true,
    a: {
      nAlive: null,
      nDead: null,
      hasWeights: false,
      nLatents: n,
      provenance: { ...nothing, format: 'sae_overlap' },
      latent: { alive: null, decoderNorm: null, encoderNorm: null, vector: null },
    },
    decoder: {
      pairs: n,
      objective: null,
      meanMatchedCosine: null,
      mmcsAB: null,
      mmcsBA: null,
      regret: null,
      alive: null,
      certificate: null,
      nulls: [],
      publication: { by: 'Somebody Else', files: [{ name: 'x.pkl' }], cosines: 'UNKNOWN', statement: note },
    },
    summary: {
      shared: n - 2,
      latents: n,
      dead: null,
      agreement: (n - 2) / n,
      meanDecoderCosine: null,
      meanEncoderCosine: null,
      basis: { statement: note, contentA: null, aliveB: null, decoderCertificate: null, encoderCertificate: null },
    },
    sharedPairs: { totalCount: n - 2 },
    sweep: { points: Array.from({ length: 3 }, () => ({ sharedFraction: (n - 2) / n })), basis: { statement: note } },
  });
  for (const { a, b, ...cosines } of matching.sharedPairs.nodes) {
    expect(partners[0][0][a.index]).toBe(b.index);
    expect(cosines).toEqual({ decoderCosine: null, encoderCosine: null });
  }
  expect(matching.orphans.nodes).toEqual(
    [0, 1].map((index) => ({
      latent: { index },
      partner: { decoder: { latent: { index: partners[0][0][index] }, cosine: null }, agree: false, shared: false },
    })),
  );
});

test('says which nulls cannot be drawn without rows', async () => {
  const { runGroup } = await edge.data(
    `query ($group: ID!) { runGroup(id: $group) { matchings { summary(criterion: { definition: AGREE }) { nulls { kind } missingNulls { kind reason } } } } }`,
    { group: group() },
  );
  const reason = expect.stringContaining('no rows');
  expect(runGroup.matchings[0].summary).toEqual({
    nulls: [],
    missingNulls: [
      { kind: 'ISOTROPIC', reason: expect.stringContaining('requestMatching') },
      ...['COVARIANCE_MATCHED', 'JOINT', 'ROTATION', 'INITIAL'].map((kind) => ({ kind, reason })),
    ],
  });
});

test('every figure of a group under AGREE has its number, and says that nobody here certified it', async () => {
  const { runGroup } = await edge.data(
    `query ($group: ID!) { runGroup(id: $group) { analysis(criterion: { definition: AGREE }) { missing note
      sharedMatrix { outlierStatement rows { sharedFractions cells { agreement meanDecoderCosine } } }
      universality { statement fractions bases { statement } }
      onlyInBase { statement points { fraction } }
      cycleConsistency { statement decoder { mean } encoder { mean } nulls { kind } }
      families { statement nodes { size meanCosine minCosine } }
      union { statement union core } } } }`,
    { group: group() },
  );
  expect(runGroup.analysis.cycleConsistency.nulls).toEqual([]);
  const { analysis } = runGroup;
  expect(analysis).toMatchObject({ missing: 0, note });
  const statements = [
    analysis.sharedMatrix.outlierStatement,
    analysis.universality.statement,
    analysis.universality.bases[0].statement,
    analysis.onlyInBase.statement,
    analysis.cycleConsistency.statement,
    analysis.families.statement,
    analysis.union.statement,
  ];
  for (const statement of statements) expect(statement.endsWith(` ${note}`)).toBe(true);
  const fraction = (n - 2) / n;
  expect(analysis.sharedMatrix.rows[0].sharedFractions).toEqual([1, fraction, fraction]);
  expect(analysis.sharedMatrix.rows[0].cells[1]).toEqual({ agreement: fraction, meanDecoderCosine: null });
  const [ab, ac, bc] = partners.map(([decoder]) => decoder);
  const closed = Array.from(ab).filter((j, i) => bc[j] === ac[i]).length;
  expect(analysis.cycleConsistency.decoder.mean).toBeCloseTo(closed / n, 12);
  expect(analysis.families.nodes[0]).toMatchObject({ meanCosine: null, minCosine: null });
  const base = await edge.data(
    'query ($id: ID!) { dictionary(id: $id) { analysis(criterion: { definition: AGREE }) { note universality { statement } onlyInBase { statement } } } }',
    { id: dictionaryId(three[0]) },
  );
  expect(base.dictionary.analysis.note).toBe(note);
  for (const part of ['universality', 'onlyInBase'])
    expect(base.dictionary.analysis[part].statement.endsWith(note)).toBe(true);
});

test.each([['BOTH_AGREE'], ['BOTH'], ['DECODER'], ['ENCODER'], ['MAX_COSINE'], ['MUTUAL_NN']])(
  '%s needs cosines, and is refused wherever it is asked',
  async (definition) => {
    const ids = {
      matching: matchingId(matchings[0]),
      group: group(),
      a: dictionaryId(three[0]),
      b: dictionaryId(three[1]),
      latent: latentId(three[0], 3),
    };
    const questions = [
      'query ($matching: ID!, $c: CriterionInput!) { matching(id: $matching) { summary(criterion: $c) { shared } } }',
      'query ($matching: ID!, $c: CriterionInput!) { matching(id: $matching) { sharedPairs(criterion: $c) { totalCount } } }',
      'query ($matching: ID!, $c: CriterionInput!) { matching(id: $matching) { orphans(criterion: $c) { totalCount } } }',
      'query ($group: ID!, $c: CriterionInput!) { runGroup(id: $group) { analysis(criterion: $c) { sharedMatrix { rows { latents } } } } }',
      'query ($a: ID!, $c: CriterionInput!) { dictionary(id: $a) { analysis(criterion: $c) { universality { latents } } } }',
      'query ($a: ID!, $b: ID!, $c: CriterionInput!) { dictionary(id: $a) { latents(filter: { sharedWith: $b, criterion: $c }) { totalCount } } }',
      'query ($latent: ID!, $c: CriterionInput!) { latent(id: $latent) { partners(criterion: $c) { shared } } }',
    ];
    for (const question of questions) {
      const { errors } = await edge.ask(question, { ...ids, c: { definition } });
      expect([question, errors[0]?.extensions.code]).toEqual([question, 'COSINES_UNKNOWN']);
      expect(errors[0].extensions.hint).toContain('match them here');
    }
    const sweep = `query ($matching: ID!) { matching(id: $matching) { sweep(definition: ${definition}) { points { shared } } } }`;
    expect(await edge.code(sweep, ids)).toBe('COSINES_UNKNOWN');
  },
);

test('what rests on cosines, rows or who is alive is refused with a code', async () => {
  const matching = matchingId(matchings[0]);
  const ids = {
    matching,
    group: group(),
    a: dictionaryId(three[0]),
    b: dictionaryId(three[1]),
    latent: latentId(three[0], 0),
  };
  const refusals: [string, string][] = [
    ['COSINES_UNKNOWN', 'query ($matching: ID!) { matching(id: $matching) { cosineHistogram { counts } } }'],
    ['COSINES_UNKNOWN', 'query ($matching: ID!) { matching(id: $matching) { coverage { statement } } }'],
    ['COSINES_UNKNOWN', 'query ($a: ID!) { dictionary(id: $a) { latents(orderBy: COSINE) { totalCount } } }'],
    ['NO_WEIGHTS', 'query ($matching: ID!) { matching(id: $matching) { similarity { pairs } } }'],
    [
      'NO_WEIGHTS',
      'query ($matching: ID!) { matching(id: $matching) { orphans(criterion: { definition: AGREE }, first: 1) { nodes { recoding { verdict } } } } }',
    ],
    ['NO_WEIGHTS', 'query ($latent: ID!) { nearestLatents(from: { latent: $latent }) { groups { hits { rank } } } }'],
    [
      'NO_WEIGHTS',
      `query ($a: ID!) { nearestLatents(from: { vector: [${Array(D).fill(1).join(', ')}] }, dictionaries: [$a]) { groups { hits { rank } } } }`,
    ],
    ['NO_WEIGHTS', 'mutation ($group: ID!) { requestMatching(input: { runGroup: $group }) { jobs { id } } }'],
    ['NO_WEIGHTS', 'mutation ($a: ID!, $b: ID!) { requestMatching(input: { a: $a, b: $b }) { jobs { id } } }'],
    ['NO_WEIGHTS', 'mutation ($group: ID!) { requestSimilarity(input: { runGroup: $group }) { id } }'],
    [
      'NO_WEIGHTS',
      'mutation ($a: ID!) { setNearestIndex(input: { dictionary: $a, side: DECODER, enabled: true }) { id } }',
    ],
    [
      'ALIVE_UNKNOWN',
      'query ($matching: ID!) { matching(id: $matching) { summary(criterion: { definition: AGREE, aliveOnly: true }) { shared } } }',
    ],
    [
      'ALIVE_UNKNOWN',
      'query ($matching: ID!) { matching(id: $matching) { sweep(definition: AGREE, aliveOnly: true) { points { shared } } } }',
    ],
    [
      'ALIVE_UNKNOWN',
      'query ($group: ID!) { runGroup(id: $group) { analysis(criterion: { definition: AGREE, aliveOnly: true }) { union { core } } } }',
    ],
    [
      'ALIVE_UNKNOWN',
      'query ($latent: ID!) { latent(id: $latent) { universality(criterion: { definition: AGREE, aliveOnly: true }) { count } } }',
    ],
    [
      'ALIVE_UNKNOWN',
      'query ($matching: ID!) { matching(id: $matching) { cosineHistogram(aliveOnly: true) { counts } } }',
    ],
    [
      'ALIVE_UNKNOWN',
      'query ($group: ID!) { runGroup(id: $group) { analysis(criterion: { definition: AGREE }) { cycleConsistency(aliveOnly: true) { latents } } } }',
    ],
    ['ALIVE_UNKNOWN', 'query ($a: ID!) { dictionary(id: $a) { latents(filter: { alive: true }) { totalCount } } }'],
    [
      'ALIVE_UNKNOWN',
      'query ($a: ID!, $b: ID!) { dictionary(id: $a) { latents(filter: { orphanIn: $b, criterion: { definition: AGREE, aliveOnly: true } }) { totalCount } } }',
    ],
  ];
  for (const [code, question] of refusals) {
    const { errors } = await edge.ask(question, ids);
    expect([question, errors[0]?.extensions.code]).toEqual([question, code]);
    expect(errors[0].extensions.hint).toBeTruthy();
  }
});

test('a side that is solved takes the place of a published one, and not the other way round', async () => {
  const { db } = edge;
  const [a, b] = [
    await publishExample(db, { n: 6, d: D, seed: 71, group: 'both' }),
    await publishExample(db, { n: 6, d: D, seed: 72, group: 'both' }),
  ];
  const matching = await ensureMatching(db, { a, b, measure: 'COSINE' });
  const job = await runningJob(db);
  const reverse = Int32Array.from({ length: 6 }, (_, i) => 5 - i);
  const ends = buildPartnerEnds({ partner: reverse, cosine: new Float64Array(6).fill(0.5) }, 6);
  const published = { matching, side: 'DECODER', ends, publication, jobId: job.id } as const;
  expect(await insertPublishedSide(db, published)).toBe(true);
  expect(await insertPublishedSide(db, published)).toBe(false);
  const result = exampleSide({ nA: 6, nB: 6, seed: 1 });
  await insertSide(db, { matching, side: 'DECODER', result, mmcsAB: 0.1, mmcsBA: 0.2, regret: 0.3, jobId: job.id });
  expect(await insertPublishedSide(db, published)).toBe(false);
  const [[side]] = await findSides(db, [matching]);
  expect(side).toMatchObject({ publication: null, certificate: result.certificate, mmcsAB: 0.1 });
  const [stored] = await loadPartners(db, [{ matching, side: 'DECODER', end: 'A', n: 6 }]);
  expect(stored).toEqual({ partner: result.a.partner, cosine: result.a.cosine });
});

test('a dictionary without weights is deleted like any other', async () => {
  const { db } = edge;
  const row = await register(9, await runningJob(db));
  await markDeleting(db, row);
  await deleteDictionaryRows(db, row);
  const [{ count }] = await db.query<{ count: number }>(
    'select count(*)::int as count from latents where dictionary_id = $1',
    [row.id],
  );
  expect(count).toBe(0);
});
