/** The explanations of a latent, best first, by the latent's key and how many are wanted. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { type ExplanationRow, listExplanationsOfLatents } from '../../../db/stores/explanations.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import { latentKeyText } from './key-text.ts';

/** One statement for all latents of one level of an answer: as many of each as anybody wants. */
export function buildExplanationsOfLatentsBatch(
  session: Session,
): DataLoader<{ key: LatentKey; first: number }, ExplanationRow[], string> {
  return new DataLoader(
    async (requests) => {
      const first = Math.max(...requests.map((request) => request.first));
      const lists = await listExplanationsOfLatents(session, { keys: requests.map(({ key }) => key), first });
      return requests.map((request, i) => lists[i].slice(0, request.first));
    },
    { cacheKeyFn: ({ key, first }) => `${latentKeyText(key)}:${first}` },
  );
}
