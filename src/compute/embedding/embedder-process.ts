/**
 * Entry of the process that embeds texts: the only file that touches @huggingface/transformers. In: {@link EmbedderOrders}, then
 * texts. Out: vectors.
 */
import path from 'node:path';
import { env, type FeatureExtractionPipeline, pipeline } from '@huggingface/transformers';
import { answerQuestions } from '../answering-process.ts';
import type { EmbeddingModel } from './embedding-model.ts';
import type { EmbedderOrders } from './text-embedder.ts';

interface Answer {
  vectors: Float32Array<ArrayBuffer>;
  dimensions: number;
}

answerQuestions<EmbedderOrders, readonly string[], Answer>(async (model) => {
  // Nothing is looked for outside the folder.
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = path.dirname(model.folder);
  env.useFSCache = false;
  env.useBrowserCache = false;
  const { pooling } = model;
  const extract = await pipeline('feature-extraction', model.name, {
    dtype: model.dtype,
    device: 'cpu',
    session_options: { intraOpNumThreads: model.threads, interOpNumThreads: 1, logSeverityLevel: 3 },
  });
  return (texts) => embed(extract, { texts, pooling });
});

async function embed(
  extract: FeatureExtractionPipeline,
  { texts, pooling }: { texts: readonly string[]; pooling: EmbeddingModel['pooling'] },
): Promise<Answer> {
  const output = await extract([...texts], { pooling, normalize: true });
  const dimensions = output.dims.at(-1) ?? 0;
  const vectors = Float32Array.from(output.data as ArrayLike<number>);
  if (dimensions === 0 || vectors.length !== texts.length * dimensions)
    throw new RangeError(`the model gave ${vectors.length} numbers for ${texts.length} texts`);
  // A text without a token has no mean.
  for (let at = 0; at < vectors.length; at += dimensions) {
    const row = vectors.subarray(at, at + dimensions);
    if (!row.every(Number.isFinite)) row.fill(0);
  }
  return { vectors, dimensions };
}
