/** Query. */
import { listModels, listRunGroups } from '../../../db/stores/catalogue.ts';
import { findDictionaryByPortalId, listDictionaries } from '../../../db/stores/dictionaries.ts';
import { listJobs } from '../../../db/stores/job-runs.ts';
import { listMatchings } from '../../../db/stores/matchings.ts';
import { listTrainingRuns } from '../../../db/stores/training-runs.ts';
import { listWorkers } from '../../../db/stores/workers.ts';
import { definitions } from '../../analysis/definitions/definitions.ts';
import { ReseedError } from '../../errors.ts';
import { getExportedPair } from '../export/matching-export.ts';
import { formatCursor, parseCursor } from '../paging/cursor.ts';
import { searchPage } from '../explanation-search.ts';
import type { QueryResolvers } from '../generated/types.ts';
import { parseGlobalId, parseJobId, parseKey } from '../global-id.ts';
import { MAX_HOOKPOINTS, MAX_NODES, MAX_PAGE_OF_ROWS } from '../limits.ts';
import { searchNearest } from '../nearest.ts';
import { buildConnection, buildStorePage, checkFirst } from '../paging/paging.ts';
import { checkRange } from '../../analysis/check-range.ts';
import { findLatentByRef } from '../things.ts';
import { withoutNulls } from '../without-nulls.ts';
import { findNode } from './node.ts';

export const queryResolvers: QueryResolvers = {
  node: (_root, { id }, context) => findNode(context, id),
  nodes: async (_root, { ids }, context) => {
    checkRange('number of ids', ids.length, { min: 0, max: MAX_NODES });
    ids.forEach(parseGlobalId);
    return Promise.all(ids.map((id) => findNode(context, id)));
  },
  models: (_root, _args, { db }) => listModels(db),
  dictionaries: async (_root, { filter, first, after }, { db }) => {
    const place = parseCursor(after, { list: 'dictionaries', shape: ['number', 'number'] as const });
    const page = await listDictionaries(db, {
      filter: {
        ...withoutNulls(filter),
        runGroup: filter?.runGroup ? parseKey(filter.runGroup, 'RunGroup') : undefined,
      },
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && { spaceId: place[0], id: place[1] },
    });
    return buildConnection(buildStorePage(page, place), ({ spaceId, id }) =>
      formatCursor('dictionaries', [spaceId, id]),
    );
  },
  dictionary: (_root, { id, portalId }, { db, batches }) => {
    if (id && !portalId) return batches.dictionaries.load(parseKey(id, 'Dictionary'));
    if (portalId && !id) return findDictionaryByPortalId(db, portalId);
    throw new ReseedError('BAD_INPUT', 'Cannot look a dictionary up: expected either `id` or `portalId`', {
      hint: 'Give exactly one of the two.',
    });
  },
  runGroups: (_root, args, { db }) => listRunGroups(db, withoutNulls(args)),
  runGroup: (_root, { id }, { batches }) => batches.runGroups.load(parseKey(id, 'RunGroup')),
  latent: (_root, { by }, context) => findLatentByRef(context, by),
  nearestLatents: async (_root, args, context) => ({
    side: args.side,
    definition: definitions.nearest.statement(args.side),
    groups: await searchNearest(context, args),
  }),
  searchExplanations: (_root, args, context) => searchPage(context, args),
  matching: (_root, { id }, { batches }) => batches.matchings.load(parseKey(id, 'Matching')),
  matchings: async (_root, { filter, first, after }, { db }) => {
    const place = parseCursor(after, { list: 'matchings', shape: ['number', 'number'] as const });
    const page = await listMatchings(db, {
      filter: {
        runGroup: filter?.runGroup ? parseKey(filter.runGroup, 'RunGroup') : undefined,
        dictionary: filter?.dictionary ? parseKey(filter.dictionary, 'Dictionary') : undefined,
        measure: filter?.measure ?? undefined,
      },
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && { spaceId: place[0], id: place[1] },
    });
    return buildConnection(buildStorePage(page, place), ({ spaceId, id }) => formatCursor('matchings', [spaceId, id]));
  },
  exportMatching: async (_root, { matching, format }, context) => ({
    pair: await getExportedPair(context, matching),
    format,
  }),
  job: (_root, { id }, { batches }) => batches.jobs.load(parseJobId(id)),
  jobs: async (_root, { filter, first, after }, { db }) => {
    const place = parseCursor(after, { list: 'jobs', shape: ['string'] as const });
    const page = await listJobs(db, {
      filter: withoutNulls(filter),
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && place[0],
    });
    return buildConnection(buildStorePage(page, place), ({ id }) => formatCursor('jobs', [id]));
  },
  hookpoints: async (_root, { model, basis, first, after }, { listHookpoints }) => {
    const place = parseCursor(after, { list: 'hookpoints', shape: ['number'] as const });
    checkFirst(first, MAX_HOOKPOINTS);
    const all = await listHookpoints(model);
    const asked = all.filter((one) => basis === null || basis === undefined || basis.includes(one.basis));
    const start = place === null ? 0 : place[0] + 1;
    const rows = asked.slice(start, start + first).map((one, i) => ({ ...one, at: start + i }));
    const page = { rows, total: asked.length, hasNext: start + first < asked.length, hasPrevious: start > 0 };
    return buildConnection(page, ({ at }) => formatCursor('hookpoints', [at]));
  },
  explanationTools: (_root, _args, { queue: { tools } }) => ({
    explainers: tools.chat === null ? ['TOKENS'] : ['TOKENS', 'LLM'],
    scorers: [
      'TOKEN_SET',
      ...(tools.embeds ? (['EMBEDDING'] as const) : []),
      ...(tools.chat === null ? [] : (['DETECTION', 'FUZZ'] as const)),
    ],
    chat: tools.chat,
  }),
  trainingRun: (_root, { id }, { batches }) => batches.trainingRuns.load(parseKey(id, 'TrainingRun')),
  trainingRuns: async (_root, { name, first, after }, { db }) => {
    const place = parseCursor(after, { list: 'trainingRuns', shape: ['number', 'number'] as const });
    const page = await listTrainingRuns(db, {
      name: name ?? null,
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && { spaceId: place[0], id: place[1] },
    });
    return buildConnection(buildStorePage(page, place), ({ spaceId, id }) =>
      formatCursor('trainingRuns', [spaceId, id]),
    );
  },
  workers: (_root, _args, { db }) => listWorkers(db),
  externalTrainers: (_root, _args, { queue }) => [...queue.externalTrainers],
  checkpointFormats: (_root, _args, { formats }) => [...formats],
};
