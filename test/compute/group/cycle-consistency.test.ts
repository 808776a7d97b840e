import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { groupCycleConsistency } from '../../../src/compute/group/cycle-consistency.ts';
import { listTriples, type MatchedPartners, type PartnerTable } from '../../../src/compute/group/triple-consistency.ts';
import { buildCriterion } from '../../../src/analysis/build-criterion.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { cycleConsistency } from '../statistics/naive-universality.ts';
import { buildExampleGroup, shuffle, toSeedGroup } from './example-group.ts';
import { readInt64Arrays } from './numpy-assignments.ts';

function invert(partner: Int32Array): Int32Array {
  const back = new Int32Array(partner.length);
  partner.forEach((j, i) => (back[j] = i));
  return back;
}

/** The table of square matchings given for a < b. */
function buildTable(size: number, upper: (a: number, b: number) => MatchedPartners): PartnerTable {
  const table: (MatchedPartners | null)[][] = Array.from({ length: size }, () => new Array(size).fill(null));
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const { decoder, encoder } = upper(a, b);
      table[a][b] = { decoder, encoder };
      table[b][a] = { decoder: invert(decoder), encoder: encoder && invert(encoder) };
    }
  }
  return table;
}

test('every order of every triple is what the definition says, with different sizes too', () => {
  const group = toSeedGroup(buildExampleGroup([16, 16, 12, 16], 5), buildCriterion());
  const triples = listTriples(group.ends);
  expect(triples).toHaveLength(24);
  expect(new Set(triples.map(({ triple }) => triple.join())).size).toBe(24);
  for (const { triple, decoder, encoder, firstAgrees, allAgree } of triples) {
    const [a, b, c] = triple;
    const [ab, bc, ac] = [group.ends[a][b], group.ends[b][c], group.ends[a][c]];
    if (!ab?.encoder || !bc?.encoder || !ac?.encoder) throw new TypeError('expected encoders');
    expect(decoder).toBeCloseTo(cycleConsistency({ ab: ab.decoder, bc: bc.decoder, ac: ac.decoder }), 12);
    expect(encoder).toBeCloseTo(cycleConsistency({ ab: ab.encoder, bc: bc.encoder, ac: ac.encoder }), 12);
    const latents = Array.from(ab.decoder.keys());
    const agree = (end: MatchedPartners, i: number) => end.decoder[i] >= 0 && end.decoder[i] === end.encoder?.[i];
    const closed = (i: number) =>
      ab.decoder[i] >= 0 && ac.decoder[i] >= 0 && bc.decoder[ab.decoder[i]] === ac.decoder[i];
    const among = (chosen: number[]) => chosen.filter(closed).length / chosen.length;
    expect(firstAgrees).toBeCloseTo(among(latents.filter((i) => agree(ab, i))), 12);
    const all = latents.filter((i) => agree(ab, i) && agree(ac, i) && agree(bc, ab.decoder[i]));
    expect(allAgree).toBeCloseTo(among(all), 12);
  }
  const whole = groupCycleConsistency(group.ends);
  const decoders = triples.map(({ decoder }) => decoder ?? Number.NaN);
  expect(whole?.decoder?.mean).toBeCloseTo(decoders.reduce((x, y) => x + y, 0) / 24, 12);
  expect([whole?.decoder?.min, whole?.decoder?.max]).toEqual([Math.min(...decoders), Math.max(...decoders)]);
  const third = triples.filter(({ triple }) => triple[0] === 2).map(({ decoder }) => decoder ?? Number.NaN);
  expect(whole?.byBase[2]).toBeCloseTo(third.reduce((x, y) => x + y, 0) / 6, 12);
});

test('alive only: the living of a, whose partners in b and in c live too', () => {
  const example = buildExampleGroup([16, 16, 12, 16], 6);
  const { ends } = toSeedGroup(example, buildCriterion());
  const alive = example.alive.map((flags) => Uint8Array.from(flags));
  const lives = (x: number, i: number | undefined) => i !== undefined && i >= 0 && example.alive[x][i] === 1;
  const triples = listTriples(ends, alive);
  expect(triples).toHaveLength(24);
  for (const { triple, decoder, encoder, firstAgrees, allAgree } of triples) {
    const [a, b, c] = triple;
    const partner = (side: 'decoder' | 'encoder', x: number, y: number, i: number) => ends[x][y]?.[side]?.[i] ?? -1;
    const living = example.alive[a].flatMap((flag, i) => (flag === 1 ? [i] : []));
    const closed = (side: 'decoder' | 'encoder') => (i: number) => {
      const [j, k] = [partner(side, a, b, i), partner(side, a, c, i)];
      return lives(b, j) && lives(c, k) && partner(side, b, c, j) === k;
    };
    const agree = (x: number, y: number, i: number) =>
      lives(y, partner('decoder', x, y, i)) && partner('decoder', x, y, i) === partner('encoder', x, y, i);
    const among = (chosen: number[]) => chosen.filter(closed('decoder')).length / chosen.length;
    expect(decoder).toBeCloseTo(among(living), 12);
    expect(encoder).toBeCloseTo(living.filter(closed('encoder')).length / living.length, 12);
    expect(firstAgrees).toBeCloseTo(among(living.filter((i) => agree(a, b, i))), 12);
    const all = living.filter((i) => agree(a, b, i) && agree(a, c, i) && agree(b, c, partner('decoder', a, b, i)));
    expect(allAgree).toBeCloseTo(among(all), 12);
  }
  const whole = groupCycleConsistency(ends, alive);
  const decoders = triples.map(({ decoder }) => decoder ?? Number.NaN);
  expect(whole?.decoder?.mean).toBeCloseTo(decoders.reduce((x, y) => x + y, 0) / 24, 12);
  expect(whole?.decoder?.mean).not.toBe(groupCycleConsistency(ends)?.decoder?.mean);
  expect(whole?.latents).toBe(example.alive.flat().filter((flag) => flag === 1).length);
  const everyone = alive.map(({ length }) => new Uint8Array(length).fill(1));
  expect(groupCycleConsistency(ends, everyone)).toEqual(groupCycleConsistency(ends));
});

test('matchings that follow one order of all latents are consistent throughout', () => {
  const stream = buildRandomStream(8);
  const orders = Array.from({ length: 4 }, () => Int32Array.from(shuffle(stream, 50)));
  const table = buildTable(4, (a, b) => {
    const back = invert(orders[b]);
    const decoder = orders[a].map((feature) => back[feature]);
    return { decoder, encoder: decoder };
  });
  const interval = { low: 1, high: 1, standardError: 0, seeds: 4 };
  const one = { mean: 1, min: 1, max: 1, triples: 24, interval };
  expect(groupCycleConsistency(table)).toEqual({
    decoder: one,
    encoder: one,
    firstAgrees: one,
    allAgree: one,
    latents: 200,
    byBase: [1, 1, 1, 1],
  });
});

test('two dictionaries have no triples', () => {
  expect(groupCycleConsistency(toSeedGroup(buildExampleGroup([4, 4], 1), buildCriterion()).ends)).toBeNull();
});

const published = new URL('../../../../shared/data/paper-matchings/', import.meta.url);

test.skipIf(!existsSync(published))("the authors' matchings of four seeds give the authors' numbers", () => {
  const expected: { n: number; agreement: Record<string, number>; cycle_consistency: Record<string, number> } =
    JSON.parse(readFileSync(new URL('expected.json', published), 'utf8'));
  const seeds = [3, 4, 5, 6];
  const table = buildTable(4, (a, b) => {
    const partners = (side: string) => {
      const file = `indices_${side}_k32-sae-mlp-32k-seed${seeds[a]}-seed${seeds[b]}.pkl`;
      const [rows, columns] = readInt64Arrays(new URL(file, published), expected.n);
      expect(rows.every((row, i) => row === i)).toBe(true);
      return columns;
    };
    const [decoder, encoder] = [partners('decoder'), partners('encoder')];
    const agreement = decoder.filter((j, i) => j === encoder[i]).length / expected.n;
    expect(agreement).toBeCloseTo(expected.agreement[`${seeds[a]}-${seeds[b]}`], 12);
    return { decoder, encoder };
  });
  const triples = listTriples(table);
  expect(Object.keys(expected.cycle_consistency)).toHaveLength(16);
  for (const [name, value] of Object.entries(expected.cycle_consistency)) {
    const of = /(\d)-(\d)-(\d)$/
      .exec(name)
      ?.slice(1)
      .map((seed) => seeds.indexOf(Number(seed)));
    const found = triples.find(({ triple }) => triple.join() === of?.join());
    const field = name.includes('all three')
      ? 'allAgree'
      : name.includes('among')
        ? 'firstAgrees'
        : name.startsWith('encoder')
          ? 'encoder'
          : 'decoder';
    expect(found?.[field], name).toBeCloseTo(value, 12);
  }
  const whole = groupCycleConsistency(table);
  expect(whole?.decoder?.mean).toBeCloseTo(0.53, 2);
});
