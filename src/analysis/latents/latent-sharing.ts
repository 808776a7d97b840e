/**
 * Whether one latent is shared with one other dictionary, from a few rows and not from whole arrays.
 *
 * The rows that a definition can look at (the latent's own, and for mutual neighbours those of its candidates) are put into a pair of their
 * own with new, small indexes, and the statistics' rule is applied to that: there is one rule, whatever the number of latents.
 */
import type { LatentKey, LatentRow } from '../../../db/stores/latents.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchedLatentRow, MatchingRow } from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { byNeighbours, type Criterion } from '../../compute/statistics/criterion.ts';
import { candidatesUnknown } from '../../compute/statistics/known-cosines.ts';
import { type PairArrays, type PairEnd } from '../../compute/statistics/pair-arrays.ts';
import { acceptedPartner } from '../../compute/statistics/shared-mask.ts';
import { CANDIDATES_KEPT, type MatchedEnd } from '../../compute/side-matching.ts';
import { endOf, findCompletePair } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';

/** One latent seen from one other dictionary of its run group. */
export interface LatentPartner {
  latent: LatentKey;
  other: DictionaryRow;
  /** Null if the two dictionaries have not been matched. */
  matching: MatchingRow | null;
  criterion: Criterion;
}

/** What the matching says about the latent on one side; null if that side is not solved. */
export async function findMatchedRow(
  context: AnalysisContext,
  { latent, matching }: LatentPartner,
  side: Side,
): Promise<MatchedLatentRow | null> {
  if (matching === null) return null;
  const { spaceId, id: matchingId } = matching;
  const end = endOf(matching, latent.dictionaryId);
  return context.batches.matchedLatents.load({ spaceId, matchingId, side, end, index: latent.index });
}

/** Whether the latent is shared; null while the matching is not complete. Throws `BAD_INPUT` (no encoders), `COSINES_UNKNOWN`. */
export async function findShared(context: AnalysisContext, parent: LatentPartner): Promise<boolean | null> {
  const partner = await findAccepted(context, parent);
  return partner === null ? null : partner >= 0;
}

/** The accepted partner, -1 if the latent is not shared; null and throws as {@link findShared}. */
export async function findAccepted(context: AnalysisContext, parent: LatentPartner): Promise<number | null> {
  const { matching, criterion, latent, other } = parent;
  const pair = matching && (await findCompletePair(context, matching));
  if (pair === null) return null;
  assertAliveKnown([pair.a, pair.b], criterion);
  if (byNeighbours(criterion.definition) && pair.decoder.publication !== null) {
    throw candidatesUnknown(`what is shared by "${criterion.definition}"`);
  }
  const [decoder, encoder] = await Promise.all([
    findMatchedRow(context, parent, 'DECODER'),
    pair.encoder && findMatchedRow(context, parent, 'ENCODER'),
  ]);
  if (decoder === null) return null;
  const neighbours = criterion.definition === 'MUTUAL_NN' ? decoder.candidates : [];
  const back = await Promise.all(
    neighbours.map((index) =>
      findMatchedRow(context, { ...parent, latent: { ...latent, dictionaryId: other.id, index } }, 'DECODER'),
    ),
  );
  const own = [latent.index, ...back.flatMap((row) => row?.candidates ?? [])];
  const there = [decoder, encoder].flatMap((row) => (row ? [row.partner ?? -1, ...row.candidates] : []));
  const small = buildSmallPair({
    own: buildNumbering(own),
    there: buildNumbering(there),
    rows: { decoder, encoder, back: new Map(neighbours.map((index, i) => [index, back[i]])) },
  });
  if (!criterion.aliveOnly) return acceptedOf(small, { alive: null, criterion });
  const [ownAlive, thereAlive] = await Promise.all([
    readAlive(
      context,
      { spaceId: latent.spaceId, dictionaryId: latent.dictionaryId },
      { numbering: small.own, criterion },
    ),
    readAlive(context, { spaceId: other.spaceId, dictionaryId: other.id }, { numbering: small.there, criterion }),
  ]);
  return acceptedOf(small, { alive: { own: ownAlive, there: thereAlive }, criterion });
}

/** Old index -> new index, in order of appearance; -1 stays -1. */
type Numbering = ReadonlyMap<number, number>;

function buildNumbering(indexes: readonly number[]): Numbering {
  return new Map([...new Set(indexes.filter((index) => index >= 0))].map((index, position) => [index, position]));
}

interface SmallPair {
  own: Numbering;
  there: Numbering;
  a: Omit<PairEnd, 'alive'>;
  b: Omit<PairEnd, 'alive'>;
}

function buildSmallPair(parts: {
  own: Numbering;
  there: Numbering;
  rows: { decoder: MatchedLatentRow; encoder: MatchedLatentRow | null; back: Map<number, MatchedLatentRow | null> };
}): SmallPair {
  const { own, there, rows } = parts;
  const nothing = new Map<number, MatchedLatentRow>();
  const only = (row: MatchedLatentRow) => new Map([[[...own.keys()][0], row]]);
  const hasEncoder = rows.encoder !== null;
  return {
    own,
    there,
    a: {
      n: own.size,
      decoder: buildSmallEnd(only(rows.decoder), { here: own, there }),
      encoder: rows.encoder && buildSmallEnd(only(rows.encoder), { here: own, there }),
    },
    b: {
      n: there.size,
      decoder: buildSmallEnd(rows.back, { here: there, there: own }),
      encoder: hasEncoder ? buildSmallEnd(nothing, { here: there, there: own }) : null,
    },
  };
}

function buildSmallEnd(
  rows: ReadonlyMap<number, MatchedLatentRow | null>,
  numbers: { here: Numbering; there: Numbering },
): MatchedEnd {
  const n = numbers.here.size;
  const end = {
    partner: new Int32Array(n).fill(-1),
    cosine: new Float64Array(n),
    candidates: new Int32Array(n * CANDIDATES_KEPT).fill(-1),
    candidateCosines: new Float64Array(n * CANDIDATES_KEPT).fill(Number.NEGATIVE_INFINITY),
    candidatesPerLatent: CANDIDATES_KEPT,
  };
  for (const [index, row] of rows) {
    const position = numbers.here.get(index);
    if (row === null || position === undefined) continue;
    end.partner[position] = numbers.there.get(row.partner ?? -1) ?? -1;
    end.cosine[position] = row.cosine ?? Number.NaN;
    row.candidates.forEach((candidate, slot) => {
      end.candidates[position * CANDIDATES_KEPT + slot] = numbers.there.get(candidate) ?? -1;
      end.candidateCosines[position * CANDIDATES_KEPT + slot] = row.candidateCosines[slot];
    });
  }
  return end;
}

async function readAlive(
  context: AnalysisContext,
  dictionary: Omit<LatentKey, 'index'>,
  { numbering, criterion }: { numbering: Numbering; criterion: Criterion },
): Promise<Uint8Array> {
  const rows = await Promise.all(
    [...numbering.keys()].map((index) => context.batches.latents.load({ ...dictionary, index })),
  );
  // of whom nothing is known counts, unless a frequency is asked for
  const least = criterion.minFiringFrequency ?? null;
  const counts = (row: LatentRow) => row.alive !== false && (least === null || (row.firingFrequency ?? -1) >= least);
  return Uint8Array.from(rows, (row) => (row !== null && counts(row) ? 1 : 0));
}

function acceptedOf(
  { a, b, there }: SmallPair,
  { alive, criterion }: { alive: { own: Uint8Array; there: Uint8Array } | null; criterion: Criterion },
): number {
  const pair: PairArrays = {
    measure: 'COSINE',
    a: { ...a, alive: alive?.own ?? new Uint8Array(a.n).fill(1) },
    b: { ...b, alive: alive?.there ?? new Uint8Array(b.n).fill(1) },
  };
  return [...there.keys()][acceptedPartner(pair, { end: 'A', criterion, index: 0 })] ?? -1;
}
