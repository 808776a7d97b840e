/** A dictionary in the database -> what a checkpoint writer takes. Rows are read when they are asked for. */
import { findRunGroups, findSpaces } from '../../../db/stores/catalogue.ts';
import type { Database } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { readDictionaryWeights } from '../../../db/stores/dictionary-weights.ts';
import { readRows } from '../../../db/stores/latents.ts';
import { type EncodingConventions, type Identity, plainEncoding } from '../../../loaders/checkpoints/checkpoint.ts';
import { joinNormalisation } from '../../../loaders/checkpoints/normalisation.ts';
import type { FinishedDictionary } from '../../../loaders/checkpoints/finished-dictionary.ts';
import { ReseedError } from '../../errors.ts';

/** Reads biases and thresholds, and who the dictionary is. Throws `NOT_FOUND` if it is being deleted. */
export async function openStoredDictionary(db: Database, row: DictionaryRow): Promise<FinishedDictionary> {
  const { spaceId, id, nLatents: n, dIn: d } = row;
  const identity = await readIdentity(db, row);
  const { magnitudeBias, magnitudeLogScale, ...weights } = await readDictionaryWeights(db, { spaceId, id, n });
  const { architecture, k, l1Coefficient, hasEncoder } = row;
  return {
    name: row.name,
    facts: { architecture, nLatents: n, dIn: d, k, l1Coefficient, hasEncoder },
    identity,
    encoding: encodingOf(row),
    readRows: (side, { start, count }) => readRows(db, { spaceId, dictionaryId: id, side, start, count, d }),
    ...weights,
    gate: magnitudeBias && magnitudeLogScale && { bias: magnitudeBias, logScale: magnitudeLogScale },
    provenance: {
      exportedBy: 'reseed',
      contentSha256: row.contentSha256,
      decoderSha256: row.decoderSha256,
      encoderSha256: row.encoderSha256,
      format: row.format,
      sourceUri: row.sourceUri,
      files: row.files,
      guesses: row.guesses,
      config: row.config,
    },
  };
}

/** How a stored dictionary encodes. Rows of releases before 0.2 do not say, or not all; they hold only sparsify, SAELens and what was trained here. */
export function encodingOf({ architecture, encoding, format, config }: DictionaryRow): EncodingConventions {
  const isLens = format === 'sae-lens';
  return {
    ...plainEncoding,
    subtractsDecoderBias: isLens ? config?.apply_b_dec_to_input !== false : config?.transcode !== true,
    ranksByDecoderNorm: isLens && architecture === 'TOPK' && config?.rescale_acts_by_decoder_norm === true,
    ...encoding,
  };
}

/** Who a stored dictionary is. Throws `NOT_FOUND`. */
export async function readIdentity(db: Database, row: DictionaryRow): Promise<Identity> {
  const [space] = await findSpaces(db, [row.spaceId]);
  const [group] = await findRunGroups(db, [{ spaceId: row.spaceId, id: row.runGroupId }]);
  if (space === null || group === null) {
    throw new ReseedError('NOT_FOUND', `Cannot export "${row.name}": it is being deleted`, { hint: 'Nothing to do.' });
  }
  const { initSeed, dataSeed, dataset, tokens, portalId } = row;
  return {
    model: space.modelName,
    revision: space.modelRevision,
    hookpoint: space.hookpoint,
    normalisation: joinNormalisation({
      directions: space.normalisation,
      scalar: encodingOf(row).scalarNormalisation,
    }),
    runGroup: group.name,
    initSeed,
    dataSeed,
    dataset,
    tokens,
    portalId,
  };
}
