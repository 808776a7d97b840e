/**
 * Texts -> unit vectors, by any sentence-embedding model in the layout of transformers.js, in a process of its own: onnxruntime blocks the thread it
 * computes on, and a model that others made may end the process it runs in.
 *
 * In: a folder with config.json, tokenizer.json, tokenizer_config.json and onnx/model*.onnx; `1_Pooling/config.json` says how token vectors become one
 * (mean where it is absent). Nothing is fetched from anywhere. Out: float32 vectors, and what they are called: the folder's name and a hash of
 * the files that decide them.
 */
import { ReseedError } from '../../errors.ts';
import { type AskedProcess, startAskedProcess } from '../asked-process.ts';
import { type EmbeddingModel, readEmbeddingModel } from './embedding-model.ts';

/** What vectors are stored under; those of different identities are never compared. */
export interface EmbedderName {
  readonly name: string;
  /** sha256 over the files that decide the vectors. */
  readonly version: string;
  readonly dimensions: number;
}

export interface TextEmbedder {
  /** Starts the process if need be. Throws `EMBEDDER_UNAVAILABLE`. */
  identify(): Promise<EmbedderName>;
  /**
   * Unit vectors [texts, dimensions], row-major; the caller owns them. A text in which the model finds no token has zeros. Longer texts than the
   * model takes are cut by its tokenizer.
   */
  embed(texts: readonly string[]): Promise<Float32Array>;
  /** Ends the process after what is under way. */
  close(): Promise<void>;
}

/** What the process is started with. */
export type EmbedderOrders = EmbeddingModel & { threads: number };

/** An embedder over the model in `folder`, which is opened at the first use. `threads`: of onnxruntime. */
export function buildTextEmbedder({ folder, threads }: { folder: string; threads: number }): TextEmbedder {
  let started: Promise<Started> | null = null;
  const start = (): Promise<Started> => {
    if (started !== null) return started;
    // One that has ended is started again by the next question.
    const onEnd = () => {
      if (started === made) started = null;
    };
    const made: Promise<Started> = startEmbedder({ folder, threads, onEnd });
    started = made;
    return made;
  };
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

interface Started extends AskedProcess<readonly string[], { vectors: Float32Array; dimensions: number }> {
  identity: EmbedderName;
}

async function startEmbedder(options: { folder: string; threads: number; onEnd: () => void }): Promise<Started> {
  const model = await readEmbeddingModel(options.folder);
  const asked = startAskedProcess<readonly string[], { vectors: Float32Array; dimensions: number }>({
    file: new URL('./embedder-process.ts', import.meta.url),
    orders: { ...model, threads: options.threads } satisfies EmbedderOrders,
    refuse: (fault) => unavailable(model.name, fault),
    onEnd: options.onEnd,
  });
  try {
    const { dimensions } = await asked.ask(['a']);
    return { ...asked, identity: { name: model.name, version: model.version, dimensions } };
  } catch (error) {
    await asked.stop();
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
