/** What a report asks about meaning: one question about the run group, one about each dictionary and each matching. */
import type { Ask } from '../../graph/ask.ts';
import {
  type CovariateFragment,
  ReportAgreementDocument,
  type ReportAgreementQuery,
  ReportCovariatesDocument,
  ReportOrphansDocument,
  type ReportOrphansQuery,
  type SimilarityFragment,
} from '../generated/documents.ts';
import { getPresent } from '../named/get-present.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';

/** Orphans listed of each dictionary. */
const ORPHANS = 5;

/** `SharedByCovariate` in schema.graphql. */
export type ReportCovariate = CovariateFragment;

/** `LabelSimilarity` in schema.graphql. */
export type ReportSimilarity = SimilarityFragment;

type OrphanPage = NonNullable<NonNullable<ReportOrphansQuery['dictionary']>['analysis']['orphans']>;

/** Orphans of one dictionary. */
export interface ReportOrphans extends OrphanPage {
  /** Name. */
  dictionary: string;
}

type Agreement = NonNullable<NonNullable<ReportAgreementQuery['matching']>['explanationAgreement']>;

/** Agreement of the labels of two dictionaries. */
export interface ReportAgreement extends Agreement {
  a: { name: string };
  b: { name: string };
}

/** What is null or empty is not known: no explanations, no frequencies, a matching missing. */
export interface ReportMeaning {
  byScore: ReportCovariate | null;
  byFrequency: ReportCovariate | null;
  orphans: ReportOrphans[];
  agreements: ReportAgreement[];
}

/** Everything that a report says about meaning, under `criterion`. Orphans and agreements only where something is explained. */
export async function readReportMeaning(
  ask: Ask,
  { group, criterion, measure }: { group: string; criterion: Criterion; measure: Measure },
): Promise<ReportMeaning> {
  const found = await ask({ query: ReportCovariatesDocument, variables: { group, criterion, measure } });
  const { dictionaries, matchings, analysis } = getPresent(found.runGroup, `run group ${group}`);
  const { sharedByScore: byScore, sharedByFrequency: byFrequency } = analysis;
  const meaning: ReportMeaning = { byScore, byFrequency, orphans: [], agreements: [] };
  // one dictionary alone shares nothing with nobody
  if (dictionaries.length < 2) return { ...meaning, byScore: null, byFrequency: null };
  if (!byScore?.explained) return meaning;
  for (const { id, name } of dictionaries) {
    const variables = { id, criterion, measure, first: ORPHANS };
    const { dictionary } = await ask({ query: ReportOrphansDocument, variables });
    const { orphans } = getPresent(dictionary, `dictionary ${name}`).analysis;
    if (orphans) meaning.orphans.push({ dictionary: name, ...orphans });
  }
  for (const { id } of matchings) {
    const { matching } = await ask({ query: ReportAgreementDocument, variables: { id, criterion } });
    const { a, b, explanationAgreement } = getPresent(matching, `matching ${id}`);
    if (explanationAgreement) meaning.agreements.push({ a, b, ...explanationAgreement });
  }
  return meaning;
}
