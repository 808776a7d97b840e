/** Query. */
import { listModels, listRunGroups as listCatalogueGroups } from '../../../db/stores/catalogue.ts';
import { listDictionaries } from '../../../db/stores/dictionaries.ts';
import { listJobs } from '../../../db/stores/job-runs.ts';
import { listMatchings } from '../../../db/stores/matchings.ts';
import { listTrainingRuns } from '../../../db/stores/training-runs.ts';
import { listWorkers } from '../../../db/stores/workers.ts';
import { definitions } from '../../analysis/definitions/definitions.ts';
import { contrastAsked } from '../contrast.ts';
import { encodeAsked } from '../encode.ts';
import { listDefinitions } from '../../analysis/definitions/list-definitions.ts';
import { findAskedMatching } from '../asked-pairs.ts';
import { formatCursor, parseCursor } from '../paging/cursor.ts';
import { searchPage } from '../explanation-search.ts';
import type { QueryResolvers } from '../generated/types.ts';
import { parseGlobalId, parseJobId, parseKey } from '../global-id.ts';
import { MAX_CATALOGUE_ENTRIES, MAX_HOOKPOINTS, MAX_NODES, MAX_PAGE_OF_ROWS } from '../limits.ts';
import { searchNearest } from '../nearest.ts';
import { buildConnection, buildStorePage, checkFirst } from '../paging/paging.ts';
import { checkRange } from '../../analysis/check-range.ts';
import { findDictionary, findLatent, findRunGroup, getDictionary, listRunGroups } from '../references.ts';
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
  dictionaries: async (_root, { filter, first, after }, context) => {
    const { runGroup, ...rest } = filter ?? {};
    const place = parseCursor(after, { list: 'dictionaries', shape: ['whole', 'whole'] as const });
    const page = await listDictionaries(context.db, {
      filter: {
        ...withoutNulls(rest),
        runGroups: runGroup ? await listRunGroups(context, runGroup) : null,
      },
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && { spaceId: place[0], id: place[1] },
    });
    return buildConnection(buildStorePage(page, place), ({ spaceId, id }) =>
      formatCursor('dictionaries', [spaceId, id]),
    );
  },
  dictionary: (_root, { id }, context) => findDictionary(context, id),
  runGroups: (_root, args, { db }) => listCatalogueGroups(db, withoutNulls(args)),
  runGroup: (_root, { id }, context) => findRunGroup(context, id),
  latent: (_root, { id }, context) => findLatent(context, id),
  nearestLatents: async (_root, args, context) => ({
    side: args.side,
    definition: definitions.nearest.statement(args.side),
    groups: await searchNearest(context, args),
  }),
  searchExplanations: (_root, args, context) => searchPage(context, args),
  matching: (_root, asked, context) => findAskedMatching(context, asked),
  matchings: async (_root, { filter, first, after }, context) => {
    const place = parseCursor(after, { list: 'matchings', shape: ['whole', 'whole'] as const });
    const page = await listMatchings(context.db, {
      filter: {
        runGroups: filter?.runGroup ? await listRunGroups(context, filter.runGroup) : null,
        dictionary: filter?.dictionary ? await getDictionary(context, filter.dictionary) : null,
        measure: filter?.measure ?? undefined,
      },
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && { spaceId: place[0], id: place[1] },
    });
    return buildConnection(buildStorePage(page, place), ({ spaceId, id }) => formatCursor('matchings', [spaceId, id]));
  },
  access: (_root, _args, { access }) => access,
  contrast: (_root, { input }, context) => contrastAsked(context, input),
  encode: (_root, { input }, context) => encodeAsked(context, input),
  job: (_root, { id }, { batches }) => batches.jobs.load(parseJobId(id)),
  jobs: async (_root, { filter, first, after }, { db }) => {
    const place = parseCursor(after, { list: 'jobs', shape: ['uuid'] as const });
    const page = await listJobs(db, {
      filter: withoutNulls(filter),
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && place[0],
    });
    return buildConnection(buildStorePage(page, place), ({ id }) => formatCursor('jobs', [id]));
  },
  inspectCheckpoint: (_root, { input }, { queue }) => queue.inspectImport({ ...withoutNulls(input), path: input.path }),
  hookpoints: async (_root, { modelPath, basis, first, after }, { listHookpoints }) => {
    const place = parseCursor(after, { list: 'hookpoints', shape: ['whole'] as const });
    checkFirst(first, MAX_HOOKPOINTS);
    const all = await listHookpoints(modelPath);
    const asked = all.filter((one) => basis === null || basis === undefined || basis.includes(one.basis));
    const start = place === null ? 0 : place[0] + 1;
    const rows = asked.slice(start, start + first).map((one, i) => ({ ...one, at: start + i }));
    const page = { rows, total: asked.length, hasNext: start + first < asked.length, hasPrevious: start > 0 };
    return buildConnection(page, ({ at }) => formatCursor('hookpoints', [at]));
  },
  catalogue: async (_root, { path, filter, first, after }, { queue }) => {
    const place = parseCursor(after, { list: 'catalogue', shape: ['number'] as const });
    checkFirst(first, MAX_CATALOGUE_ENTRIES);
    const all = await queue.listCatalogue({ path: path ?? null, filter: withoutNulls(filter ?? {}) });
    const start = place === null ? 0 : place[0] + 1;
    const rows = all.slice(start, start + first).map((one, i) => ({ ...one, at: start + i }));
    const page = { rows, total: all.length, hasNext: start + first < all.length, hasPrevious: start > 0 };
    return buildConnection(page, ({ at }) => formatCursor('catalogue', [at]));
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
  trainingRuns: async (_root, { runGroup, first, after }, { db }) => {
    const place = parseCursor(after, { list: 'trainingRuns', shape: ['whole', 'whole'] as const });
    const page = await listTrainingRuns(db, {
      name: runGroup ?? null,
      first: checkFirst(first, MAX_PAGE_OF_ROWS),
      after: place && { spaceId: place[0], id: place[1] },
    });
    return buildConnection(buildStorePage(page, place), ({ spaceId, id }) =>
      formatCursor('trainingRuns', [spaceId, id]),
    );
  },
  workers: (_root, _args, { db }) => listWorkers(db),
  externalTrainers: (_root, _args, { queue }) => [...queue.externalTrainers],
  definitions: () => listDefinitions(),
  checkpointFormats: (_root, _args, { formats }) => [...formats],
};
