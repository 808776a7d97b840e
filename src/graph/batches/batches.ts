/**
 * The batches of one request. Each gathers the keys that one level of an answer asks for and reads them in one statement, so that the
 * number of statements depends on the shape of a question and not on the number of rows.
 */
import type { Session } from '../../../db/connect/connect.ts';
import { buildCollectionBatch, buildCollectionsOfDictionariesBatch } from './collections.ts';
import { buildContextsOfLatentsBatch } from './contexts-of-latents.ts';
import { buildDictionaryBatch } from './dictionaries.ts';
import { buildDictionariesOfRunGroupsBatch } from './dictionaries-of-run-groups.ts';
import { buildExplanationBatch } from './explanations.ts';
import { buildExplanationCountsBatch } from './explanation-counts.ts';
import { buildExplanationsOfLatentsBatch } from './explanations-of-latents.ts';
import { buildJobBatch } from './jobs.ts';
import { buildJobsOfMatchingsBatch } from './jobs-of-matchings.ts';
import { buildLatentBatch } from './latents.ts';
import { buildLatentStatisticsBatch } from './latent-statistics.ts';
import { buildMatchedLatentBatch } from './matched-latents.ts';
import { buildMatchingBatch } from './matchings.ts';
import { buildMatchingsOfDictionariesBatch } from './matchings-of-dictionaries.ts';
import { buildMatchingOfPairBatch } from './matchings-of-pairs.ts';
import { buildMatchingsOfRunGroupsBatch } from './matchings-of-run-groups.ts';
import { buildModelBatch } from './models.ts';
import { buildNullBatch } from './nulls.ts';
import { buildPairCosineBatch } from './pair-cosines.ts';
import { buildRunGroupBatch } from './run-groups.ts';
import { buildRunGroupsOfSpacesBatch } from './run-groups-of-spaces.ts';
import { buildScoresOfExplanationsBatch } from './scores-of-explanations.ts';
import { buildSideBatch } from './sides.ts';
import { buildSimilarityBatch } from './similarities.ts';
import { buildSpaceBatch } from './spaces.ts';
import { buildSpacesOfModelsBatch } from './spaces-of-models.ts';
import { buildSpendingOfJobsBatch } from './spending-of-jobs.ts';
import {
  buildDictionariesOfRunsBatch,
  buildTrainingCurveBatch,
  buildTrainingOfDictionariesBatch,
  buildTrainingRunBatch,
} from './training-runs.ts';
import { buildVectorBatch } from './vectors.ts';

export type Batches = ReturnType<typeof buildBatches>;

/** Fresh, empty batches over `session`. They remember what they read: use them for one request. */
export function buildBatches(session: Session) {
  const dictionariesOfRunGroups = buildDictionariesOfRunGroupsBatch(session);
  return {
    models: buildModelBatch(session),
    spaces: buildSpaceBatch(session),
    spacesOfModels: buildSpacesOfModelsBatch(session),
    runGroups: buildRunGroupBatch(session),
    runGroupsOfSpaces: buildRunGroupsOfSpacesBatch(session),
    dictionaries: buildDictionaryBatch(session),
    dictionariesOfRunGroups,
    latents: buildLatentBatch(session),
    vectors: buildVectorBatch(session),
    explanations: buildExplanationBatch(session),
    explanationsOfLatents: buildExplanationsOfLatentsBatch(session),
    scoresOfExplanations: buildScoresOfExplanationsBatch(session),
    explanationCounts: buildExplanationCountsBatch(session),
    collections: buildCollectionBatch(session),
    collectionsOfDictionaries: buildCollectionsOfDictionariesBatch(session),
    latentStatistics: buildLatentStatisticsBatch(session),
    contextsOfLatents: buildContextsOfLatentsBatch(session),
    pairCosines: buildPairCosineBatch(session),
    matchings: buildMatchingBatch(session),
    matchingsOfPairs: buildMatchingOfPairBatch(session),
    matchingsOfDictionaries: buildMatchingsOfDictionariesBatch(session),
    matchingsOfRunGroups: buildMatchingsOfRunGroupsBatch(session, dictionariesOfRunGroups),
    sides: buildSideBatch(session),
    similarities: buildSimilarityBatch(session),
    nulls: buildNullBatch(session),
    matchedLatents: buildMatchedLatentBatch(session),
    jobs: buildJobBatch(session),
    spendingOfJobs: buildSpendingOfJobsBatch(session),
    jobsOfMatchings: buildJobsOfMatchingsBatch(session),
    trainingRuns: buildTrainingRunBatch(session),
    trainingCurves: buildTrainingCurveBatch(session),
    dictionariesOfTrainingRuns: buildDictionariesOfRunsBatch(session),
    trainingOfDictionaries: buildTrainingOfDictionariesBatch(session),
  };
}
