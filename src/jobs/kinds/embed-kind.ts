/** EMBED: the explanations of a dictionary -> vectors, for search by meaning. */
import * as v from 'valibot';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { statedCount } from '../queue/stated-fields.ts';
import { defineKind } from './kind.ts';
import { dictionaryFields } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

export const embedKind = defineKind({
  kind: 'EMBED',
  urgency: 'HOURS',
  payload: storedForm(v.object(dictionaryFields)),
  result: storedForm(
    v.object({
      embedded: statedCount,
      embedder: v.object({ name: v.string(), version: v.string(), dimensions: statedCount }),
    }),
  ),
  accept({ spaceId, id: dictionaryId, name }: DictionaryRow) {
    const about = { spaceId, dictionaryId };
    return {
      key: `embed:${spaceId}:${dictionaryId}`,
      title: `embed the explanations of ${name}`,
      payload: about,
      ...about,
    };
  },
  run: async (...given) => (await import('../explaining/embed-explanations.ts')).embedExplanations(...given),
});
