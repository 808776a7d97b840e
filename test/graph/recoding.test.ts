/** Orphans rebuilt from the other dictionary: the API's numbers are those of the stored rows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { readRows } from '../../db/stores/latents.ts';
import type { MatchingRow } from '../../db/stores/matchings.ts';
import { nullRecoding } from '../../src/compute/recoding/null-recoding.ts';
import { recode } from '../../src/compute/recoding/recode.ts';
import { buildUnitRows, type UnitRows } from '../../src/compute/unit-rows.ts';
import { NULL_DRAWS, RowCache } from '../../src/analysis/held/row-cache.ts';
import { RANDOM_SEED as NULL_SEED } from '../../src/compute/random-seed.ts';
import { buildRandomStream } from '../../src/compute/nulls/random-stream.ts';
import { publishExample } from '../db/example-rows.ts';
import { recordStatements } from '../db/test-database.ts';
import { dictionaryId, type Edge, latentId, matchExamples, matchingId, openExampleEdge } from './example-edge.ts';

const N_LATENTS = 40;
const D_IN = 16;
/** Row 0 is row 3 of the other with noise, row 1 a sum of three of its rows, row 2 is zero; the rest have nothing to do with it. */
const SPLIT_INTO = [10, 11, 12];
/** Rows of the other that never fire, though they have a direction. */
const DEAD = [3, 11];

let edge: Edge;
let one: DictionaryRow;
let other: DictionaryRow;
let matching: MatchingRow;
beforeAll(async () => {
  edge = await openExampleEdge();
  const rows = (seed: number) => {
    const stream = buildRandomStream(seed);
    return Float32Array.from({ length: N_LATENTS * D_IN }, () => stream.nextNormal());
  };
  const theirs = rows(1);
  for (const k of SPLIT_INTO) theirs.fill(0, k * D_IN, (k + 1) * D_IN)[k * D_IN + k - 10] = 2;
  const ours = rows(2);
  for (let z = 0; z < D_IN; z++) {
    ours[z] = theirs[3 * D_IN + z] + 0.1 * ours[z];
    ours[D_IN + z] = z < SPLIT_INTO.length ? 5 : 0;
    ours[2 * D_IN + z] = 0;
  }
  const shape = { n: N_LATENTS, d: D_IN, group: 'recoded', encoder: null };
  one = await publishExample(edge.db, { ...shape, seed: 21, decoder: ours });
  other = await publishExample(edge.db, { ...shape, seed: 22, decoder: theirs, dead: DEAD });
  matching = await matchExamples(edge.db, { a: one, b: other, measure: 'COSINE' });
});
afterAll(() => edge.close());

const unitRows = async ({ spaceId, id, nLatents: n, dIn: d }: DictionaryRow): Promise<UnitRows> => {
  const rows = await readRows(edge.db, { spaceId, dictionaryId: id, side: 'DECODER', start: 0, count: n, d });
  return buildUnitRows(rows, { n, d }).unit;
};

const ORPHANS = `query ($id: ID!, $first: Int!, $of: MatchingEnd!, $atoms: Int!, $minRSquared: Float!, $minAboveNull: Float!) { matching(id: $id) {
  orphans(first: $first, of: $of, criterion: { definition: DECODER, threshold: 1, strict: true }) { nodes { latent { index }
    recoding(atoms: $atoms, minRSquared: $minRSquared, minAboveNull: $minAboveNull) { verdict atomsNeeded minRSquared minAboveNull statement
      other { id } atoms { latent { id index decoderNorm } coefficient rSquared nullRSquared } } } } } }`;
const usual = { first: 20, of: 'A', atoms: 4, minRSquared: 0.49, minAboveNull: 0.2 };

interface Answered {
  latent: { index: number };
  partner?: { candidates: { latent: { index: number } }[] };
  recoding: {
    verdict: string | null;
    atomsNeeded: number | null;
    minRSquared: number;
    minAboveNull: number;
    statement: string;
    other: { id: string };
    atoms: {
      latent: { id: string; index: number };
      coefficient: number;
      rSquared: number;
      nullRSquared: number;
    }[];
  };
}

/** Every latent is an orphan at a cosine above 1: two pages hold them all. */
async function orphans(asked: Partial<typeof usual> = {}, of = ORPHANS): Promise<Answered[]> {
  const query = of
    .replace('first: $first', 'first: $first, after: $after')
    .replace('$first: Int!', '$first: Int!, $after: String')
    .replace('{ nodes', '{ pageInfo { endCursor } nodes');
  const variables = { id: matchingId(matching), ...usual, ...asked };
  const first = await edge.data(query, variables);
  const second = await edge.data(query, { ...variables, after: first.matching.orphans.pageInfo.endCursor });
  return [...first.matching.orphans.nodes, ...second.matching.orphans.nodes];
}

// first of all tests: the rows have not been read
test('statements do not depend on the number of orphans, and the rows are read once', async () => {
  const count = async (first: number) => {
    const { statements } = await recordStatements(() =>
      edge.data(ORPHANS, { ...usual, id: matchingId(matching), first }),
    );
    return {
      all: statements.length,
      rows: statements.filter((text) => /select vector from latent_vectors/.test(text)).length,
    };
  };
  await edge.data(
    `query ($id: ID!) { matching(id: $id) { orphans(criterion: { definition: DECODER }) { totalCount } } }`,
    { id: matchingId(matching) },
  );
  const cold = await count(20);
  expect(cold).toEqual({ all: 10, rows: 2 });
  // matching, ends, sides; latents, vectors, latents of the atoms; and for those that may be merged, vectors and latents of atoms again
  expect(await count(20)).toEqual({ all: 8, rows: 0 });
  expect(await count(10)).toEqual({ all: 8, rows: 0 });
});

test.each(['A', 'B'])('atoms, weights, R^2 and null are those of the stored rows, from end %s', async (of) => {
  const [from, into] = of === 'A' ? [one, other] : [other, one];
  const [ours, theirs] = [await unitRows(from), await unitRows(into)];
  const chance = await nullRecoding({ n: N_LATENTS, d: D_IN, atoms: 4 }, { draws: NULL_DRAWS, seed: NULL_SEED });
  const found = await orphans({ of });
  expect(found).toHaveLength(N_LATENTS);
  for (const { latent, recoding } of found) {
    const x = ours.values.subarray(latent.index * D_IN, (latent.index + 1) * D_IN);
    const expected = await recode(x, theirs, { atoms: 4 });
    expect(recoding.other.id).toBe(dictionaryId(into));
    expect(recoding.atoms.map((atom) => atom.latent.id)).toEqual(Array.from(expected.atoms, (i) => latentId(into, i)));
    for (const [k, atom] of recoding.atoms.entries()) {
      expect(atom.coefficient).toBeCloseTo(expected.coefficients[k], 12);
      expect(atom.rSquared).toBeCloseTo(expected.rSquared[k], 12);
      expect(atom.nullRSquared).toBe(chance[k]);
    }
  }
});

test('a near latent is found, a sum of three is split, a zero row has no verdict, and most random rows are missing', async () => {
  const found = await orphans({ minRSquared: 0.8 });
  const at = (index: number) => found.find(({ latent }) => latent.index === index)?.recoding;
  expect(at(0)).toMatchObject({ verdict: 'FOUND', atomsNeeded: 1, minRSquared: 0.8, minAboveNull: 0.2 });
  expect(at(0)?.atoms[0].latent.index).toBe(3);
  expect(at(1)).toMatchObject({ verdict: 'SPLIT', atomsNeeded: 3 });
  expect(at(1)?.atoms.map(({ latent }) => latent.index)).toEqual(SPLIT_INTO);
  for (const { coefficient } of at(1)?.atoms ?? []) expect(coefficient).toBeCloseTo(Math.sqrt(1 / 3), 6);
  expect(at(2)).toMatchObject({ verdict: null, atomsNeeded: null, atoms: [] });
  const missing = found.filter(({ recoding }) => recoding.verdict === 'MISSING');
  expect(missing.length).toBeGreaterThan(30);
  for (const { recoding } of missing) expect(recoding.atomsNeeded).toBeNull();
  for (const number of ['0.8', '0.2', `${NULL_DRAWS} draws`, `seed ${NULL_SEED}`])
    expect(at(0)?.statement).toContain(number);
});

test('where only the living count, the dead rebuild nothing and are no candidates', async () => {
  const criterion = 'criterion: { definition: DECODER, threshold: 1, strict: true';
  const query = ORPHANS.replace(criterion, `${criterion}, aliveOnly: true`).replace(
    'latent { index }',
    'latent { index } partner { candidates(first: 4) { latent { index } } }',
  );
  const found = await orphans({ minRSquared: 0.8 }, query);
  const living = Array.from({ length: N_LATENTS }, (_, i) => i).filter((i) => !DEAD.includes(i));
  const theirs = await unitRows(other);
  const values = Float32Array.from(living.flatMap((i) => [...theirs.values.subarray(i * D_IN, (i + 1) * D_IN)]));
  const ours = await unitRows(one);
  const shape = { n: living.length, d: D_IN };
  const chance = await nullRecoding({ ...shape, atoms: 4 }, { draws: NULL_DRAWS, seed: NULL_SEED });
  for (const { latent, recoding, partner } of found) {
    const x = ours.values.subarray(latent.index * D_IN, (latent.index + 1) * D_IN);
    const expected = await recode(x, { ...shape, values }, { atoms: 4 });
    expect(recoding.atoms.map((atom) => atom.latent.index)).toEqual(Array.from(expected.atoms, (i) => living[i]));
    expect(recoding.atoms.map((atom) => atom.rSquared)).toEqual([...expected.rSquared]);
    expect(recoding.atoms.map((atom) => atom.nullRSquared)).toEqual([...chance.subarray(0, recoding.atoms.length)]);
    expect(recoding.statement).toContain('alive latents');
    for (const candidate of partner?.candidates ?? []) expect(DEAD).not.toContain(candidate.latent.index);
  }
  expect(found).toHaveLength(N_LATENTS - 1);
  // row 0 is dead row 3 with noise, row 1 needs dead row 11; row 2 is a zero row, which is no living orphan
  const at = (index: number) => found.find(({ latent }) => latent.index === index);
  expect(at(0)?.recoding.verdict).not.toBe('FOUND');
  expect(
    at(1)
      ?.recoding.atoms.slice(0, 3)
      .map((atom) => atom.latent.index),
  ).not.toEqual(SPLIT_INTO);
  expect(at(0)?.partner?.candidates).toHaveLength(3);
  expect(at(2)).toBeUndefined();
});

test('thresholds decide, and chance counts', async () => {
  const verdicts = async (asked: Partial<typeof usual>) => {
    const found = await orphans(asked);
    return (verdict: string) => found.filter(({ recoding }) => recoding.verdict === verdict).length;
  };
  const lenient = await verdicts({ minRSquared: 0, minAboveNull: 0 });
  const usualOnes = await verdicts({});
  const strict = await verdicts({ minAboveNull: 0.99 });
  expect(lenient('MISSING')).toBeLessThan(usualOnes('MISSING'));
  expect(strict('FOUND') + strict('SPLIT')).toBe(0);
  const single = await verdicts({ atoms: 1 });
  expect(single('SPLIT')).toBe(0);
});

test('twenty orphans fit an answer, a page of latents does not', async () => {
  const ask = (asked: Partial<typeof usual>) => edge.code(ORPHANS, { ...usual, id: matchingId(matching), ...asked });
  expect(await ask({ first: 20 })).toBeUndefined();
  expect(await ask({ first: 30 })).toBe('QUERY_TOO_COSTLY');
  expect(await ask({ first: 20, atoms: 8 })).toBe('QUERY_TOO_COSTLY');
  for (const asked of [{ atoms: 0 }, { atoms: 9, first: 1 }, { minRSquared: 1.1 }, { minAboveNull: -0.1 }])
    expect(await ask(asked)).toBe('BAD_INPUT');
});

test('a dictionary beyond the bound is refused before it is read', async () => {
  const rows = new RowCache(edge.db, { maxBytes: 4 * N_LATENTS * D_IN - 1 });
  const { statements } = await recordStatements(async () => {
    await expect(rows.loadDecoder(other)).rejects.toMatchObject({ code: 'QUERY_TOO_COSTLY' });
  });
  expect(statements).toHaveLength(0);
  const enough = new RowCache(edge.db, { maxBytes: 4 * N_LATENTS * D_IN });
  expect(await enough.loadDecoder(other)).toBe(await enough.loadDecoder(other));
});
