/** Another configuration for the rows of a dictionary: what decides codes apart from the rows, and where it comes from, are replaced. */
import type { EncodingConventions, LatentScalars } from '../../loaders/checkpoints/checkpoint.ts';
import { cleanText, jsonParameter, vectorParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import type { Key } from '../schema/key.ts';
import type { DictionaryRow } from './dictionaries.ts';

/** Latents per statement: arrays of a megabyte. */
const LATENTS_PER_STATEMENT = 50_000;

export interface Configuration
  extends Pick<
    DictionaryRow,
    'architecture' | 'k' | 'config' | 'format' | 'files' | 'sourceUri' | 'contentSha256' | 'skipSha256'
  > {
  key: Key;
  n: number;
  encoding: EncodingConventions;
  decoderBias: Float32Array | null;
  /** Firing frequencies stay as they are. */
  scalars: LatentScalars;
}

/** Writes it, in the caller's transaction. */
export async function replaceConfiguration(tx: Session, of: Configuration): Promise<void> {
  const key = [of.key.spaceId, of.key.id];
  await tx.run(
    `update dictionaries set architecture = $3, k = $4, config = $5::jsonb, format = $6, files = $7::jsonb, source_uri = $8,
       content_sha256 = $9, skip_sha256 = $10, encoding = $11::jsonb, decoder_bias = $12::vector
     where space_id = $1 and id = $2`,
    [
      ...key,
      of.architecture,
      of.k,
      jsonParameter(of.config),
      of.format,
      jsonParameter(of.files),
      cleanText(of.sourceUri),
      of.contentSha256,
      of.skipSha256,
      jsonParameter(of.encoding),
      of.decoderBias === null ? null : vectorParameter(of.decoderBias),
    ],
  );
  const { encoderBias, threshold, magnitudeBias, magnitudeLogScale } = of.scalars;
  for (let start = 0; start < of.n; start += LATENTS_PER_STATEMENT) {
    const count = Math.min(LATENTS_PER_STATEMENT, of.n - start);
    const part = (values: Float32Array | null) =>
      values === null ? Array.from({ length: count }, () => null) : [...values.subarray(start, start + count)];
    await tx.run(
      `update latents l set encoder_bias = u.encoder_bias, threshold = u.threshold, magnitude_bias = u.magnitude_bias,
         magnitude_log_scale = u.magnitude_log_scale
       from unnest($4::real[], $5::real[], $6::real[], $7::real[]) with ordinality
         as u (encoder_bias, threshold, magnitude_bias, magnitude_log_scale, at)
       where l.space_id = $1 and l.dictionary_id = $2 and l.index = $3 + u.at::int - 1`,
      [...key, start, part(encoderBias), part(threshold), part(magnitudeBias), part(magnitudeLogScale)],
    );
  }
}
