/**
 * Entry of the thread that embeds texts: the only file that touches @huggingface/transformers. In: `workerData` of an {@link EmbeddingModel} with
 * `threads`, messages of {@link EmbedderRequest}. Out: messages of {@link EmbedderAnswer}.
 */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { env, pipeline } from '@huggingface/transformers';
import type { EmbeddingModel } from './embedding-model.ts';
import type { EmbedderAnswer, EmbedderRequest } from './text-embedder.ts';

const { folder, name, dtype, pooling, threads } = workerData as EmbeddingModel & { threads: number };
const port = parentPort;
if (!port) throw new TypeError('embedder-thread.ts runs only as a worker thread');

// Nothing is looked for outside the folder.
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = path.dirname(folder);
env.useFSCache = false;
env.useBrowserCache = false;

const extract = pipeline('feature-extraction', name, {
  dtype,
  device: 'cpu',
  session_options: { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 },
});
// A fault is given to whoever asks.
extract.catch(() => {});

let last: Promise<void> = Promise.resolve();
port.on('message', (request: EmbedderRequest) => {
  last = last.then(async () => {
    if (request === 'STOP') {
      port.close();
      return;
    }
    const { id, texts } = request;
    const answer = await embed(texts).then(
      (made): EmbedderAnswer => ({ id, ...made }),
      (error: unknown): EmbedderAnswer => ({ id, fault: error instanceof Error ? error.message : String(error) }),
    );
    port.postMessage(answer, 'vectors' in answer ? [answer.vectors.buffer] : []);
  });
});

async function embed(texts: readonly string[]) {
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
