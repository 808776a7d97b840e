/** SCORE: explanations, put to the test on contexts that they were not made from -> scores. */
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
import { noEmbedder } from '../explaining/no-embedder.ts';
import { checkRequest } from '../queue/checked-request.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { statedName, wholeNumber } from '../queue/stated-fields.ts';
import { defineKind } from './kind.ts';
import { storedForm } from './stored-form.ts';

/** What puts explanations to the test. */
export const scorers = ['TOKEN_SET', 'EMBEDDING', 'DETECTION', 'FUZZ'] as const;
/** Examples in one question: delphi's advice, more leak into each other. */
export const DEFAULT_EXAMPLES_PER_QUESTION = 5;

const own = {
  /** Explanations of this method alone (`tokens`, `llm`, or a source's own name). */
  method: v.optional(v.nullable(statedName), null),
  /** Only the best explanation of each latent. */
  onlyBest: v.optional(v.boolean(), false),
  /** Examples in one question to a chat model. */
  examplesPerQuestion: v.optional(wholeNumber(1, 50), DEFAULT_EXAMPLES_PER_QUESTION),
};
const options = (nLatents: number) => v.object({ ...own, ...askedLatents(nLatents, DEFAULT_EXAMPLES.score) });

type ScoreRequest = v.InferInput<ReturnType<typeof options>> & {
  dictionary: DictionaryRow;
  scorer: (typeof scorers)[number];
};

export const scoreKind = defineKind({
  kind: 'SCORE',
  urgency: 'HOURS',
  payload: storedForm(v.object({ ...latentsPayload, ...own, scorer: v.picklist(scorers) })),
  result: storedForm(explainingReport),
  /** Throws `BAD_INPUT`, `LLM_NOT_CONFIGURED` or `NO_EMBEDDER`. */
  accept({ dictionary, scorer, ...request }: ScoreRequest, { chat, embeds }) {
    if ((scorer === 'DETECTION' || scorer === 'FUZZ') && chat === null) throw notConfigured();
    if (scorer === 'EMBEDDING' && !embeds) throw noEmbedder('score by embedding');
    const checked = checkRequest(options(dictionary.nLatents), request);
    checkCost(checked.budget, chat);
    const about = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
    const payload = { ...about, scorer, ...checked };
    return {
      key: `score:${fingerprint([payload])}`,
      title: `score explanations of ${dictionary.name} by ${scorer.toLowerCase().replace('_', ' ')}`,
      payload,
      ...about,
    };
  },
  run: async (...given) => (await import('../explaining/score-explanations.ts')).scoreExplanations(...given),
});
