/**
 * Texts -> unit vectors, by any sentence-embedding model in the layout of transformers.js, in a thread of its own: onnxruntime blocks the thread it
 * computes on.
 *
 * In: a folder with config.json, tokenizer.json, tokenizer_config.json and onnx/model*.onnx; `1_Pooling/config.json` says how token vectors become one
 * (mean where it is absent). Nothing is fetched from anywhere. Out: float32 vectors, and what they are called: the folder's name and a hash of
 * the files that decide them.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ReseedError } from '../../errors.ts';
import { readEmbeddingModel } from './embedding-model.ts';

/** What vectors are stored under; those of different identities are never compared. */
export interface EmbedderName {
  readonly name: string;
  /** sha256 over the files that decide the vectors. */
  readonly version: string;
  readonly dimensions: number;
}

export interface TextEmbedder {
  /** Starts the thread if need be. Throws `EMBEDDER_UNAVAILABLE`. */
  identify(): Promise<EmbedderName>;
  /**
   * Unit vectors [texts, dimensions], row-major; the caller owns them. A text in which the model finds no token has zeros. Longer texts than the
   * model takes are cut by its tokenizer.
   */
  embed(texts: readonly string[]): Promise<Float32Array>;
  /** Ends the thread after what is under way. */
  close(): Promise<void>;
}

/** What the thread is asked and answers. */
export type EmbedderRequest = { id: number; texts: readonly string[] } | 'STOP';
export type EmbedderAnswer =
  | { id: number; vectors: Float32Array<ArrayBuffer>; dimensions: number }
  | { id: number; fault: string };

/** An embedder over the model in `folder`, which is opened at the first use. `threads`: of onnxruntime. */
export function buildTextEmbedder({ folder, threads }: { folder: string; threads: number }): TextEmbedder {
  let started: Promise<Started> | null = null;
  const start = () => (started ??= startEmbedder({ folder, threads }));
  return {
    identify: async () => (await start()).identity,
    embed: async (texts) => (await (await start()).ask(texts)).vectors,
    async close() {
      const running = started;
      started = null;
      await running?.then(
        ({ stop }) => stop(),
        () => {},
      );
    },
  };
}

interface Started {
  identity: EmbedderName;
  stop(): Promise<void>;
  ask(texts: readonly string[]): Promise<{ vectors: Float32Array; dimensions: number }>;
}

async function startEmbedder(options: { folder: string; threads: number }): Promise<Started> {
  const model = await readEmbeddingModel(options.folder);
  const thread = new Worker(new URL('./embedder-thread.ts', import.meta.url), {
    workerData: { ...model, threads: options.threads },
  });
  const waiting = new Map<number, (answer: EmbedderAnswer) => void>();
  let nextId = 0;
  let gone: string | null = null;
  const end = (fault: string) => {
    gone ??= fault;
    for (const [id, answer] of waiting) answer({ id, fault });
    waiting.clear();
  };
  thread.on('message', (answer: EmbedderAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  thread.on('error', (error) => end(error.message));
  thread.on('exit', () => end('its thread has ended'));
  const exited = once(thread, 'exit').catch(() => {}); // an error that ends the thread is told to those who ask
  // Not from outside: that makes onnxruntime-node abort the whole process in the middle of a run.
  const stop = async () => {
    thread.ref();
    thread.postMessage('STOP' satisfies EmbedderRequest);
    await exited;
  };
  // A process that has nothing else to do may end.
  thread.unref();
  const ask = async (texts: readonly string[]) => {
    if (gone !== null) throw unavailable(model.name, gone);
    const id = nextId++;
    thread.ref();
    const answer = await new Promise<EmbedderAnswer>((resolve) => {
      waiting.set(id, resolve);
      thread.postMessage({ id, texts } satisfies EmbedderRequest);
    });
    if (waiting.size === 0) thread.unref();
    if ('fault' in answer) throw unavailable(model.name, answer.fault);
    return answer;
  };
  try {
    const { dimensions } = await ask(['a']);
    return { identity: { name: model.name, version: model.version, dimensions }, stop, ask };
  } catch (error) {
    await stop();
    throw error;
  }
}

function unavailable(name: string, fault: string): ReseedError {
  return new ReseedError(
    'EMBEDDER_UNAVAILABLE',
    `Cannot embed text with "${name}": ${fault.split('\n')[0].slice(0, 200)}`,
    {
      hint: 'Check RESEED_EMBEDDING_MODEL: a folder with config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx.',
    },
  );
}
