import { expect, test } from 'vitest';
import { type LabelledPairs, labelAgreement } from '../../../src/compute/labels/label-agreement.ts';
import { findDisagreements } from '../../../src/compute/labels/label-disagreements.ts';
import { buildWordSets, diceOverlap, renumberWords, splitWords } from '../../../src/compute/labels/word-sets.ts';

// Stems and stop words by hand; the numbers below by NumPy 2.4.6, p-values by SciPy 1.17.1 (stats.permutation_test over all permutations).
const A = ['river lake canada', 'verb run', 'name river', 'lake', 'number year', 'end sentenc'];
const B = ['name lake river', 'run verb', 'river name', 'year', 'number year', 'end sentenc'];
const C = ['verb run', 'lake', 'end', 'river lake', 'name river', 'number'];
const setsOf = (texts: string[]) => buildWordSets(texts.map(splitWords));

function buildPairs(neighbour: number[]): LabelledPairs {
  const a = setsOf(A);
  const there = renumberWords(setsOf([...B, ...C]), a.vocabulary);
  const places = [0, 1, 2, 3, 4, 5];
  const similarity = (i: number, j: number) => diceOverlap({ sets: a, i }, { sets: there, i: j });
  return { a: places, b: places, neighbour, similarity };
}

test('means and p-values are those of SciPy', () => {
  const found = labelAgreement(buildPairs([6, 7, 8, 9, 10, 11]), { shuffles: 20_000, seed: 1 });
  expect(found?.value).toBeCloseTo(0.7777777777777777, 12);
  // the mean over all 720 pairings, of which 20,000 draws fall short by their standard error
  expect(found?.shuffledMean).toBeCloseTo(0.19537037037037036, 2);
  expect(found?.pValue).toBeGreaterThan(0.0005);
  expect(found?.pValue).toBeLessThan(0.0025);
  expect(found?.neighbours?.pairs).toBe(6);
  expect(found?.neighbours?.matched).toBeCloseTo(0.7777777777777777, 12);
  expect(found?.neighbours?.unmatched).toBeCloseTo(0.1111111111111111, 12);
  expect(Math.abs((found?.neighbours?.pValue ?? 1) - 0.046875)).toBeLessThan(0.006);
});

test('the same seed gives the same answer, labels that are all alike give p = 1', () => {
  const pairs = buildPairs([-1, 7, -1, -1, -1, -1]);
  const asked = { shuffles: 50, seed: 3 };
  expect(labelAgreement(pairs, asked)).toEqual(labelAgreement(pairs, asked));
  expect(labelAgreement(pairs, asked)?.neighbours?.pairs).toBe(1);
  const alike = labelAgreement({ ...pairs, similarity: () => 0.1 }, asked);
  expect(alike).toMatchObject({ pValue: 1, neighbours: { pValue: 1 } });
  expect(labelAgreement({ ...pairs, neighbour: [-1, -1, -1, -1, -1, -1] }, asked)?.neighbours).toBeNull();
  expect(labelAgreement({ a: [0], b: [0], neighbour: [-1], similarity: () => 1 }, asked)).toBeNull();
});

test('words are folded, and sets of two vocabularies compare as the words do', () => {
  expect(splitWords('Rivers, \uFF22anks & don\u2019t \u2014 Z\u00FCrich 16')).toEqual([
    'rivers',
    'banks',
    'don',
    't',
    'z\u00FCrich',
    '16',
  ]);
  const x = buildWordSets([['b', 'a', 'b'], [], ['c']]);
  const y = renumberWords(buildWordSets([['d', 'a'], ['c'], []]), x.vocabulary);
  const overlap = (i: number, j: number) => diceOverlap({ sets: x, i }, { sets: y, i: j });
  expect([overlap(0, 0), overlap(0, 1), overlap(2, 1), overlap(1, 1)]).toEqual([0.5, 0, 1, 0]);
  expect(overlap(1, 2)).toBeNaN();
});

test('disagreements are picked by both thresholds, the greatest gap first', () => {
  const cosines = [0.95, 0.99, 0.9, 0.2, 0.5, 0.1, Number.NaN];
  const overlaps = [0, 0.1, 0.11, 0.9, 0.5, 0.4, 1];
  const pairs = {
    n: 8,
    partner: (i: number) => (i === 7 ? -1 : i),
    cosine: (i: number) => cosines[i],
    overlap: (i: number) => overlaps[i],
  };
  const rows = findDisagreements(pairs, { kind: 'LIKE_ROWS', cosine: 0.9, overlap: 0.1 });
  expect([...rows.index]).toEqual([0, 1]);
  expect([rows.gap[0], rows.overlap[1], rows.gap[2]]).toEqual([0.95, 0.1, Number.NaN]);
  const labels = findDisagreements(pairs, { kind: 'LIKE_LABELS', cosine: 0.5, overlap: 0.5 });
  expect([...labels.index]).toEqual([3, 4]);
});
