/** What a report asks the API: one question about the run group, one about each of its matchings. */
import type { Ask } from '../../graph/ask.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Drawn } from '../tables/correlation-table.ts';
import { buildCriterion } from '../../analysis/build-criterion.ts';
import type { Criterion, SharedDefinition } from '../../compute/statistics/criterion.ts';
import { type ReportMeaning, readReportMeaning } from './meaning-query.ts';
import type { MatchingTablePair } from '../tables/matching-table.ts';

/** Steps of the threshold sweep: every 0.05. */
const SWEEP_STEPS = 20;
/** Bins of a histogram from 0 to 1, as many below 0, and steps of the null that stands next to it. */
export const COSINE_STEPS = 20;

const membersQuery = `
  query Members($group: ID!, $measure: Measure!) {
    runGroup(id: $group) {
      dictionaries { hasWeights provenance { encoderSha256 } }
      matchings(measure: $measure) { decoder { publication { cosines } } encoder { publication { cosines } } }
    }
  }
`;

const groupQuery = `
  query ReportGroup($group: ID!, $criterion: CriterionInput!, $measure: Measure!, $aliveOnly: Boolean!) {
    runGroup(id: $group) {
      name
      space { model { name revision } hookpoint dIn normalisation }
      dictionaries {
        name architecture nLatents dIn k initSeed dataSeed dataset tokens nDead aliveness { statement } portalId
        provenance { format sourceUri contentSha256 }
        initialisation { meanDecoderCosine statement }
      }
      otherRevisions
      sameSeedPairs { a { name } b { name } initSeed warning }
      matchings(measure: $measure) { id }
      analysis(criterion: $criterion, measure: $measure) {
        missing note measure
        dictionaries { name } leftOut { name } missingPairs { a { name } b { name } }
        criterion { definition threshold strict aliveOnly statement }
        sharedMatrix { outlierStatement rows { sharedFractions meanSharedFraction outlier } }
        universality { statement fractions nulls { kind fractions statement } }
        onlyInBase {
          statement fitStatement
          points { dictionaries fraction standardDeviation subsets }
          fit { a b c cLow cHigh residual } noFit
          nulls { kind fractions }
        }
        cycleConsistency(aliveOnly: $aliveOnly) {
          statement
          decoder { ...spread } encoder { ...spread } firstAgrees { ...spread } allAgree { ...spread }
          nulls { kind decoder { ...spread } encoder { ...spread } firstAgrees { ...spread } allAgree { ...spread } }
          bases { decoder }
        }
        union { statement latents union core inExactly conflicts unseen { value low high reason nulls { kind value } statement } nulls { kind union core } points { dictionaries expectedUnion expectedNew } }
      }
    }
  }
  fragment spread on CycleSpread { mean min max triples }
`;

const pairQuery = `
  query ReportPair(
    $id: ID!, $criterion: CriterionInput!, $definition: SharedDefinition!, $threshold: Float!, $strict: Boolean!, $aliveOnly: Boolean!, $full: Boolean!,
    $bins: Int!, $decoders: Boolean!, $encoders: Boolean!
  ) {
    matching(id: $id) {
      sameInitSeed
      a { name nLatents dIn }
      b { name nLatents }
      summary(criterion: $criterion) {
        sharedFraction agreement meanDecoderCosine meanEncoderCosine
        nulls { kind sharedFraction agreement meanDecoderCosine meanEncoderCosine least { agreement } greatest { agreement } }
        basis { decoderCertificate { optimal gap } encoderCertificate { optimal gap } }
      }
      sweep(definition: $definition, steps: ${SWEEP_STEPS}, strict: $strict, aliveOnly: $aliveOnly) {
        points { threshold sharedFraction }
        nulls { kind points { sharedFraction } }
      }
      coverage(threshold: $threshold, strict: $strict, aliveOnly: $aliveOnly) @include(if: $full) {
        statement
        decoder { aByB { ...covered } bByA { ...covered } }
      }
      similarity @include(if: $full) {
        statement pairs
        cka { value } rsa { value } rankRsa { value }
        nulls { kind cka { ...drawn } rsa { ...drawn } rankRsa { ...drawn } }
      }
      decoderCosines: cosineHistogram(side: DECODER, bins: $bins, aliveOnly: $aliveOnly) @include(if: $decoders) { from counts }
      encoderCosines: cosineHistogram(side: ENCODER, bins: $bins, aliveOnly: $aliveOnly) @include(if: $encoders) { from counts }
      decoderChance: sweep(definition: DECODER, steps: ${COSINE_STEPS}) @include(if: $decoders) { ...chance }
      encoderChance: sweep(definition: ENCODER, steps: ${COSINE_STEPS}) @include(if: $encoders) { ...chance }
      canonicalCorrelation { statement correlation { value } rotated { ...drawn } }
      decoder { ...proof }
      encoder { ...proof }
    }
  }
  fragment drawn on NullComparison { mean least greatest draws pValue leastPValue }
  fragment chance on ThresholdSweep { nulls { kind points { sharedFraction } } }
  fragment covered on Coverage { coverage nullCoverage splitFactor nullSplitFactor }
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
  initSeed: string | null;
  dataSeed: string | null;
  dataset: string | null;
  tokens: number | null;
  nDead: number | null;
  aliveness: { statement: string };
  portalId: string | null;
  provenance: { format: string; sourceUri: string; contentSha256: string | null };
  /** How far training moved it from its initial rows, where that is known. */
  initialisation: { meanDecoderCosine: number; statement: string } | null;
}

interface Spread {
  mean: number;
  min: number;
  max: number;
  triples: number;
}

/** By which matchings. */
export type CycleSpreads = Record<'decoder' | 'encoder' | 'firstAgrees' | 'allAgree', Spread | null>;

interface FractionsNull {
  kind: string;
  fractions: number[];
}

/** The figures of `GroupAnalysis` in schema.graphql; null while a matching is missing. */
export interface ReportAnalysis {
  missing: number;
  /** That the figures are over. */
  dictionaries: { name: string }[];
  leftOut: { name: string }[];
  missingPairs: { a: { name: string }; b: { name: string } }[];
  /** Whose matchings these are, where others published some. */
  note: string | null;
  measure: string;
  criterion: { definition: string; threshold: number; strict: boolean; aliveOnly: boolean; statement: string };
  sharedMatrix: {
    outlierStatement: string;
    rows: { sharedFractions: number[]; meanSharedFraction: number | null; outlier: boolean | null }[];
  } | null;
  universality: { statement: string; fractions: number[]; nulls: FractionsNull[] } | null;
  onlyInBase: {
    statement: string;
    fitStatement: string;
    points: { dictionaries: number; fraction: number; standardDeviation: number | null; subsets: number }[];
    fit: { a: number; b: number; c: number; cLow: number; cHigh: number; residual: number } | null;
    noFit: 'TOO_FEW_POINTS' | 'CONSTANT' | 'NO_POWER_LAW' | 'UNFIXED' | null;
    nulls: FractionsNull[];
  } | null;
  cycleConsistency:
    | ({
        statement: string;
        nulls: ({ kind: string } & CycleSpreads)[];
        bases: { decoder: number | null }[];
      } & CycleSpreads)
    | null;
  union: {
    statement: string;
    latents: number;
    union: number;
    core: number;
    inExactly: number[];
    conflicts: number;
    unseen: {
      value: number | null;
      low: number | null;
      high: number | null;
      reason: string | null;
      nulls: { kind: string; value: number }[];
      statement: string;
    };
    nulls: { kind: string; union: number; core: number }[];
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

type Similarities<Each> = Record<'cka' | 'rsa' | 'rankRsa', Each | null>;

interface ReportHistogram {
  from: number;
  counts: number[];
}

interface ReportChance {
  nulls: { kind: string; points: { sharedFraction: number }[] }[];
}

interface ReportCoverage {
  coverage: number;
  nullCoverage: number;
  splitFactor: number | null;
  nullSplitFactor: number | null;
}

export interface ReportPair extends MatchingTablePair {
  sweep: {
    points: { threshold: number; sharedFraction: number }[];
    /** What random vectors give at each point, by kind of null. */
    nulls: { kind: string; points: { sharedFraction: number }[] }[];
  } | null;
  /** Of matched cosines. Left out, like the nulls below, where others published partners without cosines, and for encoders where there are none. */
  decoderCosines?: ReportHistogram | null;
  encoderCosines?: ReportHistogram | null;
  /** What random vectors give at each point of a sweep of one side. */
  decoderChance?: ReportChance | null;
  encoderChance?: ReportChance | null;
  /** Left out where others published the matching. */
  coverage?: { statement: string; decoder: { aByB: ReportCoverage; bByA: ReportCoverage } } | null;
  similarity?:
    | ({ statement: string; pairs: number; nulls: ({ kind: string } & Similarities<Drawn>)[] } & Similarities<{
        value: number;
      }>)
    | null;
  canonicalCorrelation: { statement: string; correlation: { value: number } | null; rotated: Drawn | null } | null;
  decoder: Proof | null;
  encoder: Proof | null;
}

export interface ReportGroup {
  name: string;
  space: { model: { name: string; revision: string }; hookpoint: string; dIn: number; normalisation: string };
  dictionaries: ReportDictionary[];
  otherRevisions: string[];
  sameSeedPairs: { a: { name: string }; b: { name: string }; initSeed: string; warning: string }[];
  analysis: ReportAnalysis;
  pairs: ReportPair[];
  meaning: ReportMeaning;
}

type GroupAnswer = { runGroup: Omit<ReportGroup, 'pairs' | 'meaning'> & { matchings: { id: string }[] } };

interface PublishedSide {
  publication: { cosines: string } | null;
}

interface Members {
  runGroup: {
    dictionaries: { hasWeights: boolean; provenance: { encoderSha256: string | null } }[];
    matchings: { decoder: PublishedSide | null; encoder: PublishedSide | null }[];
  };
}

/** Whether every partner was published with its cosine, or solved here. */
function knowsCosines({ matchings }: Members['runGroup']): boolean {
  return matchings.every(({ decoder, encoder }) =>
    [decoder, encoder].every((side) => side?.publication?.cosines !== 'UNKNOWN'),
  );
}

/** Whether every dictionary has an encoder, and every matching one of encoders. */
function hasEncoders({ dictionaries, matchings }: Members['runGroup']): boolean {
  const bare = dictionaries.some(({ hasWeights, provenance }) => hasWeights && provenance.encoderSha256 === null);
  return !bare && matchings.every(({ encoder }) => encoder !== null);
}

/** The default one, the decoder's where a dictionary has no encoder, AGREE where others published partners without cosines. */
function chooseDefinition(members: Members['runGroup']): SharedDefinition {
  if (!knowsCosines(members)) return 'AGREE';
  return hasEncoders(members) ? 'BOTH_AGREE' : 'DECODER';
}

/** What a report is to count; what is left out has the paper's default, and the definition that the matchings allow. */
export interface ReportAsked {
  /** Global id. */
  group: string;
  criterion?: Partial<Criterion>;
  measure?: Measure;
}

/** Everything that a report on one run group says. Throws `BAD_INPUT`. */
export async function readReportGroup(ask: Ask, asked: ReportAsked): Promise<ReportGroup> {
  const { group, measure = 'COSINE' } = asked;
  const members = await ask<Members>({ query: membersQuery, variables: { group, measure } });
  const definition = asked.criterion?.definition ?? chooseDefinition(members.runGroup);
  const criterion = buildCriterion({ ...asked.criterion, definition });
  const variables = { group, criterion, measure, aliveOnly: criterion.aliveOnly };
  const { runGroup } = await ask<GroupAnswer>({ query: groupQuery, variables });
  // rows are needed for one part, nearest candidates for the other; others publish neither
  const { dictionaries } = members.runGroup;
  const full = runGroup.analysis.note === null && dictionaries.every(({ hasWeights }) => hasWeights);
  const decoders = knowsCosines(members.runGroup);
  const parts = {
    full,
    bins: measure === 'COSINE' ? 2 * COSINE_STEPS : COSINE_STEPS,
    decoders,
    encoders: decoders && hasEncoders(members.runGroup),
  };
  const pairs: ReportPair[] = [];
  // One at a time: each reads the arrays of its pair.
  for (const { id } of runGroup.matchings) {
    const { matching } = await ask<{ matching: ReportPair }>({
      query: pairQuery,
      variables: { id, criterion, ...criterion, ...parts },
    });
    pairs.push(matching);
  }
  return { ...runGroup, pairs, meaning: await readReportMeaning(ask, { group, criterion, measure }) };
}
