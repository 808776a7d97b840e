/** What a file of a matching says before its records: what was matched with what, under which measure, and the proofs. */
import type { Measure } from '../../compute/side-matching.ts';
import { ReseedError } from '../../errors.ts';
import { askInProcess } from '../../graph/ask.ts';
import type { EdgeOptions } from '../../graph/context.ts';

/** Version of the shape of header and records. Raised when a reader of the old shape would misread the new one; added fields do not raise it. */
const FORMAT_VERSION = 1;

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
  /** As `Certificate` in schema.graphql. */
  certificate: Record<string, number | boolean | string>;
  computedAt: string;
}

/** The header. No definition of "shared" is in it: the records hold complete pairs, and any definition can be applied to them. */
export interface MatchingHeader {
  format: 'reseed-matching';
  version: typeof FORMAT_VERSION;
  space: { model: string; revision: string; hookpoint: string; d: number; normalisation: string };
  a: DictionaryHeader;
  b: DictionaryHeader;
  measure: Measure;
  decoder: SideHeader;
  /** Null if either dictionary has no encoder. */
  encoder: SideHeader | null;
}

const query = `
  query MatchingHeader($id: ID!) {
    matching(id: $id) {
      complete measure
      a { ...end space { model { name revision } hookpoint dIn normalisation } }
      b { ...end }
      decoder { ...side }
      encoder { ...side }
    }
  }
  fragment end on Dictionary { name architecture n: nLatents nAlive initSeed portalId provenance { contentSha256 } }
  fragment side on SideMatching {
    pairs computedAt
    certificate { optimal primal dual gap tolerance roundingBound pairsCovered rounds solver }
  }
`;

type AnswerEnd = Omit<DictionaryHeader, 'contentSha256'> & { provenance: { contentSha256: string } };

interface Answer {
  matching: {
    complete: boolean;
    measure: Measure;
    a: AnswerEnd & {
      space: { model: { name: string; revision: string }; hookpoint: string; dIn: number; normalisation: string };
    };
    b: AnswerEnd;
    decoder: SideHeader | null;
    encoder: SideHeader | null;
  } | null;
}

/** The header of a complete matching, by global id. Throws `NOT_MATCHED` for one that is not complete. */
export async function readMatchingHeader(options: EdgeOptions, id: string): Promise<MatchingHeader> {
  const { matching } = await askInProcess<Answer>(options, { query, variables: { id } });
  if (!matching?.complete || !matching.decoder) {
    throw new ReseedError('NOT_MATCHED', 'Cannot export a matching: it is not complete, or no longer there.', {
      hint: 'Match the run group again: npm run reseed -- match <run group>',
    });
  }
  const { space } = matching.a;
  return {
    format: 'reseed-matching',
    version: FORMAT_VERSION,
    space: {
      model: space.model.name,
      revision: space.model.revision,
      hookpoint: space.hookpoint,
      d: space.dIn,
      normalisation: space.normalisation,
    },
    a: describeEnd(matching.a),
    b: describeEnd(matching.b),
    measure: matching.measure,
    decoder: matching.decoder,
    encoder: matching.encoder,
  };
}

function describeEnd({ name, architecture, n, nAlive, initSeed, portalId, provenance }: AnswerEnd): DictionaryHeader {
  const { contentSha256 } = provenance;
  return { name, architecture, n, nAlive, initSeed, contentSha256, portalId };
}
