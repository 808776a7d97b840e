/** CONTEXTS: a text, read by a language model -> what the latents of some dictionaries fire on. */
import { describeMismatch } from '../../../db/stores/space-mismatch.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { findRootedPath } from '../../../loaders/files/import-roots.ts';
import {
  collectedContexts,
  type ContextsOptions,
  contextsOptions,
  contextsPayload,
} from '../contexts/contexts-request.ts';
import { checkRequest, refuseField } from '../queue/checked-request.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import { defineKind } from './kind.ts';
import { storedForm } from './stored-form.ts';

/** Dictionaries of one pass: their weights and windows are held at once. */
const MAX_DICTIONARIES = 64;

export const contextsKind = defineKind({
  kind: 'CONTEXTS',
  urgency: 'HOURS',
  payload: storedForm(contextsPayload),
  result: storedForm(collectedContexts),
  /** The dictionaries are of one space. Throws `BAD_INPUT`, `SPACE_MISMATCH`, `PATH_OUTSIDE_ROOTS` or `SOURCE_NOT_FOUND`. */
  async accept({ dictionaries, ...request }: ContextsOptions & { dictionaries: DictionaryRow[] }, { importRoots, db }) {
    const checked = checkRequest(contextsOptions, request);
    const ids = [...new Set(dictionaries.map(({ id }) => id))].sort((a, b) => a - b);
    const [first] = dictionaries;
    if (ids.length < 1 || ids.length > MAX_DICTIONARIES)
      throw refuseField('dictionaries', `expected 1 to ${MAX_DICTIONARIES} dictionaries`);
    const stranger = dictionaries.find(({ spaceId }) => spaceId !== first.spaceId);
    if (stranger) {
      const action = `collect contexts of "${first.name}" and "${stranger.name}" at once`;
      throw await describeMismatch(db, { action, a: first, b: stranger });
    }
    const corpus = await findRootedPath(checked.corpus, importRoots);
    await findRootedPath(checked.model, importRoots);
    const payload = { spaceId: first.spaceId, dictionaryIds: ids, ...checked };
    const names = ids.length === 1 ? first.name : `${ids.length} dictionaries`;
    return {
      key: `contexts:${fingerprint([payload])}`,
      title: `collect contexts of ${names} from ${corpus.components.at(-1) ?? 'a text'}`,
      payload,
      spaceId: first.spaceId,
      ...(ids.length === 1 && { dictionaryId: first.id }),
    };
  },
  run: async (...given) => (await import('../contexts/collect-contexts.ts')).collectContexts(...given),
});
