/**
 * schema.graphql -> src/graph/generated/types.ts: the types of arguments, answers and resolvers.
 * src/graph/resolvers/ -> src/graph/generated/resolvers.ts: all of them by SDL type. `npm run check` fails if either is stale.
 *
 * Every object type is mapped to what its resolvers are handed: a row of a store, or a record of src/graph/parents.ts.
 */
import type { CodegenConfig } from '@graphql-codegen/cli';

const db = (store: string, row: string) => `../../../db/stores/${store}.ts#${row}`;
const parent = (type: string) => `../parents.ts#${type}Parent`;

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
          JSON: 'unknown',
        },
        mappers: {
          Model: db('catalogue', 'ModelRow'),
          Space: db('catalogue', 'SpaceRow'),
          RunGroup: db('catalogue', 'RunGroupRow'),
          Dictionary: db('dictionaries', 'DictionaryRow'),
          Provenance: db('dictionaries', 'DictionaryRow'),
          Latent: db('latents', 'LatentRow'),
          Explanation: db('explanations', 'ExplanationRow'),
          ExplanationHit: parent('ExplanationHit'),
          ExplanationScore: db('explanations', 'ScoreRow'),
          ActivationCollection: db('activations', 'CollectionRow'),
          LatentContext: db('activations', 'ContextRow'),
          ActivationHistogram: db('activations', 'StatisticsRow'),
          TopTokens: db('activations', 'StatisticsRow'),
          Matching: db('matchings', 'MatchingRow'),
          Job: db('job-runs', 'JobRow'),
          JobProgress: db('job-runs', 'JobRow'),
          JobFailure: db('job-runs', 'JobRow'),
          CollectedContexts: parent('CollectedContexts'),
          ChatSpending: db('chat-spending', 'ChatSpendingRow'),
          Criterion: '../../compute/statistics/criterion.ts#Criterion as CriterionRecord',
          Certificate: '../../compute/side-matching.ts#Certificate as CertificateRecord',
          Vector: parent('Vector'),
          LatentPartner: parent('LatentPartner'),
          MatchingProgress: db('matching-progress', 'MatchingProgressRow'),
          PartnerLink: parent('PartnerLink'),
          Candidate: parent('Candidate'),
          NearestHit: parent('NearestHit'),
          SideMatching: db('matchings', 'SideRow'),
          Publication: db('matchings', 'SideRow'),
          MatchingExport: parent('MatchingExport'),
          MatchingSummary: parent('MatchingSummary'),
          MatchingBasis: db('matchings', 'MatchingRow'),
          SharedPair: parent('SharedPair'),
          BorrowedExplanation: parent('BorrowedExplanation'),
          ExplanationAgreement: parent('ExplanationAgreement'),
          LabelDisagreement: parent('LabelDisagreement'),
          BaseOrphan: parent('BaseOrphan'),
          Orphan: parent('Orphan'),
          RecodingAtom: parent('RecodingAtom'),
          Merge: parent('Merge'),
          GroupAnalysis: parent('GroupAnalysis'),
          BaseAnalysis: parent('BaseAnalysis'),
          SharedMatrixCell: parent('SharedMatrixCell'),
          LatentFamily: parent('LatentFamily'),
          GroupUniversality: parent('GroupUniversality'),
          BaseUniversality: parent('BaseUniversality'),
          OnlyInBaseCurve: parent('OnlyInBaseCurve'),
          UnionGrowth: parent('UnionGrowth'),
          ThresholdSweep: parent('ThresholdSweep'),
          TrainingRun: db('training-runs', 'TrainingRunRow'),
          TrainingSettings: db('training-settings', 'TrainingSettings as TrainingSettingsRecord'),
          TrainingSeed: parent('TrainingSeed'),
          TrainingPoint: db('training-points', 'TrainingPointRow'),
          HeldOut: db('training-dictionaries', 'HeldOut as HeldOutRecord'),
          InitialDistance: '../../compute/training/initial-distance.ts#InitialDistance as InitialDistanceRecord',
          TrainedDictionary: db('training-dictionaries', 'TrainingDictionaryRow'),
          TrainingCheckpoint: parent('TrainingCheckpoint'),
          SharedAtTokens: parent('SharedAtTokens'),
          Worker: db('workers', 'WorkerRow'),
        },
      },
    },
    './src/graph/generated/resolvers.ts': {
      plugins: ['./codegen/resolver-index.ts'],
      config: { folder: 'src/graph/resolvers' },
    },
  },
};

export default config;
