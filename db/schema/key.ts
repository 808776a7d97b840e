import type { KeyColumns } from '../connect/keyed-rows.ts';

/** The key of every large thing: the space it lies in, and its number there. Rows of one space can be moved to one machine. */
export interface Key {
  spaceId: number;
  id: number;
}

/** A key as columns of a statement. */
export const KEY: KeyColumns<Key> = { space_id: ['bigint', (key) => key.spaceId], id: ['bigint', (key) => key.id] };

/** Names a latent. */
export interface LatentKey {
  spaceId: number;
  dictionaryId: number;
  index: number;
}

export const LATENT_KEY: KeyColumns<LatentKey> = {
  space_id: ['bigint', (key) => key.spaceId],
  dictionary_id: ['bigint', (key) => key.dictionaryId],
  index: ['int', (key) => key.index],
};

/** Names an explanation of a latent. */
export interface ExplanationKey extends LatentKey {
  id: number;
}

export const EXPLANATION_KEY: KeyColumns<ExplanationKey> = { ...LATENT_KEY, id: ['bigint', (key) => key.id] };

/** One page of an ordered list. */
export interface Page<Row> {
  rows: Row[];
  /** Rows in all pages. */
  total: number;
  hasNext: boolean;
}

/** The page that `rows`, read with a limit of `first` + 1, stand for. */
export function buildPage<Row>(rows: Row[], { first, total }: { first: number; total: number }): Page<Row> {
  return { rows: rows.slice(0, first), total, hasNext: rows.length > first };
}
