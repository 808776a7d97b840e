/**
 * Firing frequencies of whole dictionaries, packed into one field: who looks at all latents of nine dictionaries reads nine rows and not three
 * hundred thousand. Made from the rows of the latents whenever these are given frequencies, in the same transaction.
 */
import { readTuples, toHostOrder } from '../connect/binary-copy.ts';
import type { Session } from '../connect/session.ts';

/** `dictionaries.firing_frequencies` of the dictionary $2 in the space $1, made from its latents; the migration that packed older ones has it, too. */
export const PACKED_FREQUENCIES = `(
  select case when count(l.firing_frequency) > 0
    then string_agg(float4send(coalesce(l.firing_frequency, 'NaN'::real)), ''::bytea order by l.index) end
  from latents l where l.space_id = $1 and l.dictionary_id = $2)`;

/** The firing frequency of every latent of each dictionary, NaN where it is not known, [n] each. One statement. */
export async function loadFrequencies(
  s: Session,
  dictionaries: readonly { spaceId: number; dictionaryId: number; n: number }[],
): Promise<Float32Array[]> {
  const frequencies = dictionaries.map(({ n }) => new Float32Array(n).fill(Number.NaN));
  const keys = dictionaries.map(
    ({ spaceId, dictionaryId }, at) => `(${at}, ${spaceId}::bigint, ${dictionaryId}::bigint)`,
  );
  if (keys.length === 0) return frequencies;
  await readTuples(
    s.copyOut(
      `select k.at, d.firing_frequencies from (values ${keys.join(', ')}) as k (at, space_id, id)
       join dictionaries d on d.space_id = k.space_id and d.id = k.id and d.firing_frequencies is not null`,
    ),
    {
      columns: 2,
      onTuple({ bytes, view, offsets, lengths }) {
        const into = frequencies[view.getInt32(offsets[0])];
        if (lengths[1] !== into.byteLength)
          throw new RangeError(`expected ${into.length} frequencies, found ${lengths[1] / 4}`);
        const packed = new Uint8Array(into.buffer);
        packed.set(bytes.subarray(offsets[1], offsets[1] + lengths[1]));
        toHostOrder(packed);
      },
    },
  );
  return frequencies;
}
