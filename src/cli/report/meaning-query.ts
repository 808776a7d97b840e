/** What a report asks about meaning: one question about the run group, one about each dictionary and each matching. */
import type { Ask } from '../../graph/ask.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';

/** Orphans listed of each dictionary. */
const ORPHANS = 5;

const groupQuery = `
  query ReportCovariates($group: ID!, $criterion: CriterionInput!, $measure: Measure!) {
    runGroup(id: $group) {
      dictionaries { id name }
      matchings(measure: $measure) { id }
      analysis(criterion: $criterion, measure: $measure) { sharedByScore { ...covariate } sharedByFrequency { ...covariate } }
    }
  }
  fragment covariate on SharedByCovariate {
    scorer latents explained known rankCorrelation statement
    bins { from to latents sharedFraction low high meanFound }
  }
`;

const orphanQuery = `
  query ReportOrphans($id: ID!, $criterion: CriterionInput!, $measure: Measure!) {
    dictionary(id: $id) {
      analysis(criterion: $criterion, measure: $measure) {
        orphans(first: ${ORPHANS}) {
          orphans unscored scorer statement
          nodes {
            score latent { index firingFrequency } explanation { text }
            partners { dictionary { name } candidates(first: 1) { latent { index } decoderCosine } }
          }
        }
      }
    }
  }
`;

const agreementQuery = `
  query ReportAgreement($id: ID!, $criterion: CriterionInput!) {
    matching(id: $id) {
      a { name }
      b { name }
      explanationAgreement(criterion: $criterion) {
        shared labelled
        text { ...similarity }
        embedding { ...similarity }
      }
    }
  }
  fragment similarity on LabelSimilarity {
    pairs statement embedder { name } matched { value shuffledMean pValue leastPValue } neighbours { pairs matched unmatched pValue }
  }
`;

/** `SharedByCovariate` in schema.graphql. */
export interface ReportCovariate {
  scorer: string | null;
  latents: number;
  explained: number | null;
  known: number;
  rankCorrelation: number | null;
  statement: string;
  bins: {
    from: number;
    to: number;
    latents: number;
    sharedFraction: number;
    low: number;
    high: number;
    meanFound: number;
  }[];
}

/** `BaseOrphanConnection` in schema.graphql. */
export interface ReportOrphans {
  dictionary: string;
  orphans: number;
  unscored: number;
  scorer: string | null;
  statement: string;
  nodes: {
    score: number;
    latent: { index: number; firingFrequency: number | null };
    explanation: { text: string } | null;
    partners: {
      dictionary: { name: string };
      candidates: { latent: { index: number }; decoderCosine: number | null }[];
    }[];
  }[];
}

/** `LabelSimilarity` in schema.graphql. */
export interface ReportSimilarity {
  pairs: number;
  statement: string;
  embedder: { name: string } | null;
  matched: { value: number; shuffledMean: number; pValue: number; leastPValue: number };
  neighbours: { pairs: number; matched: number; unmatched: number; pValue: number } | null;
}

/** `ExplanationAgreement` in schema.graphql. */
export interface ReportAgreement {
  a: { name: string };
  b: { name: string };
  shared: number;
  labelled: number;
  text: ReportSimilarity | null;
  embedding: ReportSimilarity | null;
}

/** What is null or empty is not known: no explanations, no frequencies, a matching missing. */
export interface ReportMeaning {
  byScore: ReportCovariate | null;
  byFrequency: ReportCovariate | null;
  orphans: ReportOrphans[];
  agreements: ReportAgreement[];
}

interface GroupAnswer {
  runGroup: {
    dictionaries: { id: string; name: string }[];
    matchings: { id: string }[];
    analysis: { sharedByScore: ReportCovariate | null; sharedByFrequency: ReportCovariate | null };
  };
}
interface OrphanAnswer {
  dictionary: { analysis: { orphans: Omit<ReportOrphans, 'dictionary'> | null } };
}
interface AgreementAnswer {
  matching: {
    a: { name: string };
    b: { name: string };
    explanationAgreement: Omit<ReportAgreement, 'a' | 'b'> | null;
  };
}

/** Everything that a report says about meaning, under `criterion`. Orphans and agreements only where something is explained. */
export async function readReportMeaning(
  ask: Ask,
  { group, criterion, measure }: { group: string; criterion: Criterion; measure: Measure },
): Promise<ReportMeaning> {
  const { runGroup } = await ask<GroupAnswer>({
    query: groupQuery,
    variables: { group, criterion, measure },
  });
  const { sharedByScore: byScore, sharedByFrequency: byFrequency } = runGroup.analysis;
  const meaning: ReportMeaning = { byScore, byFrequency, orphans: [], agreements: [] };
  // one dictionary alone shares nothing with nobody
  if (runGroup.dictionaries.length < 2) return { ...meaning, byScore: null, byFrequency: null };
  if (!byScore?.explained) return meaning;
  for (const { id, name } of runGroup.dictionaries) {
    const variables = { id, criterion, measure };
    const { dictionary } = await ask<OrphanAnswer>({ query: orphanQuery, variables });
    if (dictionary.analysis.orphans) meaning.orphans.push({ dictionary: name, ...dictionary.analysis.orphans });
  }
  for (const { id } of runGroup.matchings) {
    const variables = { id, criterion };
    const { matching } = await ask<AgreementAnswer>({ query: agreementQuery, variables });
    const { a, b, explanationAgreement } = matching;
    if (explanationAgreement) meaning.agreements.push({ a, b, ...explanationAgreement });
  }
  return meaning;
}
