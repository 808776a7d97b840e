/**
 * Vectors for every explanation of a dictionary that has none of the configured embedder. Each batch is kept as soon as it is written: a job that
 * is killed is continued where it was.
 */
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import { ensureEmbedder, listWithoutEmbedding, writeEmbeddings } from '../../../db/stores/embeddings.ts';
import { countEmbedded } from '../../../db/stores/search-explanations.ts';
import { type EmbedderName, buildTextEmbedder } from '../../compute/embedding/text-embedder.ts';
import { ReseedError } from '../../errors.ts';
import { noEmbedder } from './no-embedder.ts';
import type { Task } from '../worker/task.ts';

/** Texts per run of the model and per transaction: enough to fill its threads, soon enough to be kept. */
const TEXTS_PER_BATCH = 64;

export const embedExplanations: Task<
  { spaceId: number; dictionaryId: number },
  { embedded: number; embedder: EmbedderName }
> = async (context, { spaceId, dictionaryId }) => {
  const key = { spaceId, id: dictionaryId };
  const { embeddingModel, threads } = context.settings;
  if (!embeddingModel) throw noEmbedder('embed explanations');
  const [dictionary] = await findDictionaries(context.db, [key]);
  if (!dictionary) {
    throw new ReseedError('NOT_FOUND', 'Cannot embed explanations: the dictionary has been deleted', {
      hint: 'Import the dictionary again first.',
    });
  }
  const embedder = buildTextEmbedder({ folder: embeddingModel, threads });
  try {
    context.progress({ step: 'opening the model', done: 0, total: 1, unit: 'models' });
    const identity = await embedder.identify();
    const embedderId = await context.fenced((tx) => ensureEmbedder(tx, identity));
    const before = await countEmbedded(context.db, { dictionaries: [key], embedderId });
    let added = 0;
    let after: { index: number; id: number } | null = null;
    for (;;) {
      context.signal.throwIfAborted();
      context.progress({
        step: 'embedding',
        done: before.embedded + added,
        total: before.explanations,
        unit: 'explanations',
      });
      const page = { dictionary: key, embedderId, after, first: TEXTS_PER_BATCH };
      const rows: { index: number; id: number; text: string }[] = await listWithoutEmbedding(context.db, page);
      if (rows.length === 0) break;
      const vectors = await embedder.embed(rows.map((row) => row.text));
      const d = identity.dimensions;
      await context.fenced((tx) =>
        writeEmbeddings(tx, {
          dictionary: key,
          rows: rows.map(({ index, id }, i) => ({
            index,
            explanationId: id,
            embedder: identity,
            vector: vectors.subarray(i * d, (i + 1) * d),
          })),
        }),
      );
      added += rows.length;
      after = rows[rows.length - 1];
    }
    return async () => ({ dictionary: key, result: { embedded: added, embedder: identity } });
  } finally {
    await embedder.close();
  }
};
