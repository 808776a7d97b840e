/** What a report asks the API: one question about the run group, one about each of its matchings. */
import type { Ask } from '../../graph/ask.ts';
import type { Measure } from '../../compute/side-matching.ts';
import {
  MembersDocument,
  type MembersQuery,
  ReportGroupDocument,
  type ReportGroupQuery,
  ReportPairDocument,
  type ReportPairQuery,
} from '../generated/documents.ts';
import { getPresent } from '../named/get-present.ts';
import { buildCriterion } from '../../analysis/build-criterion.ts';
import type { Criterion, SharedDefinition } from '../../compute/statistics/criterion.ts';
import { type ReportMeaning, readReportMeaning } from './meaning-query.ts';

/** Steps of the threshold sweep: every 0.05. */
const SWEEP_STEPS = 20;
/** Bins of a histogram from 0 to 1, as many below 0, and steps of the null that stands next to it. */
export const COSINE_STEPS = 20;

type Answer = NonNullable<ReportGroupQuery['runGroup']>;

/** A dictionary of the run group. */
export type ReportDictionary = Answer['dictionaries'][number];

/** The figures of `GroupAnalysis` in schema.graphql; null while a matching is missing. */
export type ReportAnalysis = Answer['analysis'];

/** One matching of the run group. Cosines, coverage and similarity are left out where others published partners alone. */
export type ReportPair = NonNullable<ReportPairQuery['matching']>;

/** Everything that a report on one run group says. */
export interface ReportGroup extends Omit<Answer, 'matchings'> {
  pairs: ReportPair[];
  meaning: ReportMeaning;
}

type Members = NonNullable<MembersQuery['runGroup']>;

/** Whether every partner was published with its cosine, or solved here. */
function knowsCosines({ matchings }: Members): boolean {
  return matchings.every(({ decoder, encoder }) =>
    [decoder, encoder].every((side) => side?.publication?.cosines !== 'UNKNOWN'),
  );
}

/** Whether every dictionary has an encoder, and every matching one of encoders. */
function hasEncoders({ dictionaries, matchings }: Members): boolean {
  const bare = dictionaries.some(({ hasWeights, provenance }) => hasWeights && provenance.encoderSha256 === null);
  return !bare && matchings.every(({ encoder }) => encoder !== null);
}

/** The default one, the decoder's where a dictionary has no encoder, AGREE where others published partners without cosines. */
function chooseDefinition(members: Members): SharedDefinition {
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
  const subject = `run group ${group}`;
  const members = getPresent((await ask({ query: MembersDocument, variables: { group, measure } })).runGroup, subject);
  const definition = asked.criterion?.definition ?? chooseDefinition(members);
  const criterion = buildCriterion({ ...asked.criterion, definition });
  const variables = { group, criterion, measure, aliveOnly: criterion.aliveOnly };
  const { matchings, ...answer } = getPresent((await ask({ query: ReportGroupDocument, variables })).runGroup, subject);
  // rows are needed for one part, nearest candidates for the other; others publish neither
  const full = answer.analysis.note === null && members.dictionaries.every(({ hasWeights }) => hasWeights);
  const decoders = knowsCosines(members);
  const parts = {
    full,
    bins: measure === 'ABSOLUTE_COSINE' ? COSINE_STEPS : 2 * COSINE_STEPS,
    sweepSteps: SWEEP_STEPS,
    cosineSteps: COSINE_STEPS,
    decoders,
    encoders: decoders && hasEncoders(members),
  };
  const pairs: ReportPair[] = [];
  // One at a time: each reads the arrays of its pair.
  for (const { id } of matchings) {
    const { matching } = await ask({ query: ReportPairDocument, variables: { id, criterion, ...criterion, ...parts } });
    pairs.push(getPresent(matching, `matching ${id}`));
  }
  return { ...answer, pairs, meaning: await readReportMeaning(ask, { group, criterion, measure }) };
}
