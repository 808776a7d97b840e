/** Every resolver, by SDL type. A field without one is a property of its parent. */
import { activationCollectionResolvers } from '../resolvers/activation-collection.ts';
import { activationHistogramResolvers } from '../resolvers/activation-histogram.ts';
import { groupUniversalityResolvers, baseUniversalityResolvers, onlyInBaseCurveResolvers, cycleConsistencyResolvers, unionGrowthResolvers } from '../resolvers/analysis-nulls.ts';
import { baseAnalysisResolvers } from '../resolvers/base-analysis.ts';
import { baseOrphanResolvers } from '../resolvers/base-orphan.ts';
import { borrowedExplanationResolvers } from '../resolvers/borrowed-explanation.ts';
import { candidateResolvers } from '../resolvers/candidate.ts';
import { collectedContextsResolvers } from '../resolvers/collected-contexts.ts';
import { contextsResultResolvers } from '../resolvers/contexts-result.ts';
import { contrastedLatentResolvers } from '../resolvers/contrasted-latent.ts';
import { contrastedTextsResolvers } from '../resolvers/contrasted-texts.ts';
import { criterionResolvers } from '../resolvers/criterion.ts';
import { dictionaryResolvers } from '../resolvers/dictionary.ts';
import { encodedTextResolvers } from '../resolvers/encoded-text.ts';
import { encodedTokenResolvers } from '../resolvers/encoded-token.ts';
import { evaluationResolvers } from '../resolvers/evaluation.ts';
import { explanationAgreementResolvers } from '../resolvers/explanation-agreement.ts';
import { explanationHitResolvers } from '../resolvers/explanation-hit.ts';
import { explanationScoreResolvers } from '../resolvers/explanation-score.ts';
import { explanationResolvers } from '../resolvers/explanation.ts';
import { firingLatentResolvers } from '../resolvers/firing-latent.ts';
import { firingPairResolvers } from '../resolvers/firing-pair.ts';
import { groupAnalysisResolvers } from '../resolvers/group-analysis.ts';
import { initialDistanceResolvers } from '../resolvers/initial-distance.ts';
import { jobFailureResolvers } from '../resolvers/job-failure.ts';
import { jobProgressResolvers } from '../resolvers/job-progress.ts';
import { jobResultResolvers } from '../resolvers/job-result.ts';
import { jobSubjectResolvers } from '../resolvers/job-subject.ts';
import { jobResolvers } from '../resolvers/job.ts';
import { labelDisagreementResolvers } from '../resolvers/label-disagreement.ts';
import { latentContextResolvers } from '../resolvers/latent-context.ts';
import { latentFamilyResolvers } from '../resolvers/latent-family.ts';
import { latentPartnerResolvers } from '../resolvers/latent-partner.ts';
import { latentResolvers } from '../resolvers/latent.ts';
import { matchActivationsResultResolvers } from '../resolvers/match-activations-result.ts';
import { matchedFiringResolvers } from '../resolvers/matched-firing.ts';
import { matchingBasisResolvers } from '../resolvers/matching-basis.ts';
import { matchingEstimateResolvers } from '../resolvers/matching-estimate.ts';
import { matchingExportResolvers } from '../resolvers/matching-export.ts';
import { matchingProgressResolvers } from '../resolvers/matching-progress.ts';
import { matchingSummaryResolvers } from '../resolvers/matching-summary.ts';
import { matchingResolvers } from '../resolvers/matching.ts';
import { mergeResolvers } from '../resolvers/merge.ts';
import { modelResolvers } from '../resolvers/model.ts';
import { mutationResolvers } from '../resolvers/mutation.ts';
import { nearestHitResolvers } from '../resolvers/nearest-hit.ts';
import { nodeResolvers } from '../resolvers/node.ts';
import { orphanResolvers } from '../resolvers/orphan.ts';
import { partnerLinkResolvers } from '../resolvers/partner-link.ts';
import { provenanceResolvers } from '../resolvers/provenance.ts';
import { publicationResolvers } from '../resolvers/publication.ts';
import { queryResolvers } from '../resolvers/query.ts';
import { recodingAtomResolvers } from '../resolvers/recoding-atom.ts';
import { runGroupResolvers } from '../resolvers/run-group.ts';
import { seedDistanceResolvers } from '../resolvers/seed-distance.ts';
import { sharedAtTokensResolvers } from '../resolvers/shared-at-tokens.ts';
import { sharedMatrixCellResolvers } from '../resolvers/shared-matrix-cell.ts';
import { sharedMatrixResolvers } from '../resolvers/shared-matrix.ts';
import { sharedPairResolvers } from '../resolvers/shared-pair.ts';
import { sideMatchingResolvers } from '../resolvers/side-matching.ts';
import { sideSubstitutionResolvers } from '../resolvers/side-substitution.ts';
import { spaceResolvers } from '../resolvers/space.ts';
import { subscriptionResolvers } from '../resolvers/subscription.ts';
import { thresholdSweepResolvers } from '../resolvers/threshold-sweep.ts';
import { topTokensResolvers } from '../resolvers/top-tokens.ts';
import { trainedDictionaryResolvers } from '../resolvers/trained-dictionary.ts';
import { trainingCheckpointResolvers } from '../resolvers/training-checkpoint.ts';
import { trainingRunResolvers } from '../resolvers/training-run.ts';
import { trainingSeedResolvers } from '../resolvers/training-seed.ts';
import { trainingSettingsResolvers } from '../resolvers/training-settings.ts';
import { universalityResolvers } from '../resolvers/universality.ts';
import { vectorResolvers } from '../resolvers/vector.ts';
import { workerResolvers } from '../resolvers/worker.ts';
import type { Resolvers } from './types.ts';
export const resolvers: Resolvers = {
  ActivationCollection: activationCollectionResolvers,
  ActivationHistogram: activationHistogramResolvers,
  BaseAnalysis: baseAnalysisResolvers,
  BaseOrphan: baseOrphanResolvers,
  BaseUniversality: baseUniversalityResolvers,
  BorrowedExplanation: borrowedExplanationResolvers,
  Candidate: candidateResolvers,
  CollectedContexts: collectedContextsResolvers,
  ContextsResult: contextsResultResolvers,
  ContrastedLatent: contrastedLatentResolvers,
  ContrastedTexts: contrastedTextsResolvers,
  Criterion: criterionResolvers,
  CycleConsistency: cycleConsistencyResolvers,
  Dictionary: dictionaryResolvers,
  EncodedText: encodedTextResolvers,
  EncodedToken: encodedTokenResolvers,
  Evaluation: evaluationResolvers,
  Explanation: explanationResolvers,
  ExplanationAgreement: explanationAgreementResolvers,
  ExplanationHit: explanationHitResolvers,
  ExplanationScore: explanationScoreResolvers,
  FiringLatent: firingLatentResolvers,
  FiringPair: firingPairResolvers,
  GroupAnalysis: groupAnalysisResolvers,
  GroupUniversality: groupUniversalityResolvers,
  InitialDistance: initialDistanceResolvers,
  Job: jobResolvers,
  JobFailure: jobFailureResolvers,
  JobProgress: jobProgressResolvers,
  JobResult: jobResultResolvers,
  JobSubject: jobSubjectResolvers,
  LabelDisagreement: labelDisagreementResolvers,
  Latent: latentResolvers,
  LatentContext: latentContextResolvers,
  LatentFamily: latentFamilyResolvers,
  LatentPartner: latentPartnerResolvers,
  MatchActivationsResult: matchActivationsResultResolvers,
  MatchedFiring: matchedFiringResolvers,
  Matching: matchingResolvers,
  MatchingBasis: matchingBasisResolvers,
  MatchingEstimate: matchingEstimateResolvers,
  MatchingExport: matchingExportResolvers,
  MatchingProgress: matchingProgressResolvers,
  MatchingSummary: matchingSummaryResolvers,
  Merge: mergeResolvers,
  Model: modelResolvers,
  Mutation: mutationResolvers,
  NearestHit: nearestHitResolvers,
  Node: nodeResolvers,
  OnlyInBaseCurve: onlyInBaseCurveResolvers,
  Orphan: orphanResolvers,
  PartnerLink: partnerLinkResolvers,
  Provenance: provenanceResolvers,
  Publication: publicationResolvers,
  Query: queryResolvers,
  RecodingAtom: recodingAtomResolvers,
  RunGroup: runGroupResolvers,
  SeedDistance: seedDistanceResolvers,
  SharedAtTokens: sharedAtTokensResolvers,
  SharedMatrix: sharedMatrixResolvers,
  SharedMatrixCell: sharedMatrixCellResolvers,
  SharedPair: sharedPairResolvers,
  SideMatching: sideMatchingResolvers,
  SideSubstitution: sideSubstitutionResolvers,
  Space: spaceResolvers,
  Subscription: subscriptionResolvers,
  ThresholdSweep: thresholdSweepResolvers,
  TopTokens: topTokensResolvers,
  TrainedDictionary: trainedDictionaryResolvers,
  TrainingCheckpoint: trainingCheckpointResolvers,
  TrainingRun: trainingRunResolvers,
  TrainingSeed: trainingSeedResolvers,
  TrainingSettings: trainingSettingsResolvers,
  UnionGrowth: unionGrowthResolvers,
  Universality: universalityResolvers,
  Vector: vectorResolvers,
  Worker: workerResolvers,
};