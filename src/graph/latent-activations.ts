/** What was seen of a latent's activations, as the API gives it. */
import type { CollectionRow, ContextKind, ContextRow } from '../../db/stores/activations.ts';
import type { LatentKey } from '../../db/stores/latents.ts';
import type { GraphContext } from './context.ts';
import { formatCursor, parseCursor } from './paging/cursor.ts';
import { MAX_CONTEXTS } from './limits.ts';
import { buildConnection, checkFirst } from './paging/paging.ts';
import { found } from '../analysis/stored-rows.ts';

const KINDS: readonly ContextKind[] = ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'];

interface AskedContexts {
  kinds: readonly ContextKind[];
  collection?: number | null;
  first: number;
  after?: string | null;
}

/** One page of the contexts of a latent. Throws `BAD_INPUT` (`first`) and `BAD_CURSOR`. */
export async function listContextPage({ batches }: GraphContext, latent: LatentKey, asked: AskedContexts) {
  const { spaceId, dictionaryId, index } = latent;
  const first = checkFirst(asked.first, MAX_CONTEXTS);
  const kinds = KINDS.filter((kind) => asked.kinds.includes(kind));
  const list = `contexts:${kinds.join(',')}`;
  const place = parseCursor(asked.after, { list, shape: ['whole', 'string', 'whole'] as const });
  const kind = place && KINDS.find((known) => known === place[1]);
  const { rows, total } = await batches.contextsOfLatents.load({
    key: { spaceId, dictionaryId, index },
    kinds,
    first: first + 1,
    after: place && { collectionId: place[0], kind: kind ?? 'TOP', ordinal: place[2] },
    collectionId: asked.collection ?? null,
  });
  const page = {
    rows: rows.slice(0, first),
    total,
    hasNext: rows.length > first,
    hasPrevious: place !== null && total > rows.length,
  };
  return buildConnection(page, (row: ContextRow) => formatCursor(list, [row.collectionId, row.kind, row.ordinal]));
}

/** The collection of a row: it is gone only if it is being removed at this moment. */
export async function getCollection(
  { batches }: GraphContext,
  row: { spaceId: number; dictionaryId: number; collectionId: number },
): Promise<CollectionRow> {
  const { spaceId, dictionaryId, collectionId } = row;
  return found(await batches.collections.load({ spaceId, dictionaryId, id: collectionId }), 'collection');
}
