/**
 * The scorer EMBEDDING: texts in which the latent is active should be nearer to the explanation than others, by the cosine of sentence embeddings
 * (delphi's embedding scorer). Any explanation can be judged so, without a chat model.
 */
import { type EmbedderName, buildTextEmbedder } from '../../compute/embedding/text-embedder.ts';
import type { JudgedExample } from '../../compute/explaining/binary-scores.ts';
import { readContext } from '../../compute/explaining/context-words.ts';
import { pickEvenly, type SplitContexts } from '../../compute/explaining/seen-context.ts';
import type { TaskContext } from '../worker/task.ts';
import type { Judged } from './ask-judge.ts';
import { noEmbedder } from './no-embedder.ts';

/** Raised whenever the same texts would give another score with the same model. */
export const EMBEDDING_SCORER_VERSION = 'embedding-1';

export interface EmbeddingScorer {
  readonly identity: EmbedderName;
  /** At most `limit` examples of each kind; null without contexts of one kind. The probability of an example is its cosine. */
  judge(explanation: { text: string }, of: { contexts: SplitContexts; limit: number }): Promise<Judged | null>;
  close(): Promise<void>;
}

/** Opens the worker's embedding model. Throws `NO_EMBEDDER`, `EMBEDDER_UNAVAILABLE`. */
export async function openEmbeddingScorer(context: TaskContext): Promise<EmbeddingScorer> {
  const { embeddingModel, threads } = context.settings;
  if (!embeddingModel) throw noEmbedder('score by embedding');
  const embedder = buildTextEmbedder({ folder: embeddingModel, threads });
  let identity: EmbedderName;
  try {
    identity = await embedder.identify();
  } catch (error) {
    await embedder.close();
    throw error;
  }
  const d = identity.dimensions;
  return {
    identity,
    async judge({ text }, { contexts, limit }) {
      const activating = pickEvenly(contexts.activating, limit);
      const silent = contexts.silent.slice(0, limit);
      if (activating.length === 0 || silent.length === 0) return null;
      const shown = [...activating, ...silent];
      const vectors = await embedder.embed([text, ...shown.map(({ tokens }) => readContext(tokens).text)]);
      const explanation = vectors.subarray(0, d);
      const examples: JudgedExample[] = shown.map((_, i) => {
        const own = vectors.subarray((i + 1) * d, (i + 2) * d);
        const cosine = explanation.reduce((sum, x, z) => sum + x * own[z], 0);
        return { activating: i < activating.length, prediction: false, probability: cosine };
      });
      return { examples, failed: 0, unparsable: 0 };
    },
    close: () => embedder.close(),
  };
}
