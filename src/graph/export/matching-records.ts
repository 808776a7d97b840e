/** A matched pair of dictionaries as records, one per latent: what files of matchings hold. In: arrays. Out: records, one at a time. */
import type { MatchedEnd } from '../../compute/side-matching.ts';
import type { PairArrays, PairEnd } from '../../compute/statistics/pair-arrays.ts';

/** A latent and its partners at the other end. A cosine is without its sign under ABSOLUTE_COSINE. */
export interface MatchingRecord {
  /** Row, from 0. */
  index: number;
  /** Null unless it is known of every latent of the dictionary. */
  alive: boolean | null;
  /** Row of the partner by decoder rows; null where the bijection leaves this latent out. */
  decoderPartner: number | null;
  decoderCosine: number | null;
  decoderPartnerAlive: boolean | null;
  /** The same by encoder rows; null, too, if either dictionary has no encoder. */
  encoderPartner: number | null;
  encoderCosine: number | null;
  encoderPartnerAlive: boolean | null;
}

/** Names of the columns where records lie in a table: the end that a latent is of, then the fields of its record, in their order. */
export const columnNames = [
  'end',
  'index',
  'alive',
  'decoder_partner',
  'decoder_cosine',
  'decoder_partner_alive',
  'encoder_partner',
  'encoder_cosine',
  'encoder_partner_alive',
] as const;

/** What records are made of: the pair, and of which end it is known who is alive. */
export interface RecordSource {
  pair: PairArrays;
  aliveKnown: { a: boolean; b: boolean };
}

/** Every latent of A, by index. */
export function* listRecordsOfA({ pair: { a, b }, aliveKnown }: RecordSource): Generator<MatchingRecord> {
  const ends = { own: a, other: b, ownKnown: aliveKnown.a, otherKnown: aliveKnown.b };
  for (let i = 0; i < a.n; i++) yield buildRecord(i, ends);
}

/** The latents of B that are in no pair of at least one side, by index. Where the other side has a pair, it repeats one of A's records. */
export function* listUnmatchedOfB({ pair: { a, b }, aliveKnown }: RecordSource): Generator<MatchingRecord> {
  const ends = { own: b, other: a, ownKnown: aliveKnown.b, otherKnown: aliveKnown.a };
  for (let j = 0; j < b.n; j++) {
    if (b.decoder.partner[j] < 0 || (b.encoder && b.encoder.partner[j] < 0)) yield buildRecord(j, ends);
  }
}

function buildRecord(
  index: number,
  { own, other, ownKnown, otherKnown }: { own: PairEnd; other: PairEnd; ownKnown: boolean; otherKnown: boolean },
): MatchingRecord {
  const isAlive = (j: number) => (j < 0 || !otherKnown ? null : other.alive[j] === 1);
  const [d, e] = [own.decoder.partner[index], own.encoder?.partner[index] ?? -1];
  return {
    index,
    alive: ownKnown ? own.alive[index] === 1 : null,
    decoderPartner: d < 0 ? null : d,
    decoderCosine: findCosine(own.decoder, index),
    decoderPartnerAlive: isAlive(d),
    encoderPartner: e < 0 ? null : e,
    encoderCosine: own.encoder && findCosine(own.encoder, index),
    encoderPartnerAlive: isAlive(e),
  };
}

/** Null without a partner, and where others published one without it. */
function findCosine({ partner, cosine }: MatchedEnd, index: number): number | null {
  return partner[index] < 0 || Number.isNaN(cosine[index]) ? null : cosine[index];
}
