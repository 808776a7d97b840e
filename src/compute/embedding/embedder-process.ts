/**
 * Entry of the process that embeds texts: the only file that touches @huggingface/transformers. In: messages of {@link EmbedderRequest}, the first of
 * them with the model. Out: messages of {@link EmbedderAnswer}. It ends with the process that started it.
 */
import path from 'node:path';
import { env, type FeatureExtractionPipeline, pipeline } from '@huggingface/transformers';
import { holdLifeLine } from '../life-line.ts';
import type { EmbeddingModel } from './embedding-model.ts';
import type { EmbedderAnswer, EmbedderRequest } from './text-embedder.ts';

if (process.send === undefined) throw new TypeError('embedder-process.ts runs only as a process of text-embedder.ts');
// A terminal interrupts every process of the group; whoever started this one asks it to stop in its own time.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
holdLifeLine();

/** A fault of it is given to whoever asks. */
let extract: Promise<FeatureExtractionPipeline> | null = null;
let pooling: EmbeddingModel['pooling'] = 'mean';

function open(model: EmbeddingModel & { threads: number }): void {
  // Nothing is looked for outside the folder.
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = path.dirname(model.folder);
  env.useFSCache = false;
  env.useBrowserCache = false;
  ({ pooling } = model);
  extract = pipeline('feature-extraction', model.name, {
    dtype: model.dtype,
    device: 'cpu',
    session_options: { intraOpNumThreads: model.threads, interOpNumThreads: 1, logSeverityLevel: 3 },
  });
  extract.catch(() => {});
}

let last: Promise<void> = Promise.resolve();
process.on('message', (request: EmbedderRequest) => {
  last = last.then(async () => {
    if ('model' in request) {
      open(request.model);
      return;
    }
    const { id, texts } = request;
    const answer = await embed(texts).then(
      (made): EmbedderAnswer => ({ id, ...made }),
      (error: unknown): EmbedderAnswer => ({ id, fault: error instanceof Error ? error.message : String(error) }),
    );
    process.send?.(answer);
  });
});

async function embed(texts: readonly string[]) {
  if (extract === null) throw new TypeError('the first message names the model');
  const output = await (await extract)([...texts], { pooling, normalize: true });
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
