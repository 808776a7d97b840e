/**
 * Cycle consistency: does going from a to b and on to c lead where going from a to c does?
 *
 * In: the optimal matchings of a run group. Out: mean[pi_bc(pi_ab(i)) = pi_ac(i)] over the latents i of a, over all ordered triples (a, b, c)
 * of different dictionaries (arXiv 2501.16615). No threshold and no criterion: the matchings alone.
 *
 * A closed cycle a - b - c is the same three latents from whichever of them one starts and in whichever direction one goes, so the six
 * orders of a triple share their closed cycles; only what they are a part of differs.
 */
import { sumFlags } from './seed-group.ts';

/** The partners of one dictionary's latents in another, -1 for none. [n] each */
export interface MatchedPartners {
  readonly decoder: Int32Array;
  readonly encoder: Int32Array | null;
}

/** Over ordered triples. */
export interface Spread {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Triples averaged: those with at least one latent to look at. */
  readonly triples: number;
}

/** Consistency of one ordered triple; null where there is no latent to look at, or no encoder. */
export interface TripleConsistency {
  readonly triple: readonly [number, number, number];
  /** By decoder matchings, all latents of a. */
  readonly decoder: number | null;
  readonly encoder: number | null;
  /** By decoder matchings, latents i whose decoder and encoder partners in b agree. */
  readonly firstAgrees: number | null;
  /** By decoder matchings, latents i for which they agree at i in b, at i in c, and at pi_ab(i) in c. */
  readonly allAgree: number | null;
}

export interface CycleConsistency {
  readonly decoder: Spread | null;
  readonly encoder: Spread | null;
  readonly firstAgrees: Spread | null;
  readonly allAgree: Spread | null;
  /** What independent random bijections give for `decoder` and `encoder`: 1 / n for n latents each. */
  readonly chance: number;
  /** Mean of `decoder` over the triples that begin at each dictionary. [S] */
  readonly byBase: readonly (number | null)[];
}

/** The definition, with its two restrictions. */
export const cycleStatement =
  'mean over latents i of a of [pi_bc(pi_ab(i)) = pi_ac(i)], pi the optimal matching, averaged over all ordered triples (a, b, c) of different dictionaries; a latent that a matching leaves out is not consistent. firstAgrees: only latents i with pi_ab the same by decoder and by encoder. allAgree: only latents with pi_ab(i), pi_ac(i) and pi_bc(pi_ab(i)) the same by both.';

/** Partners of i's latents in j; null on the diagonal. [S][S] */
export type PartnerTable = readonly (readonly (MatchedPartners | null)[])[];

type Triple = readonly [number, number, number];

/** Every ordered triple. O(S^3 n). Throws `RangeError` if a matching is missing. */
export function listTriples(table: PartnerTable): TripleConsistency[] {
  const agreeing = table.map((row) => row.map((partners) => partners && agreementFlags(partners)));
  const triples: TripleConsistency[] = [];
  for (let a = 0; a < table.length; a++) {
    for (let b = a + 1; b < table.length; b++) {
      for (let c = b + 1; c < table.length; c++) triples.push(...lookAt(table, { agreeing, of: [a, b, c] }));
    }
  }
  return triples;
}

/** The means over {@link listTriples}; null with fewer than three dictionaries. */
export function groupCycleConsistency(table: PartnerTable): CycleConsistency | null {
  if (table.length < 3) return null;
  const triples = listTriples(table);
  const valuesOf = (field: 'decoder' | 'encoder' | 'firstAgrees' | 'allAgree') =>
    spread(triples.map((one) => one[field]).filter((value) => value !== null));
  const byBase = table.map((_, base) => {
    const own = triples.filter(({ triple, decoder }) => triple[0] === base && decoder !== null);
    return spread(own.map(({ decoder }) => decoder ?? 0))?.mean ?? null;
  });
  const chances = triples.map(({ triple: [a, b, c] }) => chance([a, b, c].map((x) => latentsOf(table, x))));
  return {
    decoder: valuesOf('decoder'),
    encoder: valuesOf('encoder'),
    firstAgrees: valuesOf('firstAgrees'),
    allAgree: valuesOf('allAgree'),
    chance: spread(chances)?.mean ?? 0,
    byBase,
  };
}

/** The six orders of one triple. */
function lookAt(
  table: PartnerTable,
  { agreeing, of }: { agreeing: readonly (readonly (Uint8Array | null)[])[]; of: Triple },
): TripleConsistency[] {
  const [a, b, c] = of;
  const at = (x: number, y: number): MatchedPartners => {
    const partners = table[x][y];
    if (partners === null) throw new RangeError(`expected the matching of ${x} and ${y}`);
    return partners;
  };
  const [ab, bc, ac] = [at(a, b), at(b, c), at(a, c)];
  const closed = closedCycles({ ab: ab.decoder, bc: bc.decoder, ac: ac.decoder });
  const closedByEncoder =
    ab.encoder && bc.encoder && ac.encoder
      ? closedCycles({ ab: ab.encoder, bc: bc.encoder, ac: ac.encoder }).length
      : null;

  // closed cycles whose edge opposite to the first, second, third of the triple agrees, and those with all three
  const byOpposite = [0, 0, 0];
  let byAll = 0;
  const [abFlags, bcFlags, acFlags] = [agreeing[a][b], agreeing[b][c], agreeing[a][c]];
  if (abFlags && bcFlags && acFlags) {
    for (const i of closed) {
      const edges = [bcFlags[ab.decoder[i]], acFlags[i], abFlags[i]];
      edges.forEach((flag, opposite) => (byOpposite[opposite] += flag));
      byAll += edges[0] & edges[1] & edges[2];
    }
  }
  return ordersOf(of).map(([x, y, z]) => {
    const path = { xy: agreeing[x][y], yz: agreeing[y][z], xz: agreeing[x][z], to: at(x, y).decoder };
    return {
      triple: [x, y, z],
      decoder: ratio(closed.length, path.to.length),
      encoder: closedByEncoder === null ? null : ratio(closedByEncoder, path.to.length),
      firstAgrees: path.xy && ratio(byOpposite[of.indexOf(z)], sumFlags(path.xy)),
      allAgree: ratio(byAll, countAllAgreeing(path)),
    };
  });
}

/** The latents i of a with pi_bc(pi_ab(i)) = pi_ac(i). */
function closedCycles({ ab, bc, ac }: { ab: Int32Array; bc: Int32Array; ac: Int32Array }): Int32Array {
  const closed = new Int32Array(ab.length);
  let count = 0;
  for (let i = 0; i < ab.length; i++) if (ab[i] >= 0 && ac[i] >= 0 && bc[ab[i]] === ac[i]) closed[count++] = i;
  return closed.subarray(0, count);
}

/** 1 where decoder and encoder partner are the same latent; null without encoders. */
function agreementFlags({ decoder, encoder }: MatchedPartners): Uint8Array | null {
  return encoder && Uint8Array.from(decoder, (j, i) => (j >= 0 && j === encoder[i] ? 1 : 0));
}

function countAllAgreeing(path: {
  xy: Uint8Array | null;
  yz: Uint8Array | null;
  xz: Uint8Array | null;
  to: Int32Array;
}): number {
  const { xy, yz, xz, to } = path;
  if (!xy || !yz || !xz) return 0;
  let count = 0;
  for (let i = 0; i < xy.length; i++) if (xy[i] === 1 && xz[i] === 1) count += yz[to[i]];
  return count;
}

const ordersOf = ([a, b, c]: Triple): Triple[] => [
  [a, b, c],
  [a, c, b],
  [b, a, c],
  [b, c, a],
  [c, a, b],
  [c, b, a],
];

/** Random injections of the smaller into the larger: every latent on the way has a partner, and it is the right one of n_c. */
function chance([a, b, c]: readonly number[]): number {
  const partnered = (x: number, y: number) => (x > 0 ? Math.min(x, y) / x : 0);
  return c > 0 ? (partnered(a, b) * partnered(b, c) * partnered(a, c)) / c : 0;
}

function latentsOf(table: PartnerTable, x: number): number {
  return table[x].find((partners) => partners !== null)?.decoder.length ?? 0;
}

function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return { mean, min: Math.min(...values), max: Math.max(...values), triples: values.length };
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
