/**
 * Cycle consistency: does going from a to b and on to c lead where going from a to c does?
 *
 * In: the optimal matchings of a run group. Out: mean[pi_bc(pi_ab(i)) = pi_ac(i)] over the latents i of a, over all ordered triples (a, b, c)
 * of different dictionaries (arXiv 2501.16615). No threshold and no criterion: the matchings alone.
 */
import { jackknifeMean, type SeedInterval } from './seed-jackknife.ts';
import { sumFlags } from './seed-group.ts';
import { listSizes, listTriples, type PartnerTable } from './triple-consistency.ts';

/** Over ordered triples. */
export interface Spread {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Triples averaged: those with at least one latent to look at. */
  readonly triples: number;
}

/** Of the dictionaries of a group, with the interval of the mean: null for fewer than four. */
export interface SeedSpread extends Spread {
  readonly interval: SeedInterval | null;
}

export interface CycleConsistency<Over = SeedSpread> {
  readonly decoder: Over | null;
  readonly encoder: Over | null;
  readonly firstAgrees: Over | null;
  readonly allAgree: Over | null;
  /** Latents counted, of all dictionaries. */
  readonly latents: number;
  /** Mean of `decoder` over the triples that begin at each dictionary. [S] */
  readonly byBase: readonly (number | null)[];
}

/** The means over {@link listTriples}; null with fewer than three dictionaries. */
export function groupCycleConsistency(
  table: PartnerTable,
  alive: readonly Uint8Array[] | null = null,
): CycleConsistency | null {
  if (table.length < 3) return null;
  const triples = listTriples(table, alive);
  const valuesOf = (field: 'decoder' | 'encoder' | 'firstAgrees' | 'allAgree'): SeedSpread | null => {
    const values = triples.flatMap(({ triple, [field]: value }) => (value === null ? [] : [{ value, of: triple }]));
    const over = spread(values.map(({ value }) => value));
    return over && { ...over, interval: jackknifeMean(values, table.length) };
  };
  const byBase = table.map((_, base) => {
    const own = triples.filter(({ triple, decoder }) => triple[0] === base && decoder !== null);
    return spread(own.map(({ decoder }) => decoder ?? 0))?.mean ?? null;
  });
  const counted = alive === null ? listSizes(table) : alive.map(sumFlags);
  return {
    decoder: valuesOf('decoder'),
    encoder: valuesOf('encoder'),
    firstAgrees: valuesOf('firstAgrees'),
    allAgree: valuesOf('allAgree'),
    latents: counted.reduce((total, count) => total + count, 0),
    byBase,
  };
}

/** Of at least one value; null of none. */
export function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return { mean, min: Math.min(...values), max: Math.max(...values), triples: values.length };
}
