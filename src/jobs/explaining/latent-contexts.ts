/** Contexts of latents from one collection, as explainers and scorers read them. */
import { type ContextRow, listContexts } from '../../../db/activations.ts';
import type { Key } from '../../../db/key.ts';
import { findContextCollection } from '../../../db/explanation-work.ts';
import type { Session } from '../../../db/session.ts';
import { type SeenContext, type SplitContexts, splitContexts } from '../../compute/explaining/seen-context.ts';
import { ReseedError } from '../../errors.ts';

/** More contexts than any latent has; bounds what one page reads. */
const MAX_CONTEXTS = 1000;

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
  const { spaceId, id: dictionaryId } = of.dictionary;
  const pages = await listContexts(s, {
    keys: of.indexes.map((index) => ({ spaceId, dictionaryId, index })),
    kinds: ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'],
    first: MAX_CONTEXTS,
    after: null,
    collectionId: of.collectionId,
  });
  return new Map(of.indexes.map((index, at) => [index, splitContexts(pages[at].rows.map(toSeen))]));
}

function toSeen({ kind, ordinal, tokens, activations, document, offset }: ContextRow): SeenContext {
  return { kind, ordinal, tokens, activations, document, offset };
}
