/** Mutation. Each checks what was asked, hands it to the queue and answers with the job. */
import { buildCriterion } from '../../analysis/build-criterion.ts';
import { listMatchedPairs, listPairs } from '../asked-pairs.ts';
import { noEmbedder } from '../explanation-search.ts';
import type { MutationResolvers, TokenSourceInput } from '../generated/types.ts';
import { formatGlobalId, parseJobId } from '../global-id.ts';
import { MAX_DICTIONARIES_OF_PASS } from '../limits.ts';
import { checkRange } from '../../analysis/check-range.ts';
import { getDictionary, getRunGroup } from '../references.ts';
import { ReseedError } from '../../errors.ts';
import { found } from '../../analysis/stored-rows.ts';
import { buildTrainingRequest } from '../training-input.ts';
import { updateDictionary } from '../update-dictionary.ts';
import { withoutNulls } from '../without-nulls.ts';

/** The schema's names of what can be written, and the formats' own. */
const formats = {
  SPARSIFY: 'sparsify',
  SAE_LENS: 'sae-lens',
  DICTIONARY_LEARNING: 'dictionary-learning',
} as const;

export const mutationResolvers: MutationResolvers = {
  importDictionary: (_root, { input }, { queue }) =>
    queue.enqueue('IMPORT', { ...withoutNulls(input), path: input.path }),
  updateDictionary: (_root, { input }, context) => updateDictionary(context, input),
  importExplanations: async (_root, { input: { path, dictionary, partial } }, context) =>
    context.queue.enqueue('EXPLANATIONS', {
      path,
      dictionary: dictionary ? await getDictionary(context, dictionary) : null,
      partial,
    }),
  exportExplanations: async (_root, { input: { dictionary, format, folder, replace, ...users } }, context) =>
    context.queue.enqueue('EXPORT_EXPLANATIONS', {
      dictionary: await getDictionary(context, dictionary),
      layout: format,
      folder,
      replace,
      ...withoutNulls(users),
    }),
  embedExplanations: async (_root, { dictionary }, context) => {
    if (!context.embedder) throw noEmbedder('embed explanations');
    return context.queue.enqueue('EMBED', await getDictionary(context, dictionary));
  },
  importMatching: (_root, { input }, { queue }) =>
    queue.enqueue('IMPORT_MATCHING', { ...withoutNulls(input), path: input.path }),
  collectContexts: async (_root, { input }, context) => {
    checkRange('number of dictionaries', input.dictionaries.length, { min: 1, max: MAX_DICTIONARIES_OF_PASS });
    const dictionaries = await Promise.all(input.dictionaries.map((id) => getDictionary(context, id)));
    const { modelPath: model, corpus, settings } = input;
    const { modelPath: _, ...rest } = withoutNulls(input);
    return context.queue.enqueue('CONTEXTS', { ...rest, model, corpus, settings, dictionaries });
  },
  explainLatents: async (_root, { input }, context) => {
    const dictionary = await getDictionary(context, input.dictionary);
    const { explainer, examples } = input;
    const { latents, budget } = withoutNulls(input);
    return context.queue.enqueue('EXPLAIN', {
      dictionary,
      explainer,
      examples,
      latents,
      budget: budget && withoutNulls(budget),
    });
  },
  scoreExplanations: async (_root, { input }, context) => {
    const dictionary = await getDictionary(context, input.dictionary);
    const { scorer, bestOnly, examples, examplesPerQuestion } = input;
    const { latents, method, budget } = withoutNulls(input);
    return context.queue.enqueue('SCORE', {
      dictionary,
      scorer,
      method,
      onlyBest: bestOnly,
      latents,
      examples,
      examplesPerQuestion,
      budget: budget && withoutNulls(budget),
    });
  },
  requestMatching: async (_root, { input }, context) => {
    const pairs = await listPairs(context, input);
    return context.queue.enqueueMatchings({ pairs, measures: [...new Set(input.measures)], nulls: input.nulls });
  },
  matchActivations: async (_root, { input: { runGroup, dictionaries, source, nulls } }, context) => {
    if (!runGroup === !dictionaries)
      throw new ReseedError('BAD_INPUT', 'Cannot tell what to match: expected either `runGroup` or `dictionaries`', {
        hint: 'Give the run group to match every pair of it, or the dictionaries.',
      });
    checkRange('number of dictionaries', dictionaries?.length ?? 2, { min: 2, max: MAX_DICTIONARIES_OF_PASS });
    const asked = runGroup
      ? await context.batches.dictionariesOfRunGroups.load(await getRunGroup(context, runGroup))
      : await Promise.all((dictionaries ?? []).map((id) => getDictionary(context, id)));
    return context.queue.enqueue('MATCH_ACTIVATIONS', { ...buildTokenSource(source), nulls, dictionaries: asked });
  },
  evaluateDictionaries: async (_root, { input: { dictionaries: names, source } }, context) => {
    checkRange('number of dictionaries', names.length, { min: 1, max: MAX_DICTIONARIES_OF_PASS });
    const dictionaries = await Promise.all(names.map((id) => getDictionary(context, id)));
    return context.queue.enqueue('EVALUATE', { ...buildTokenSource(source), dictionaries });
  },
  substitutePartners: async (_root, { input: { runGroup, a, b, measure, source } }, context) => {
    const matched = await listMatchedPairs(context, { runGroup, a, b, measure });
    const tokens = buildTokenSource(source);
    return context.queue.enqueueMissing(
      'SUBSTITUTE',
      matched.map((pair) => ({ ...pair, ...tokens })),
    );
  },
  requestSimilarity: async (_root, { input }, context) =>
    context.queue.enqueueMissing('SIMILARITY', await listMatchedPairs(context, input)),
  deleteDictionary: async (_root, { id }, context) => {
    const dictionary = await getDictionary(context, id);
    const job = await context.queue.enqueue('DELETE', dictionary);
    return { id: formatGlobalId({ kind: 'Dictionary', spaceId: dictionary.spaceId, id: dictionary.id }), job };
  },
  exportCheckpoint: async (_root, { input }, context) => {
    const dictionary = await getDictionary(context, input.dictionary);
    return context.queue.enqueue('EXPORT', { dictionary, format: formats[input.format], folder: input.folder ?? null });
  },
  startTraining: (_root, { input }, { queue }) => queue.enqueue('TRAIN', buildTrainingRequest(input)),
  exportFeatures: async (_root, { input }, context) => {
    const { runGroup, part, criterion, format, folder } = input;
    return context.queue.enqueue('EXPORT_FEATURES', {
      runGroup: await getRunGroup(context, runGroup),
      part,
      criterion: buildCriterion(criterion),
      format: formats[format],
      folder: folder ?? null,
    });
  },
  cancelJob: async (_root, { id }, { queue }) => found(await queue.cancel(parseJobId(id)), 'job'),
  setNearestIndex: async (_root, { input: { dictionary: id, side, enabled } }, context) => {
    const dictionary = await getDictionary(context, id);
    return context.queue.enqueue('INDEX', { dictionary, side, enabled });
  },
};

/** The tokens of a request as jobs name them. */
function buildTokenSource({ modelPath, ...source }: TokenSourceInput) {
  return { ...withoutNulls(source), model: modelPath };
}
