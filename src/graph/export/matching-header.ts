/** What a file of a matching says before its records: what was matched with what, under which measure, and the proofs. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { SideRow } from '../../../db/stores/matchings.ts';
import type { Seed } from '../../../loaders/checkpoints/seed.ts';
import type { CosineSource } from '../../../db/stores/published-sides.ts';
import type { Certificate, Measure } from '../../compute/side-matching.ts';
import type { GraphContext } from '../context.ts';
import { describeAliveness } from '../../analysis/latents/aliveness.ts';
import type { CompletePair } from '../../analysis/held/matched-pair.ts';
import { describePublication } from '../../analysis/pair/publication-note.ts';
import { found } from '../../analysis/stored-rows.ts';

/** Name of the shape of header and records. */
export const FORMAT_NAME = 'reseed-matching';
/** Its version. Raised when a reader of the old shape would misread the new one; added fields do not raise it. */
export const FORMAT_VERSION = 1;

interface DictionaryHeader {
  name: string;
  architecture: string;
  /** Number of latents. */
  n: number;
  /** Null unless it is known of every latent. */
  nAlive: number | null;
  initSeed: Seed | null;
  /** Of canonical rows, biases and thresholds: equal content, equal hash. Null where nobody has said. */
  contentSha256: string | null;
  /** False if the dictionary is known from a published matching only; its hash is then what that said. */
  hasWeights: boolean;
  /** `<model>/<source>`, where known. */
  portalId: string | null;
}

interface SideHeader {
  pairs: number;
  /** As in schema.graphql; null for a side that others published. */
  certificate: Certificate | null;
  /** Who published the side, if others did. */
  publication: { by: string; format: string; cosines: CosineSource; statement: string } | null;
  computedAt: string;
}

/** The header. No definition of "shared" is in it: the records hold complete pairs, and any definition can be applied to them. */
export interface MatchingHeader {
  format: typeof FORMAT_NAME;
  version: typeof FORMAT_VERSION;
  space: { model: string; revision: string; hookpoint: string; d: number; normalisation: string };
  a: DictionaryHeader;
  b: DictionaryHeader;
  measure: Measure;
  decoder: SideHeader;
  /** Null if either dictionary has no encoder. */
  encoder: SideHeader | null;
}

/** The header of a complete matching. */
export async function buildMatchingHeader(context: GraphContext, pair: CompletePair): Promise<MatchingHeader> {
  const { matching, a, b, decoder, encoder } = pair;
  const space = found(await context.batches.spaces.load(matching.spaceId), 'space');
  return {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    space: {
      model: space.modelName,
      revision: space.modelRevision,
      hookpoint: space.hookpoint,
      d: space.dIn,
      normalisation: space.normalisation,
    },
    a: describeEnd(a),
    b: describeEnd(b),
    measure: matching.measure,
    decoder: describeSide(decoder),
    encoder: encoder && describeSide(encoder),
  };
}

function describeEnd(row: DictionaryRow): DictionaryHeader {
  const { name, architecture, nLatents: n, initSeed, hasWeights, portalId } = row;
  const nAlive = describeAliveness(row).unknown === 0 ? row.nAlive : null;
  const contentSha256 = row.contentSha256 ?? row.statedSha256;
  return { name, architecture, n, nAlive, initSeed, contentSha256, hasWeights, portalId };
}

function describeSide(side: SideRow): SideHeader {
  const { pairs, certificate, publication, createdAt } = side;
  const statement = describePublication(side) ?? '';
  return {
    pairs,
    certificate: certificate && orderFields(certificate),
    publication: publication && {
      by: publication.by,
      format: publication.format,
      cosines: publication.cosines,
      statement,
    },
    computedAt: createdAt.toISOString(),
  };
}

/** The database has its own order of fields. */
function orderFields(certificate: Certificate): Certificate {
  const { optimal, primal, dual, gap, tolerance, roundingBound, rowRounding, pairsCovered, rounds, solver } =
    certificate;
  return { optimal, primal, dual, gap, tolerance, roundingBound, rowRounding, pairsCovered, rounds, solver };
}
