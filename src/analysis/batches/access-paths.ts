/** One access path each: how keys are told apart, and the statement that reads what all of them name. Rows come back in the order of the keys. */
import type DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/session.ts';
import type { Key } from '../../../db/schema/key.ts';
import { findCollections, findStatistics, listCollections, listContexts } from '../../../db/stores/activations.ts';
import {
  findModels,
  findRunGroups,
  findRunGroupsByName,
  findSpaces,
  listOtherRevisions,
  listRunGroupsOfSpaces,
  listSpacesOfModels,
} from '../../../db/stores/catalogue.ts';
import { findSpending } from '../../../db/stores/chat-spending.ts';
import {
  type DictionaryRow,
  findDictionaries,
  findDictionariesByName,
  listDictionariesOfRunGroups,
} from '../../../db/stores/dictionaries.ts';
import { listChangesOfDictionaries } from '../../../db/stores/dictionary-changes.ts';
import {
  countExplanations,
  findExplanations,
  listExplanationsOfLatents,
  listScoresOfExplanations,
} from '../../../db/stores/explanations.ts';
import { findEvaluations } from '../../../db/stores/evaluations.ts';
import { findFiringCounts } from '../../../db/stores/firing-counts.ts';
import { findJobs, listJobsOfMatchings } from '../../../db/stores/job-runs.ts';
import { findLatents, type LatentKey, readVectors } from '../../../db/stores/latents.ts';
import {
  findMatchedLatents,
  findMatchings,
  findMatchingsOfPairs,
  findNulls,
  findSides,
  listMatchingsOfDictionaries,
  listMatchingsOfRunGroups,
} from '../../../db/stores/matchings.ts';
import { findFirings } from '../../../db/stores/matching-firings.ts';
import { findOrphanSpans, findSimilarities } from '../../../db/stores/similarities.ts';
import {
  findMargins,
  type MarginKey,
  type MarginSideKey,
  summariseMargins,
} from '../../../db/stores/matching-margins.ts';
import { findPairSubstitutions, findSubstitutions, type SideKey } from '../../../db/stores/substitutions.ts';
import { findTrainingOfDictionaries, listDictionariesOfRuns } from '../../../db/stores/training-dictionaries.ts';
import { listTrainingDistances } from '../../../db/stores/training-distances.ts';
import { listTrainingCurves } from '../../../db/stores/training-points.ts';
import { findTrainingRuns } from '../../../db/stores/training-runs.ts';
import { listWorkersOfKinds } from '../../../db/stores/workers.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { pairCosines } from '../pair/pair-cosines.ts';
import { explanationKeyText, keyText, latentKeyText } from './key-text.ts';

/** Batches of the same request that another entry reads through. */
export interface Neighbours {
  dictionariesOfRunGroups: DataLoader<Key, DictionaryRow[], string>;
}

/** A key, and what is maximised. */
interface MeasuredKey {
  key: Key;
  measure: Measure;
}

/** Two dictionaries of one space, in any order, and what is maximised. */
interface PairKey {
  spaceId: number;
  a: number;
  b: number;
  measure: Measure;
}

/** A page of one latent's contexts. */
type ContextRequest = Omit<Parameters<typeof listContexts>[1], 'keys'> & { key: LatentKey };

const idText = (id: number) => String(id);
const plainText = (text: string) => text;
const measuredKeyText = ({ key, measure }: MeasuredKey) => `${measure}:${keyText(key)}`;
const contextPageText = ({ kinds, first, after, collectionId }: ContextRequest) =>
  JSON.stringify([kinds, first, after, collectionId]);

export const accessPaths = {
  models: { key: idText, load: findModels },
  spaces: { key: idText, load: findSpaces },
  spacesOfModels: {
    key: idText,
    load: async (s: Session, ids: readonly number[]) =>
      rowsByKey(await listSpacesOfModels(s, ids), { keys: ids.map(idText), of: (space) => idText(space.modelId) }),
  },
  runGroups: { key: keyText, load: findRunGroups },
  otherRevisionsOfRunGroups: { key: keyText, load: listOtherRevisions },
  /** All that have the name: one per space. */
  runGroupsByName: { key: plainText, load: findRunGroupsByName },
  runGroupsOfSpaces: {
    key: idText,
    load: async (s: Session, ids: readonly number[]) =>
      rowsByKey(await listRunGroupsOfSpaces(s, ids), { keys: ids.map(idText), of: (group) => idText(group.spaceId) }),
  },
  dictionaries: { key: keyText, load: findDictionaries },
  changesOfDictionaries: { key: keyText, load: listChangesOfDictionaries },
  /** All that have the text as name or portal id. */
  dictionariesByName: { key: plainText, load: findDictionariesByName },
  /** Ordered by init seed (unknown last), then id. */
  dictionariesOfRunGroups: {
    key: keyText,
    load: async (s: Session, keys: readonly Key[]) =>
      rowsByKey(await listDictionariesOfRunGroups(s, keys), {
        keys: keys.map(keyText),
        of: ({ spaceId, runGroupId }) => keyText({ spaceId, id: runGroupId }),
      }),
  },
  latents: { key: latentKeyText, load: findLatents },
  vectors: {
    key: (key: LatentKey & { side: string }) => `${key.side}:${latentKeyText(key)}`,
    load: readVectors,
  },
  /** The cosine of two latents of one space on one side, from their rows; null for a zero or missing row. */
  pairCosines: {
    key: ({ spaceId, a, b, side }: Parameters<typeof pairCosines>[1][number]) =>
      `${spaceId}:${side}:${a.dictionaryId}:${a.index}:${b.dictionaryId}:${b.index}`,
    load: pairCosines,
  },
  explanations: { key: explanationKeyText, load: findExplanations },
  /** Best first, and as many of each as any of the requests wants. */
  explanationsOfLatents: {
    key: ({ key, first }: { key: LatentKey; first: number }) => `${latentKeyText(key)}:${first}`,
    load: async (s: Session, requests: readonly { key: LatentKey; first: number }[]) => {
      const first = Math.max(...requests.map((request) => request.first));
      const lists = await listExplanationsOfLatents(s, { keys: requests.map(({ key }) => key), first });
      return requests.map((request, i) => lists[i].slice(0, request.first));
    },
  },
  scoresOfExplanations: { key: explanationKeyText, load: listScoresOfExplanations },
  explanationCounts: { key: keyText, load: countExplanations },
  collections: {
    key: ({ spaceId, dictionaryId, id }: Parameters<typeof findCollections>[1][number]) =>
      `${spaceId}:${dictionaryId}:${id}`,
    load: findCollections,
  },
  /** Of one latent in one collection. */
  firingCounts: {
    key: (key: Parameters<typeof findFiringCounts>[1][number]) => `${latentKeyText(key)}:${key.collectionId}`,
    load: findFiringCounts,
  },
  collectionsOfDictionaries: { key: keyText, load: listCollections },
  /** From the newest collection that has any. */
  latentStatistics: { key: latentKeyText, load: findStatistics },
  /** One statement for all latents of which the same page is asked. */
  contextsOfLatents: {
    key: (request: ContextRequest) => `${latentKeyText(request.key)}:${contextPageText(request)}`,
    load: (s: Session, requests: readonly ContextRequest[]) =>
      inGroups(requests, {
        by: contextPageText,
        load: (alike) => listContexts(s, { ...alike[0], keys: alike.map(({ key }) => key) }),
      }),
  },
  matchings: { key: keyText, load: findMatchings },
  /** By the ends in either order; null where the pair has not been matched. */
  matchingsOfPairs: {
    key: (pair: PairKey) => {
      const { spaceId, a, b, measure } = ordered(pair);
      return `${spaceId}:${a}:${b}:${measure}`;
    },
    load: (s: Session, pairs: readonly PairKey[]) => findMatchingsOfPairs(s, pairs.map(ordered)),
  },
  /** Those that have the dictionary at either end. One statement per measure. */
  matchingsOfDictionaries: {
    key: measuredKeyText,
    load: (s: Session, requests: readonly MeasuredKey[]) =>
      inGroups(requests, {
        by: ({ measure }) => measure,
        load: async (alike) => {
          const rows = await listMatchingsOfDictionaries(s, withKeys(alike));
          return alike.map(({ key }) =>
            rows.filter(({ spaceId, a, b }) => spaceId === key.spaceId && (a === key.id || b === key.id)),
          );
        },
      }),
  },
  /** Those with both ends in the run group. One statement per measure, and the one that says which dictionaries these are. */
  matchingsOfRunGroups: {
    key: measuredKeyText,
    load: (s: Session, requests: readonly MeasuredKey[], { dictionariesOfRunGroups }: Neighbours) =>
      inGroups(requests, {
        by: ({ measure }) => measure,
        load: async (alike) => {
          const groups = await Promise.all(alike.map(({ key }) => dictionariesOfRunGroups.load(key)));
          const rows = await listMatchingsOfRunGroups(s, withKeys(alike));
          return groups.map((dictionaries) => {
            const inGroup = new Set(dictionaries.map(keyText));
            return rows.filter(({ spaceId, a, b }) => [a, b].every((id) => inGroup.has(keyText({ spaceId, id }))));
          });
        },
      }),
  },
  sides: { key: keyText, load: findSides },
  similarities: { key: keyText, load: findSimilarities },
  orphanSpans: { key: keyText, load: findOrphanSpans },
  nulls: { key: keyText, load: findNulls },
  firings: { key: keyText, load: findFirings },
  /** Of one side of a matching. */
  substitutions: {
    key: ({ spaceId, matchingId, side }: SideKey) => `${spaceId}:${matchingId}:${side}`,
    load: findSubstitutions,
  },
  pairSubstitutions: {
    key: ({ spaceId, matchingId, side, indexA }: MarginKey) => `${spaceId}:${matchingId}:${side}:${indexA}`,
    load: findPairSubstitutions,
  },
  /** Of dictionaries, newest first. */
  evaluations: { key: keyText, load: findEvaluations },
  sideMargins: {
    key: ({ spaceId, matchingId, side }: MarginSideKey) => `${spaceId}:${matchingId}:${side}`,
    load: summariseMargins,
  },
  margins: {
    key: ({ spaceId, matchingId, side, indexA }: MarginKey) => `${spaceId}:${matchingId}:${side}:${indexA}`,
    load: findMargins,
  },
  /** What one latent has at the other end; null where that side is not matched. */
  matchedLatents: {
    key: ({ spaceId, matchingId, side, end, index }: Parameters<typeof findMatchedLatents>[1][number]) =>
      `${spaceId}:${matchingId}:${side}:${end}:${index}`,
    load: findMatchedLatents,
  },
  jobs: { key: plainText, load: findJobs },
  spendingOfJobs: { key: plainText, load: findSpending },
  /** Latest first. */
  jobsOfMatchings: { key: keyText, load: listJobsOfMatchings },
  trainingRuns: { key: keyText, load: findTrainingRuns },
  /** The curves of all seeds of a run, each of at most `maxPoints` points. */
  trainingCurves: {
    key: ({ run, maxPoints }: { run: Key; maxPoints: number }) => `${keyText(run)}:${maxPoints}`,
    load: listTrainingCurves,
  },
  /** By step. */
  trainingDistances: { key: keyText, load: listTrainingDistances },
  workersOfKinds: { key: (kind: string) => kind, load: listWorkersOfKinds },
  dictionariesOfTrainingRuns: { key: keyText, load: listDictionariesOfRuns },
  trainingOfDictionaries: { key: keyText, load: findTrainingOfDictionaries },
};

/** The rows of each key. */
function rowsByKey<Row>(rows: readonly Row[], { keys, of }: { keys: string[]; of: (row: Row) => string }): Row[][] {
  const groups = Map.groupBy(rows, of);
  return keys.map((key) => groups.get(key) ?? []);
}

/** Calls `load` once per group of requests that `by` gives the same text, and puts the results back in the order of `requests`. */
async function inGroups<Request, Row>(
  requests: readonly Request[],
  { by, load }: { by: (request: Request) => string; load: (alike: Request[]) => Promise<Row[]> },
): Promise<Row[]> {
  const results: Row[] = [];
  results.length = requests.length;
  const groups = Map.groupBy(requests.keys(), (at) => by(requests[at]));
  await Promise.all(
    [...groups.values()].map(async (positions) => {
      const rows = await load(positions.map((at) => requests[at]));
      positions.forEach((at, i) => {
        results[at] = rows[i];
      });
    }),
  );
  return results;
}

function withKeys(requests: readonly MeasuredKey[]): { keys: Key[]; measure: Measure } {
  return { keys: requests.map(({ key }) => key), measure: requests[0].measure };
}

function ordered(pair: PairKey): PairKey {
  return pair.a < pair.b ? pair : { ...pair, a: pair.b, b: pair.a };
}
