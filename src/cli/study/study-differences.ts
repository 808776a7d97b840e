/** Settings of a study with the same number of latents and the same L0 -> how much more one architecture shares than another one. */
import { jackknifeMean } from '../../compute/group/seed-jackknife.ts';
import { studentQuantile } from '../../compute/statistics/student-quantile.ts';
import type { StudyRow } from './study-rows.ts';

/** L0s that differ by no more count as equal. */
export const EQUAL_L0 = 0.05;

export interface StudyDifference {
  nLatents: number;
  /** The row that is subtracted from the other one. */
  from: StudyRow;
  to: StudyRow;
  /** Shared fraction of `to` minus that of `from`. */
  difference: number;
  /** 95%, by the jackknife over seeds that both have; null for two. */
  interval: readonly [low: number, high: number] | null;
}

/** The first setting of each number of latents against every other one of that number whose L0 is equal. */
export function compareSettings(rows: readonly StudyRow[]): StudyDifference[] {
  const sizes = [...new Set(rows.map(sizeOf))];
  return sizes.flatMap((nLatents) => {
    const [from, ...others] = rows.filter((row) => sizeOf(row) === nLatents);
    return others.flatMap((to) => compare({ nLatents, from, to }));
  });
}

/** The same for a pair of seeds, whichever comes first. */
function keyOf(seeds: readonly number[]): string {
  return seeds.toSorted((a, b) => a - b).join();
}

function compare(of: { nLatents: number; from: StudyRow; to: StudyRow }): StudyDifference[] {
  const { from, to } = of;
  if (from.shared === null || to.shared === null || !haveEqualL0(from, to)) return [];
  const other = new Map(from.pairs.map((pair) => [keyOf(pair.of), pair.value]));
  const paired = to.pairs.map(({ value, of: seeds }) => ({
    value: value - (other.get(keyOf(seeds)) ?? Number.NaN),
    of: seeds,
  }));
  const spread = jackknifeMean(paired, to.run.seeds.length);
  const difference = to.shared - from.shared;
  if (spread === null) return [{ ...of, difference, interval: null }];
  const half = studentQuantile(spread.seeds - 1) * spread.standardError;
  return [{ ...of, difference, interval: [difference - half, difference + half] }];
}

function haveEqualL0(a: StudyRow, b: StudyRow): boolean {
  if (a.l0 === null || b.l0 === null) return false;
  return Math.abs(a.l0 - b.l0) <= EQUAL_L0 * Math.max(a.l0, b.l0);
}

const sizeOf = ({ setting }: StudyRow) => setting.nLatents;
