/** A matched pair of dictionaries as records, one per latent: what files of matchings hold. In: arrays. Out: records, one at a time. */
import type { PairArrays, PairEnd } from '../../compute/statistics/pair-arrays.ts';

/** A latent and its partners at the other end. A cosine is without its sign under ABSOLUTE_COSINE. */
export interface MatchingRecord {
  /** Row, from 0. */
  index: number;
  alive: boolean;
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

/** Every latent of A, by index. */
export function* listRecordsOfA({ a, b }: PairArrays): Generator<MatchingRecord> {
  for (let i = 0; i < a.n; i++) yield buildRecord(i, { own: a, other: b });
}

/** The latents of B that are in no pair of at least one side, by index. Where the other side has a pair, it repeats one of A's records. */
export function* listUnmatchedOfB({ a, b }: PairArrays): Generator<MatchingRecord> {
  for (let j = 0; j < b.n; j++) {
    if (b.decoder.partner[j] < 0 || (b.encoder && b.encoder.partner[j] < 0)) yield buildRecord(j, { own: b, other: a });
  }
}

function buildRecord(index: number, { own, other }: { own: PairEnd; other: PairEnd }): MatchingRecord {
  const [d, e] = [own.decoder.partner[index], own.encoder?.partner[index] ?? -1];
  return {
    index,
    alive: own.alive[index] === 1,
    decoderPartner: d < 0 ? null : d,
    decoderCosine: d < 0 ? null : own.decoder.cosine[index],
    decoderPartnerAlive: d < 0 ? null : other.alive[d] === 1,
    encoderPartner: e < 0 ? null : e,
    encoderCosine: e < 0 ? null : (own.encoder?.cosine[index] ?? null),
    encoderPartnerAlive: e < 0 ? null : other.alive[e] === 1,
  };
}
