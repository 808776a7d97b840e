/** Every resolver, by SDL type. A field without one is a property of its parent. */
import type { Resolvers } from '../generated/types.ts';
import { activationCollectionResolvers } from './activation-collection.ts';
import { activationHistogramResolvers } from './activation-histogram.ts';
import {
  baseUniversalityResolvers,
  groupUniversalityResolvers,
  onlyInBaseCurveResolvers,
  unionGrowthResolvers,
} from './analysis-nulls.ts';
import { baseAnalysisResolvers } from './base-analysis.ts';
import { baseOrphanResolvers } from './base-orphan.ts';
import { borrowedExplanationResolvers } from './borrowed-explanation.ts';
import { candidateResolvers } from './candidate.ts';
import { collectedContextsResolvers } from './collected-contexts.ts';
import { criterionResolvers } from './criterion.ts';
import { dictionaryResolvers } from './dictionary.ts';
import { explanationAgreementResolvers } from './explanation-agreement.ts';
import { explanationHitResolvers } from './explanation-hit.ts';
import { explanationResolvers } from './explanation.ts';
import { groupAnalysisResolvers } from './group-analysis.ts';
import { jobFailureResolvers } from './job-failure.ts';
import { jobProgressResolvers } from './job-progress.ts';
import { jobResolvers } from './job.ts';
import { labelDisagreementResolvers } from './label-disagreement.ts';
import { latentContextResolvers } from './latent-context.ts';
import { latentFamilyResolvers } from './latent-family.ts';
import { latentPartnerResolvers } from './latent-partner.ts';
import { latentResolvers } from './latent.ts';
import { matchingBasisResolvers } from './matching-basis.ts';
import { matchingResolvers } from './matching.ts';
import { matchingExportResolvers } from './matching-export.ts';
import { matchingProgressResolvers } from './matching-progress.ts';
import { matchingSummaryResolvers } from './matching-summary.ts';
import { modelResolvers } from './model.ts';
import { mergeResolvers } from './merge.ts';
import { mutationResolvers } from './mutation.ts';
import { nearestHitResolvers } from './nearest-hit.ts';
import { nodeResolvers } from './node.ts';
import { orphanResolvers } from './orphan.ts';
import { partnerLinkResolvers } from './partner-link.ts';
import { provenanceResolvers } from './provenance.ts';
import { publicationResolvers } from './publication.ts';
import { queryResolvers } from './query.ts';
import { recodingAtomResolvers } from './recoding-atom.ts';
import { runGroupResolvers } from './run-group.ts';
import { sharedAtTokensResolvers } from './shared-at-tokens.ts';
import { sharedMatrixCellResolvers } from './shared-matrix-cell.ts';
import { sharedPairResolvers } from './shared-pair.ts';
import { sideMatchingResolvers } from './side-matching.ts';
import { spaceResolvers } from './space.ts';
import { subscriptionResolvers } from './subscription.ts';
import { topTokensResolvers } from './top-tokens.ts';
import { thresholdSweepResolvers } from './threshold-sweep.ts';
import { initialDistanceResolvers } from './initial-distance.ts';
import { trainedDictionaryResolvers } from './trained-dictionary.ts';
import { trainingCheckpointResolvers } from './training-checkpoint.ts';
import { trainingRunResolvers } from './training-run.ts';
import { trainingSeedResolvers } from './training-seed.ts';
import { trainingSettingsResolvers } from './training-settings.ts';
import { vectorResolvers } from './vector.ts';
import { workerResolvers } from './worker.ts';

export const resolvers: Resolvers = {
  Query: queryResolvers,
  Mutation: mutationResolvers,
  Subscription: subscriptionResolvers,
  Node: nodeResolvers,
  Model: modelResolvers,
  Space: spaceResolvers,
  RunGroup: runGroupResolvers,
  Dictionary: dictionaryResolvers,
  Provenance: provenanceResolvers,
  Latent: latentResolvers,
  Explanation: explanationResolvers,
  BorrowedExplanation: borrowedExplanationResolvers,
  ExplanationHit: explanationHitResolvers,
  ActivationCollection: activationCollectionResolvers,
  ActivationHistogram: activationHistogramResolvers,
  TopTokens: topTokensResolvers,
  LatentContext: latentContextResolvers,
  Vector: vectorResolvers,
  Criterion: criterionResolvers,
  LatentPartner: latentPartnerResolvers,
  PartnerLink: partnerLinkResolvers,
  Candidate: candidateResolvers,
  NearestHit: nearestHitResolvers,
  Matching: matchingResolvers,
  SideMatching: sideMatchingResolvers,
  Publication: publicationResolvers,
  MatchingExport: matchingExportResolvers,
  MatchingProgress: matchingProgressResolvers,
  MatchingSummary: matchingSummaryResolvers,
  MatchingBasis: matchingBasisResolvers,
  SharedPair: sharedPairResolvers,
  ExplanationAgreement: explanationAgreementResolvers,
  LabelDisagreement: labelDisagreementResolvers,
  BaseOrphan: baseOrphanResolvers,
  Orphan: orphanResolvers,
  RecodingAtom: recodingAtomResolvers,
  Merge: mergeResolvers,
  GroupAnalysis: groupAnalysisResolvers,
  BaseAnalysis: baseAnalysisResolvers,
  GroupUniversality: groupUniversalityResolvers,
  BaseUniversality: baseUniversalityResolvers,
  OnlyInBaseCurve: onlyInBaseCurveResolvers,
  UnionGrowth: unionGrowthResolvers,
  ThresholdSweep: thresholdSweepResolvers,
  SharedMatrixCell: sharedMatrixCellResolvers,
  LatentFamily: latentFamilyResolvers,
  TrainingRun: trainingRunResolvers,
  TrainingSettings: trainingSettingsResolvers,
  TrainingSeed: trainingSeedResolvers,
  TrainingCheckpoint: trainingCheckpointResolvers,
  InitialDistance: initialDistanceResolvers,
  TrainedDictionary: trainedDictionaryResolvers,
  SharedAtTokens: sharedAtTokensResolvers,
  Worker: workerResolvers,
  Job: jobResolvers,
  JobProgress: jobProgressResolvers,
  JobFailure: jobFailureResolvers,
  CollectedContexts: collectedContextsResolvers,
};
