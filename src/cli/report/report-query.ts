/** What a report asks the API: one question about the run group, one about each of its matchings. */
import { askInProcess } from '../../graph/ask.ts';
import type { EdgeOptions } from '../../graph/context.ts';
import type { MatchingTablePair } from '../matching-table.ts';

/** Steps of the threshold sweep: every 0.05. */
const SWEEP_STEPS = 20;

const membersQuery = `
  query Members($group: ID!) {
    runGroup(id: $group) {
      dictionaries { hasWeights provenance { encoderSha256 } }
      matchings { decoder { publication { cosines } } encoder { publication { cosines } } }
    }
  }
`;

const groupQuery = `
  query ReportGroup($group: ID!, $criterion: CriterionInput!) {
    runGroup(id: $group) {
      name
      space { model { name revision } hookpoint dIn normalisation }
      dictionaries {
        name architecture nLatents dIn k initSeed dataSeed dataset tokens nDead portalId
        provenance { format sourceUri contentSha256 }
      }
      sameSeedPairs { a { name } b { name } initSeed warning }
      matchings { id }
      analysis(criterion: $criterion) {
        missing note
        criterion { definition threshold strict aliveOnly statement }
        sharedMatrix { outlierStatement rows { sharedFractions meanSharedFraction outlier } }
        universality { statement fractions }
        onlyInBase {
          statement fitStatement
          points { dictionaries fraction standardDeviation subsets }
          fit { a b c residual }
        }
        cycleConsistency {
          statement chance
          decoder { ...spread } encoder { ...spread } firstAgrees { ...spread } allAgree { ...spread }
          bases { decoder }
        }
        union { statement latents union core inExactly unseen points { dictionaries expectedUnion expectedNew } }
      }
    }
  }
  fragment spread on CycleSpread { mean min max triples }
`;

const thresholds = Array.from({ length: SWEEP_STEPS + 1 }, (_, k) => k / SWEEP_STEPS);

const pairQuery = `
  query ReportPair($id: ID!, $definition: SharedDefinition!, $criterion: CriterionInput!) {
    matching(id: $id) {
      a { name nLatents dIn }
      b { name nLatents }
      summary(criterion: $criterion) {
        sharedFraction agreement meanDecoderCosine meanEncoderCosine
        nulls { kind sharedFraction meanDecoderCosine meanEncoderCosine }
        basis { decoderCertificate { optimal gap } encoderCertificate { optimal gap } }
      }
      sweep(definition: $definition, steps: ${SWEEP_STEPS}) { points { threshold sharedFraction } }
      decoder { ...proof }
      encoder { ...proof }
      ${thresholds.map((t, k) => `chance${k}: summary(criterion: { definition: $definition, threshold: ${t} }) { nulls { kind sharedFraction } }`).join('\n')}
    }
  }
  fragment proof on SideMatching {
    side pairs computedAt
    certificate { optimal primal dual gap tolerance roundingBound pairsCovered rounds solver }
    publication { statement }
  }
`;

export interface ReportDictionary {
  name: string;
  architecture: string;
  nLatents: number;
  dIn: number;
  k: number | null;
  initSeed: number | null;
  dataSeed: number | null;
  dataset: string | null;
  tokens: number | null;
  nDead: number | null;
  portalId: string | null;
  provenance: { format: string; sourceUri: string; contentSha256: string | null };
}

interface Spread {
  mean: number;
  min: number;
  max: number;
  triples: number;
}

/** The figures of `GroupAnalysis` in schema.graphql; null while a matching is missing. */
export interface ReportAnalysis {
  missing: number;
  /** Whose matchings these are, where others published some. */
  note: string | null;
  criterion: { definition: string; threshold: number; strict: boolean; aliveOnly: boolean; statement: string };
  sharedMatrix: {
    outlierStatement: string;
    rows: { sharedFractions: number[]; meanSharedFraction: number | null; outlier: boolean | null }[];
  } | null;
  universality: { statement: string; fractions: number[] } | null;
  onlyInBase: {
    statement: string;
    fitStatement: string;
    points: { dictionaries: number; fraction: number; standardDeviation: number | null; subsets: number }[];
    fit: { a: number; b: number; c: number; residual: number } | null;
  } | null;
  cycleConsistency: {
    statement: string;
    chance: number;
    decoder: Spread | null;
    encoder: Spread | null;
    firstAgrees: Spread | null;
    allAgree: Spread | null;
    bases: { decoder: number | null }[];
  } | null;
  union: {
    statement: string;
    latents: number;
    union: number;
    core: number;
    inExactly: number[];
    unseen: number | null;
    points: { dictionaries: number; expectedUnion: number; expectedNew: number }[];
  } | null;
}

interface Proof {
  side: string;
  pairs: number;
  computedAt: string;
  /** Null for a matching that others published. */
  certificate: {
    optimal: boolean;
    primal: number;
    dual: number;
    gap: number;
    tolerance: number;
    roundingBound: number;
    pairsCovered: number;
    rounds: number;
    solver: string;
  } | null;
  publication: { statement: string } | null;
}

export interface ReportPair extends MatchingTablePair {
  sweep: { points: { threshold: number; sharedFraction: number }[] } | null;
  decoder: Proof | null;
  encoder: Proof | null;
  /** What random vectors give at each point of the sweep, by kind of null. */
  chance: { kind: string; sharedFraction: number }[][];
}

export interface ReportGroup {
  name: string;
  space: { model: { name: string; revision: string }; hookpoint: string; dIn: number; normalisation: string };
  dictionaries: ReportDictionary[];
  sameSeedPairs: { a: { name: string }; b: { name: string }; initSeed: number; warning: string }[];
  analysis: ReportAnalysis;
  pairs: ReportPair[];
}

type GroupAnswer = { runGroup: Omit<ReportGroup, 'pairs'> & { matchings: { id: string }[] } };
type PairAnswer = {
  matching: Omit<ReportPair, 'chance'> & Record<`chance${number}`, { nulls: ReportPair['chance'][0] } | null>;
};

interface PublishedSide {
  publication: { cosines: string } | null;
}

interface Members {
  runGroup: {
    dictionaries: { hasWeights: boolean; provenance: { encoderSha256: string | null } }[];
    matchings: { decoder: PublishedSide | null; encoder: PublishedSide | null }[];
  };
}

/** The default one, the decoder's where a dictionary has no encoder, AGREE where others published partners without cosines. */
function chooseDefinition({ dictionaries, matchings }: Members['runGroup']): string {
  const sides = matchings.flatMap(({ decoder, encoder }) => [decoder, encoder]);
  if (sides.some((side) => side?.publication?.cosines === 'UNKNOWN')) return 'AGREE';
  const bare = dictionaries.some(({ hasWeights, provenance }) => hasWeights && provenance.encoderSha256 === null);
  return bare || matchings.some(({ encoder }) => encoder === null) ? 'DECODER' : 'BOTH_AGREE';
}

/** Everything that a report on one run group (global id) says, under the definition that its matchings allow. */
export async function readReportGroup(options: EdgeOptions, group: string): Promise<ReportGroup> {
  const members = await askInProcess<Members>(options, { query: membersQuery, variables: { group } });
  const definition = chooseDefinition(members.runGroup);
  const criterion = { definition };
  const { runGroup } = await askInProcess<GroupAnswer>(options, { query: groupQuery, variables: { group, criterion } });
  const pairs: ReportPair[] = [];
  // One at a time: each reads the arrays of its pair.
  for (const { id } of runGroup.matchings) {
    const variables = { id, definition, criterion };
    const { matching } = await askInProcess<PairAnswer>(options, { query: pairQuery, variables });
    pairs.push({ ...matching, chance: thresholds.map((_, k) => matching[`chance${k}`]?.nulls ?? []) });
  }
  return { ...runGroup, pairs };
}
