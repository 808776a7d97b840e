/** Contexts of latents from one collection, as explainers and scorers read them. */
import type { Key } from '../../../db/schema/key.ts';
import { findContextCollection, readSeenContexts } from '../../../db/stores/explanation-work.ts';
import type { Session } from '../../../db/connect/session.ts';
import { type SplitContexts, splitContexts } from '../../compute/explaining/seen-context.ts';
import { ReseedError } from '../../errors.ts';

/** The newest collection that has contexts. Throws `NO_CONTEXTS`. */
export async function getContextCollection(s: Session, dictionary: Key): Promise<number> {
  const collectionId = await findContextCollection(s, dictionary);
  if (collectionId !== null) return collectionId;
  throw new ReseedError('NO_CONTEXTS', 'Cannot explain or score: the dictionary has no contexts; expected some', {
    hint: 'Collect them first (collectContexts, or: npm run reseed -- collect-contexts), or import them.',
  });
}

/** The contexts of each latent of `indexes`, split into those for explaining and those for scoring. */
export async function readSplitContexts(
  s: Session,
  of: { dictionary: Key; collectionId: number; indexes: readonly number[] },
): Promise<Map<number, SplitContexts>> {
  const contexts = await readSeenContexts(s, of);
  return new Map(of.indexes.map((index, at) => [index, splitContexts(contexts[at])]));
}
