/** EXPLAIN: the contexts of latents -> explanations, by their tokens or by a chat model. */
import * as v from 'valibot';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { notConfigured } from '../chat/not-configured.ts';
import {
  askedLatents,
  checkCost,
  DEFAULT_EXAMPLES,
  explainingReport,
  latentsPayload,
} from '../explaining/asked-latents.ts';
import { checkRequest } from '../queue/checked-request.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { defineKind } from './kind.ts';
import { storedForm } from './stored-form.ts';

/** What explains. */
export const explainers = ['TOKENS', 'LLM'] as const;

const options = (nLatents: number) => v.object(askedLatents(nLatents, DEFAULT_EXAMPLES.explain));

type ExplainRequest = v.InferInput<ReturnType<typeof options>> & {
  dictionary: DictionaryRow;
  explainer: (typeof explainers)[number];
};

export const explainKind = defineKind({
  kind: 'EXPLAIN',
  urgency: 'HOURS',
  payload: storedForm(v.object({ ...latentsPayload, explainer: v.picklist(explainers) })),
  result: storedForm(explainingReport),
  /** Throws `BAD_INPUT` or `LLM_NOT_CONFIGURED`. */
  accept({ dictionary, explainer, ...request }: ExplainRequest, { chat }) {
    if (explainer === 'LLM' && chat === null) throw notConfigured();
    const checked = checkRequest(options(dictionary.nLatents), request);
    checkCost(checked.budget, chat);
    const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    const payload = { ...about, explainer, ...checked };
    return {
      key: `explain:${fingerprint([payload])}`,
      title: `explain latents of ${dictionary.name} by ${explainer === 'LLM' ? (chat?.model ?? 'LLM') : 'tokens'}`,
      payload,
      ...about,
    };
  },
  run: async (...given) => (await import('../explaining/explain-latents.ts')).explainLatents(...given),
});
