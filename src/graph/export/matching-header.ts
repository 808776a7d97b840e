/** What a file of a matching says before its records: what was matched with what, under which measure, and the proofs. */
import type { DictionaryRow } from '../../../db/dictionaries.ts';
import type { SideRow } from '../../../db/matchings.ts';
import type { Certificate, Measure } from '../../compute/side-matching.ts';
import type { GraphContext } from '../context.ts';
import type { CompletePair } from '../pair-cache.ts';
import { found } from '../things.ts';

/** Name of the shape of header and records. */
export const FORMAT_NAME = 'reseed-matching';
/** Its version. Raised when a reader of the old shape would misread the new one; added fields do not raise it. */
export const FORMAT_VERSION = 1;

interface DictionaryHeader {
  name: string;
  architecture: string;
  /** Number of latents. */
  n: number;
  nAlive: number;
  initSeed: number | null;
  /** Of canonical rows, biases and thresholds: equal content, equal hash. */
  contentSha256: string;
  /** `<model>/<source>`, where known. */
  portalId: string | null;
}

interface SideHeader {
  pairs: number;
  /** As in schema.graphql. */
  certificate: Certificate;
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
  const { name, architecture, nLatents: n, nAlive, initSeed, contentSha256, portalId } = row;
  return { name, architecture, n, nAlive, initSeed, contentSha256, portalId };
}

function describeSide({ pairs, certificate, createdAt }: SideRow): SideHeader {
  const { optimal, primal, dual, gap, tolerance, roundingBound, pairsCovered, rounds, solver } = certificate;
  return {
    pairs,
    certificate: { optimal, primal, dual, gap, tolerance, roundingBound, pairsCovered, rounds, solver },
    computedAt: createdAt.toISOString(),
  };
}
