/** What a dictionary has besides its rows: numbers per latent and the decoder's bias. */
import { readTuples } from '../connect/binary-copy.ts';
import type { Key } from '../schema/key.ts';
import { computed, optional, rowOf } from '../schema/row.ts';
import { parseVector } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

/** Each [n], or null where it is not known of every latent; the last is [d]. */
export interface DictionaryWeights {
  encoderBias: Float32Array | null;
  threshold: Float32Array | null;
  firingFrequency: Float32Array | null;
  /** The magnitude path of a gated dictionary. */
  magnitudeBias: Float32Array | null;
  magnitudeLogScale: Float32Array | null;
  decoderBias: Float32Array | null;
}

const BIAS = rowOf<{ bias: Buffer | null }>({ bias: optional(computed('vector_send(decoder_bias)', 'bytea')) });

/** Of a dictionary with `n` latents. Throws `RangeError` if they are not all there. */
export async function readDictionaryWeights(s: Session, of: Key & { n: number }): Promise<DictionaryWeights> {
  const columns = [0, 1, 2, 3, 4].map(() => ({ values: new Float32Array(of.n), known: 0 }));
  const read = await readTuples(
    s.copyOut(
      `select encoder_bias, threshold, firing_frequency, magnitude_bias, magnitude_log_scale from latents
       where space_id = ${of.spaceId} and dictionary_id = ${of.id} and index < ${of.n} order by index`,
    ),
    {
      columns: 5,
      onTuple({ view, offsets, lengths }, row) {
        for (const [c, column] of columns.entries()) {
          if (lengths[c] <= 0) continue;
          column.values[row] = view.getFloat32(offsets[c]);
          column.known++;
        }
      },
    },
  );
  if (read !== of.n) throw new RangeError(`expected ${of.n} latents of dictionary ${of.id}, found ${read}`);
  const [row] = await s.read(BIAS, `select ${BIAS.list} from dictionaries where space_id = $1 and id = $2`, [
    of.spaceId,
    of.id,
  ]);
  const [encoderBias, threshold, firingFrequency, magnitudeBias, magnitudeLogScale] = columns.map(
    ({ values, known }) => (known === of.n ? values : null),
  );
  const decoderBias = row?.bias ? parseVector(row.bias) : null;
  return { encoderBias, threshold, firingFrequency, magnitudeBias, magnitudeLogScale, decoderBias };
}
