/**
 * schema.graphql -> src/graph/generated/types.ts: the types of arguments, answers and resolvers.
 * src/graph/resolvers/ -> src/graph/generated/resolvers.ts: all of them by SDL type.
 * src/analysis/definitions/ -> docs/definitions.md: every definition in words.
 * src/web/explorer/, src/cli/ (documents) -> documents.ts in their `generated`: what explorer and command line ask, typed. `npm run check` fails if one of these is stale.
 *
 * Every object type is mapped to what its resolvers are handed: a row of a store, an answer of src/analysis, or a record of src/graph/object-values.ts.
 */
import type { CodegenConfig } from '@graphql-codegen/cli';

const db = (store: string, row: string) => `../../../db/stores/${store}.ts#${row}`;
const analysis = (file: string, type: string) => `../../analysis/${file}.ts#${type}`;
const value = (type: string) => `../object-values.ts#${type}Value`;

/** Typed documents of the `.graphql` files below a folder. */
const documentsOf = (folder: string) => ({
  documents: `./${folder}/**/*.graphql`,
  plugins: ['typescript-operations', 'typed-document-node'],
  config: {
    enumsAsTypes: true,
    useTypeImports: true,
    skipTypename: true,
    scalars: { ID: 'string', DateTime: 'string', BigInt: 'number', Seed: 'string', JSON: 'unknown' },
  },
});

const config: CodegenConfig = {
  schema: './schema.graphql',
  generates: {
    './src/graph/generated/types.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        emitLegacyCommonJSImports: false,
        // resolvers see arguments after their defaults have been filled in
        avoidOptionals: { defaultValue: true },
        maybeValue: 'T | null',
        inputMaybeValue: 'T | null | undefined',
        contextType: '../context.ts#GraphContext',
        scalars: {
          ID: 'string',
          DateTime: 'Date',
          BigInt: 'number',
          Seed: '../../../loaders/checkpoints/seed.ts#Seed',
          JSON: 'unknown',
        },
        mappers: {
          Access: '../access/access.ts#Access as AccessRecord',
          Model: db('catalogue', 'ModelRow'),
          Space: db('catalogue', 'SpaceRow'),
          RunGroup: db('catalogue', 'RunGroupRow'),
          Dictionary: db('dictionaries', 'DictionaryRow'),
          Provenance: db('dictionaries', 'DictionaryRow'),
          Aliveness: analysis('latents/aliveness', 'Aliveness as AlivenessAnswer'),
          LatentAliveness: analysis('latents/aliveness', 'LatentAliveness as LatentAlivenessAnswer'),
          DictionaryChange: db('dictionary-changes', 'DictionaryChangeRow'),
          UpdateDictionaryPayload: value('UpdateDictionaryPayload'),
          Evaluation: db('evaluations', 'EvaluationRow'),
          Latent: db('latents', 'LatentRow'),
          Explanation: db('explanations', 'ExplanationRow'),
          ExplanationHit: value('ExplanationHit'),
          ExplanationScore: db('explanations', 'ScoreRow'),
          ActivationCollection: db('activations', 'CollectionRow'),
          LatentContext: db('activations', 'ContextRow'),
          ActivationHistogram: db('activations', 'StatisticsRow'),
          TopTokens: db('activations', 'StatisticsRow'),
          Matching: db('matchings', 'MatchingRow'),
          Job: db('job-runs', 'JobRow'),
          JobProgress: db('job-runs', 'JobRow'),
          JobFailure: db('job-runs', 'JobRow'),
          JobResult: value('JobResult'),
          ContextsResult: value('ContextsResult'),
          MatchActivationsResult: value('MatchActivationsResult'),
          CollectedContexts: value('CollectedContexts'),
          ChatSpending: db('chat-spending', 'ChatSpendingRow'),
          MatchingEstimate: '../../compute/matching/matching-estimate.ts#MatchingEstimate as MatchingEstimateRecord',
          Criterion: '../../compute/statistics/criterion.ts#Criterion as CriterionRecord',
          Certificate: '../../compute/side-matching.ts#Certificate as CertificateRecord',
          Vector: value('Vector'),
          Universality: analysis('latents/latent-partners', 'Universality as UniversalityAnswer'),
          LatentPartner: analysis('latents/latent-sharing', 'LatentPartner as LatentPartnerAnswer'),
          MatchingProgress: db('read-matching-progress', 'MatchingProgressRow'),
          PartnerLink: analysis('latents/partner-links', 'PartnerLink as PartnerLinkAnswer'),
          Candidate: analysis('latents/partner-links', 'Candidate as CandidateAnswer'),
          NearestHit: value('NearestHit'),
          SideMatching: db('matchings', 'SideRow'),
          Publication: db('matchings', 'SideRow'),
          MatchingExport: value('MatchingExport'),
          MatchingSummary: analysis('pair/pair-figures', 'MatchingSummary as MatchingSummaryAnswer'),
          MatchingBasis: db('matchings', 'MatchingRow'),
          SharedPair: analysis('pair/latent-pair-cosine', 'LatentPair'),
          SideSubstitution: analysis('pair/side-substitution', 'SideSubstitution as SideSubstitutionAnswer'),
          MatchedFiring: analysis('pair/firing-pairs', 'MatchedFiring as MatchedFiringAnswer'),
          FiringPair: analysis('pair/firing-pairs', 'FiringPair as FiringPairAnswer'),
          BorrowedExplanation: analysis(
            'labels/find-borrowed-explanation',
            'BorrowedExplanation as BorrowedExplanationAnswer',
          ),
          ExplanationAgreement: analysis('labels/read-agreement', 'ExplanationAgreement as ExplanationAgreementAnswer'),
          LabelDisagreement: analysis('labels/list-disagreements', 'LabelDisagreement as LabelDisagreementAnswer'),
          BaseOrphan: analysis('latents/base-orphans', 'BaseOrphan as BaseOrphanAnswer'),
          Orphan: analysis('pair/pair-lists', 'Orphan as OrphanAnswer'),
          RecodingAtom: analysis('recoding/orphan-recoding', 'RecodingAtom as RecodingAtomAnswer'),
          Merge: analysis('recoding/orphan-recoding', 'Merge as MergeAnswer'),
          MissingPair: analysis('group/complete-members', 'MissingPair as MissingPairAnswer'),
          GroupAnalysis: analysis('group/matched-group', 'MatchedGroup'),
          BaseAnalysis: analysis('group/matched-group', 'MatchedBase'),
          SharedMatrix: analysis('group/sharing-matrix', 'SharingMatrix'),
          SharedMatrixCell: analysis('group/sharing-matrix', 'SharingCell'),
          LatentFamily: analysis('group/family-list', 'LatentFamily as LatentFamilyAnswer'),
          GroupUniversality: analysis('group/group-figures', 'GroupUniversality as GroupUniversalityAnswer'),
          BaseUniversality: analysis('group/group-figures', 'BaseUniversality as BaseUniversalityAnswer'),
          OnlyInBaseCurve: analysis('group/group-figures', 'OnlyInBase'),
          CycleConsistency: analysis('group/group-figures', 'GroupCycles'),
          UnseenFeatures: analysis('group/unseen-features', 'UnseenFeatures as UnseenFeaturesAnswer'),
          UnionGrowth: analysis('group/group-figures', 'CoreAndUnion'),
          ThresholdSweep: analysis('pair/pair-figures', 'ThresholdSweep as ThresholdSweepAnswer'),
          ContrastedTexts: value('ContrastedTexts'),
          ContrastedFeature: analysis('encoding/contrasted-features', 'ContrastedFeature as ContrastedFeatureAnswer'),
          ContrastedLatent: analysis('encoding/contrasted-features', 'ContrastedLatent as ContrastedLatentAnswer'),
          EncodedText: value('EncodedText'),
          EncodedToken: value('EncodedToken'),
          FiringLatent: analysis('encoding/encoded-features', 'FiringLatent as FiringLatentAnswer'),
          EncodedFeature: analysis('encoding/encoded-features', 'EncodedFeature as EncodedFeatureAnswer'),
          TrainingRun: db('training-runs', 'TrainingRunRow'),
          TrainingSettings: db('training-settings', 'FlatTrainingSettings'),
          TrainingSeed: value('TrainingSeed'),
          SeedDistance: db('training-distances', 'TrainingDistanceRow'),
          TrainingPoint: db('training-points', 'TrainingPointRow'),
          HeldOut: db('training-dictionaries', 'HeldOut as HeldOutRecord'),
          InitialDistance: '../../compute/training/initial-distance.ts#InitialDistance as InitialDistanceRecord',
          ReachedSparsity: '../../compute/training/search-sparsity.ts#ReachedSparsity as ReachedSparsityRecord',
          TrainedDictionary: db('training-dictionaries', 'TrainingDictionaryRow'),
          TrainingCheckpoint: value('TrainingCheckpoint'),
          SharedAtTokens: analysis('group/shared-over-tokens', 'SharedAtTokens as SharedAtTokensAnswer'),
          Worker: db('workers', 'WorkerRow'),
        },
      },
    },
    './src/graph/generated/resolvers.ts': {
      plugins: ['./codegen/resolver-index.ts'],
      config: { folder: 'src/graph/resolvers' },
    },
    './src/web/generated/documents.ts': documentsOf('src/web/explorer'),
    './src/cli/generated/documents.ts': documentsOf('src/cli'),
    './docs/limits.md': { plugins: ['./codegen/limits-page.ts'], config: { limits: 'src/graph/limits.ts' } },
    './docs/definitions.md': { plugins: ['./codegen/definitions-page.ts'] },
  },
};

export default config;
