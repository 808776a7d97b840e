/** `searchExplanations`: a question and conditions -> dictionaries, a text query, a vector -> one page of hits. */
import type { Key } from '../../db/schema/key.ts';
import { type DictionaryRow, listDictionaries } from '../../db/stores/dictionaries.ts';
import { findEmbedder } from '../../db/stores/embeddings.ts';
import {
  countEmbedded,
  FUSED_CANDIDATES,
  listHeadlines,
  newestExplanation,
  type SearchedDictionary,
  searchExplanations,
  type SearchPlace,
} from '../../db/stores/search-explanations.ts';
import { parseTextQuery } from '../../db/stores/text-query.ts';
import { definitions } from '../analysis/definitions/definitions.ts';
import type { EmbedderName } from '../compute/embedding/text-embedder.ts';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import { formatCursor, parseCursor } from './paging/cursor.ts';
import type { ExplanationFilter, SearchMode } from './generated/types.ts';
import { readLatentConditions } from './latent-conditions.ts';
import { buildLatentMask } from '../analysis/latents/latent-list.ts';
import {
  MAX_DICTIONARIES_FILTERED,
  MAX_DICTIONARIES_OF_SEARCH,
  MAX_PAGE_OF_ROWS,
  MAX_QUESTION_LENGTH,
} from './limits.ts';
import { buildConnection, checkFirst } from './paging/paging.ts';
import { checkRange } from '../analysis/check-range.ts';
import { getDictionary, listRunGroups } from './references.ts';
import { withoutNulls } from './without-nulls.ts';

interface Asked {
  text: string;
  mode: SearchMode;
  filter?: ExplanationFilter | null;
  first: number;
  after?: string | null;
}

/** One page. Throws `BAD_INPUT`, `BAD_CURSOR`, `NO_EMBEDDER`, `EMBEDDER_UNAVAILABLE`, and for `filter.latent` as `Dictionary.latents`. */
export async function searchPage(context: GraphContext, asked: Asked) {
  const { mode } = asked;
  const first = checkFirst(asked.first, MAX_PAGE_OF_ROWS);
  checkRange('length of the question', asked.text.length, { min: 1, max: MAX_QUESTION_LENGTH });
  const vector = mode === 'FULL_TEXT' ? null : await embedQuestion(context, asked.text);
  const textQuery = mode === 'SEMANTIC' ? null : await parseTextQuery(context.db, asked.text);
  if (textQuery === null && mode === 'FULL_TEXT') {
    throw new ReseedError('BAD_INPUT', 'Cannot search for this text: it holds no word', {
      hint: 'Give at least one word with letters or digits.',
    });
  }
  const list = `explanations:${mode}${vector === null ? '' : `:${vector.embedder.version.slice(0, 16)}`}`;
  const place = parseCursor(asked.after, {
    list,
    shape: ['number', 'whole', 'whole', 'whole', 'whole', 'whole'] as const,
  });
  const newest = place === null ? await newestExplanation(context.db) : place[5];
  const after: SearchPlace | null = place && {
    score: place[0],
    spaceId: place[1],
    dictionaryId: place[2],
    index: place[3],
    id: place[4],
  };
  const dictionaries = await listScope(context, asked.filter ?? {});
  // A model that has made no vector here has no number; zero is none's.
  const embedderId = vector && ((await findEmbedder(context.db, vector.embedder)) ?? 0);
  const { hits, total } = await searchExplanations(context.db, {
    dictionaries,
    conditions: asked.filter ?? {},
    textQuery,
    vector: vector && { embedderId: embedderId ?? 0, query: vector.query },
    first: first + 1,
    after,
    newest,
  });
  const page = hits.slice(0, first);
  const snippets = await listHeadlines(context.db, { keys: page, textQuery });
  const counts = await countEmbedded(context.db, { dictionaries, embedderId });
  const rows = page.map((hit, i) => ({ ...hit, snippet: snippets[i] }));
  const connection = buildConnection(
    { rows, total, hasNext: hits.length > first, hasPrevious: after !== null && total > hits.length },
    (hit) => formatCursor(list, [hit.score, hit.spaceId, hit.dictionaryId, hit.index, hit.id, newest]),
  );
  return {
    ...connection,
    mode,
    definition: definitions.explanationSearch.statement(mode, { candidates: FUSED_CANDIDATES }),
    textQuery,
    embedder: vector && vector.embedder,
    explanations: counts.explanations,
    embedded: vector && counts.embedded,
  };
}

async function embedQuestion(
  { embedder }: GraphContext,
  text: string,
): Promise<{ embedder: EmbedderName; query: Float32Array }> {
  if (!embedder) throw noEmbedder('search by meaning');
  const query = await embedder.embed([text]);
  if (query.every((x) => x === 0)) {
    throw new ReseedError('BAD_INPUT', 'Cannot search for this text: the embedding model finds no token in it', {
      hint: 'Give at least one word with letters or digits.',
    });
  }
  return { embedder: await embedder.identify(), query };
}

/** The refusal of what needs an embedding model. */
export function noEmbedder(what: string): ReseedError {
  return new ReseedError('NO_EMBEDDER', `Cannot ${what}: no embedding model is configured`, {
    hint: 'Search with mode FULL_TEXT, or start with RESEED_EMBEDDING_MODEL set to the folder of a sentence-embedding model.',
  });
}

async function listScope(context: GraphContext, filter: ExplanationFilter): Promise<SearchedDictionary[]> {
  const dictionaries = await findDictionariesOf(context, filter);
  const { latent } = filter;
  if (!latent) return dictionaries.map(({ spaceId, id }) => ({ spaceId, id, mask: null }));
  checkRange('number of dictionaries with a condition on latents', dictionaries.length, {
    min: 0,
    max: MAX_DICTIONARIES_FILTERED,
  });
  const conditions = await readLatentConditions(context, latent);
  const scope: SearchedDictionary[] = [];
  for (const dictionary of dictionaries) {
    context.signal.throwIfAborted();
    const { spaceId, id } = dictionary;
    scope.push({ spaceId, id, mask: await buildLatentMask(context, dictionary, conditions) });
  }
  return scope;
}

async function findDictionariesOf(context: GraphContext, filter: ExplanationFilter): Promise<DictionaryRow[]> {
  const { model, hookpoint, architecture, initSeed } = filter;
  const named = filter.dictionary ? await getDictionary(context, filter.dictionary) : null;
  const { rows, total } = await listDictionaries(context.db, {
    filter: {
      ...withoutNulls({ model, hookpoint, architecture, initSeed }),
      runGroups: filter.runGroup ? await listRunGroups(context, filter.runGroup) : named && [runGroupOf(named)],
    },
    first: MAX_DICTIONARIES_OF_SEARCH,
    after: null,
  });
  checkRange('number of dictionaries', total, { min: 0, max: MAX_DICTIONARIES_OF_SEARCH });
  return named === null ? rows : rows.filter((row) => row.spaceId === named.spaceId && row.id === named.id);
}

function runGroupOf({ spaceId, runGroupId }: DictionaryRow): Key {
  return { spaceId, id: runGroupId };
}
