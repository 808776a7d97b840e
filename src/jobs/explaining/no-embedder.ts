/** The refusal where no operator has configured an embedding model. */
import { ReseedError } from '../../errors.ts';

/** `NO_EMBEDDER`; `what` cannot be done. */
export function noEmbedder(what: string): ReseedError {
  return new ReseedError('NO_EMBEDDER', `Cannot ${what}: no embedding model is configured`, {
    hint: 'Start with RESEED_EMBEDDING_MODEL set to the folder of a sentence-embedding model (docs/explain.md, "Search explanations").',
  });
}
