/**
 * One triple of dictionaries: how many latents come back to where they began.
 *
 * In: the optimal matchings of three dictionaries. Out: mean[pi_bc(pi_ab(i)) = pi_ac(i)] for each of the six orders (a, b, c). A closed
 * cycle a - b - c is the same three latents from whichever of them one starts and in whichever direction one goes, so the orders share
 * their closed cycles; only what they are a part of differs.
 *
 * Alive only: latents of a that are alive; a dead partner counts as none, and the matchings are not solved again without the dead.
 */
import { sumFlags } from './seed-group.ts';

/** The partners of one dictionary's latents in another, -1 for none. [n] each */
export interface MatchedPartners {
  readonly decoder: Int32Array;
  readonly encoder: Int32Array | null;
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

/** Partners of i's latents in j; null on the diagonal. Those for i > j are the inverse, and not looked at. [S][S] */
export type PartnerTable = readonly (readonly (MatchedPartners | null)[])[];

type Triple = readonly [number, number, number];

interface Agreement {
  flags: Uint8Array; // [n]
  count: number;
}

/** Of x with y; null on the diagonal and without encoders. [S][S] */
type Agreements = readonly (readonly (Agreement | null)[])[];

/**
 * Every ordered triple, over all latents, or the alive ones where flags are given ([S][n]). O(S^3 n). Throws `RangeError` if a matching is
 * missing.
 */
export function listTriples(all: PartnerTable, alive: readonly Uint8Array[] | null = null): TripleConsistency[] {
  const table = alive === null ? all : keepLiving(all, alive);
  const latents = alive === null ? listSizes(all) : alive.map(sumFlags);
  const agreeing = listAgreements(table, listSizes(all));
  const paths = countPaths(table, agreeing);
  const triples: TripleConsistency[] = [];
  for (let a = 0; a < table.length; a++) {
    for (let b = a + 1; b < table.length; b++) {
      for (let c = b + 1; c < table.length; c++)
        triples.push(...lookAt(table, { agreeing, paths, latents, of: [a, b, c] }));
    }
  }
  return triples;
}

/** Latents of each dictionary; 0 for one that has no matching. [S] */
export function listSizes(table: PartnerTable): number[] {
  return table.map((row) => row.findLast((partners) => partners !== null)?.decoder.length ?? 0);
}

/** The upper triangle of the table without the dead: -1 where a latent or its partner is. New arrays. */
function keepLiving(table: PartnerTable, alive: readonly Uint8Array[]): PartnerTable {
  const living = (partner: Int32Array, x: number, y: number) => {
    const [own, other] = [alive[x], alive[y]];
    const kept = new Int32Array(partner.length);
    for (let i = 0; i < kept.length; i++) {
      const j = partner[i];
      kept[i] = j >= 0 && (own[i] & other[j]) === 1 ? j : -1;
    }
    return kept;
  };
  return table.map((row, x) =>
    row.map((partners, y) =>
      partners && x < y
        ? { decoder: living(partners.decoder, x, y), encoder: partners.encoder && living(partners.encoder, x, y) }
        : null,
    ),
  );
}

/** The six orders of one triple. */
function lookAt(
  table: PartnerTable,
  given: { agreeing: Agreements; paths: number[][][]; latents: readonly number[]; of: Triple },
): TripleConsistency[] {
  const { agreeing, paths, latents, of } = given;
  const [a, b, c] = of;
  const at = (x: number, y: number): MatchedPartners => {
    const partners = table[x][y];
    if (partners === null) throw new RangeError(`expected the matching of ${x} and ${y}`);
    return partners;
  };
  const [ab, bc, ac] = [at(a, b), at(b, c), at(a, c)];
  const ties = { ab: agreeing[a][b], bc: agreeing[b][c], ac: agreeing[a][c] };
  const { closed, byOpposite, byAll } = countClosed({ ab: ab.decoder, bc: bc.decoder, ac: ac.decoder }, ties);
  const closedByEncoder =
    ab.encoder && bc.encoder && ac.encoder
      ? countClosed({ ab: ab.encoder, bc: bc.encoder, ac: ac.encoder }, null).closed
      : null;
  // a tie of x and y with the third dictionary tied at both ends is the same from x as from y
  const pathsTo = of.map((z) => {
    const [x, y] = of.filter((one) => one !== z);
    return paths[x][y][z];
  });
  return ordersOf(of).map(([x, y, z]) => {
    const xy = agreeing[x][y];
    return {
      triple: [x, y, z],
      decoder: ratio(closed, latents[x]),
      encoder: closedByEncoder === null ? null : ratio(closedByEncoder, latents[x]),
      firstAgrees: xy && ratio(byOpposite[of.indexOf(z)], xy.count),
      allAgree: ratio(byAll, pathsTo[of.indexOf(z)]),
    };
  });
}

/**
 * The latents i of a with pi_bc(pi_ab(i)) = pi_ac(i), and of these how many agree on the edge opposite to the first, second, third of the
 * triple, and how many on all three.
 */
function countClosed(
  { ab, bc, ac }: { ab: Int32Array; bc: Int32Array; ac: Int32Array },
  ties: { ab: Agreement | null; bc: Agreement | null; ac: Agreement | null } | null,
): { closed: number; byOpposite: [number, number, number]; byAll: number } {
  let closed = 0;
  if (!ties?.ab || !ties.bc || !ties.ac) {
    for (let i = 0; i < ab.length; i++) {
      const j = ab[i];
      // without branches on what is as good as random: a group of nine has millions of steps
      if (j >= 0) closed += Number(bc[j] === ac[i]) & Number(ac[i] >= 0);
    }
    return { closed, byOpposite: [0, 0, 0], byAll: 0 };
  }
  const [abFlags, bcFlags, acFlags] = [ties.ab.flags, ties.bc.flags, ties.ac.flags];
  let first = 0;
  let second = 0;
  let third = 0;
  let all = 0;
  for (let i = 0; i < ab.length; i++) {
    const j = ab[i];
    if (j < 0) continue;
    const isClosed = Number(bc[j] === ac[i]) & Number(ac[i] >= 0);
    const x = isClosed & bcFlags[j];
    const y = isClosed & acFlags[i];
    const z = isClosed & abFlags[i];
    closed += isClosed;
    first += x;
    second += y;
    third += z;
    all += x & y & z;
  }
  return { closed, byOpposite: [first, second, third], byAll: all };
}

/** The agreement of every ordered pair: two latents that agree do so from both ends. */
function listAgreements(table: PartnerTable, sizes: readonly number[]): Agreements {
  const agreeing = table.map(() => new Array<Agreement | null>(table.length).fill(null));
  for (let x = 0; x < table.length; x++) {
    for (let y = x + 1; y < table.length; y++) {
      const partners = table[x][y];
      if (partners === null) continue;
      const own = findAgreement(partners);
      agreeing[x][y] = own;
      if (own === null) continue;
      const [flags, forth, to] = [new Uint8Array(sizes[y]), own.flags, partners.decoder];
      for (let i = 0; i < forth.length; i++) if (forth[i] === 1) flags[to[i]] = 1;
      agreeing[y][x] = { flags, count: own.count };
    }
  }
  return agreeing;
}

/** 1 where decoder and encoder partner are the same latent, and how many these are; null without encoders. */
function findAgreement({ decoder, encoder }: MatchedPartners): Agreement | null {
  if (encoder === null) return null;
  const flags = new Uint8Array(decoder.length);
  let count = 0;
  for (let i = 0; i < flags.length; i++) {
    if (decoder[i] < 0 || decoder[i] !== encoder[i]) continue;
    flags[i] = 1;
    count++;
  }
  return { flags, count };
}

/** Dictionaries whose agreement is looked at together: their sets are a thousand, which are counted in a small table. */
const BITS = 10;

/**
 * For x < y and every z: latents i of x that agree with y, and of which both i and its partner in y agree with z. Agreement with each of ten
 * dictionaries is a bit, so that one look at a pair of latents serves ten z. [S][S][S], 0 where a matching or an encoder is missing.
 */
function countPaths(table: PartnerTable, agreeing: Agreements): number[][][] {
  const size = table.length;
  const paths = table.map(() => table.map(() => new Array<number>(size).fill(0)));
  for (let first = 0; first < size; first += BITS) {
    const masks = agreeing.map((row) => packFlags(row.slice(first, first + BITS)));
    for (let x = 0; x < size; x++) {
      for (let y = x + 1; y < size; y++) {
        const [partners, tie] = [table[x][y], agreeing[x][y]];
        if (partners === null || tie === null) continue;
        const counts = new Uint32Array(1 << BITS);
        const [own, other, to, { flags }] = [masks[x], masks[y], partners.decoder, tie];
        for (let i = 0; i < flags.length; i++) if (flags[i] === 1) counts[own[i] & other[to[i]]]++;
        for (let set = 0; set < counts.length; set++) {
          for (let bit = 0; bit < BITS && first + bit < size; bit++) {
            if ((set >> bit) & 1) paths[x][y][first + bit] += counts[set];
          }
        }
      }
    }
  }
  return paths;
}

/** Bit b of latent i: its flag in the b-th of `agreements`. [n] */
function packFlags(agreements: readonly (Agreement | null)[]): Uint16Array {
  const masks = new Uint16Array(agreements.find((one) => one !== null)?.flags.length ?? 0);
  for (const [bit, agreement] of agreements.entries()) {
    if (agreement === null) continue;
    for (let i = 0; i < masks.length; i++) masks[i] |= agreement.flags[i] << bit;
  }
  return masks;
}

const ordersOf = ([a, b, c]: Triple): Triple[] => [
  [a, b, c],
  [a, c, b],
  [b, a, c],
  [b, c, a],
  [c, a, b],
  [c, b, a],
];

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
