/** Pages of the contexts of a latent, by the latent's key and what is asked of it. */
import DataLoader from 'dataloader';
import { type ContextPage, type ContextRow, listContexts } from '../../../db/stores/activations.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import { latentKeyText } from './key-text.ts';

/** A page of one latent's contexts. */
export type ContextRequest = Omit<ContextPage, 'keys'> & { key: LatentKey };

/** One statement for all latents of which the same is asked. */
export function buildContextsOfLatentsBatch(
  session: Session,
): DataLoader<ContextRequest, { rows: ContextRow[]; total: number }, string> {
  const asked = ({ kinds, first, after, collectionId }: ContextRequest) =>
    JSON.stringify([kinds, first, after, collectionId]);
  return new DataLoader(
    async (requests) => {
      const found = new Map<ContextRequest, { rows: ContextRow[]; total: number }>();
      for (const alike of Map.groupBy(requests, asked).values()) {
        const pages = await listContexts(session, { ...alike[0], keys: alike.map(({ key }) => key) });
        alike.forEach((request, i) => found.set(request, pages[i]));
      }
      return requests.map((request) => found.get(request) ?? { rows: [], total: 0 });
    },
    { cacheKeyFn: (request) => `${latentKeyText(request.key)}:${asked(request)}` },
  );
}
