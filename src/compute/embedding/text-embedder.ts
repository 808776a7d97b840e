/**
 * Texts -> unit vectors, by any sentence-embedding model in the layout of transformers.js, in a process of its own: onnxruntime blocks the thread it
 * computes on, and a model that others made may end the process it runs in.
 *
 * In: a folder with config.json, tokenizer.json, tokenizer_config.json and onnx/model*.onnx; `1_Pooling/config.json` says how token vectors become one
 * (mean where it is absent). Nothing is fetched from anywhere. Out: float32 vectors, and what they are called: the folder's name and a hash of
 * the files that decide them.
 */
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ReseedError } from '../../errors.ts';
import { LIFE_LINE_FD } from '../life-line.ts';
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

/** What the process is asked and answers. */
export type EmbedderRequest =
  | { model: EmbeddingModel & { threads: number } }
  | { id: number; texts: readonly string[] };
export type EmbedderAnswer =
  | { id: number; vectors: Float32Array<ArrayBuffer>; dimensions: number }
  | { id: number; fault: string };

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

interface Started {
  identity: EmbedderName;
  stop(): Promise<void>;
  ask(texts: readonly string[]): Promise<{ vectors: Float32Array; dimensions: number }>;
}

async function startEmbedder(options: { folder: string; threads: number; onEnd: () => void }): Promise<Started> {
  const model = await readEmbeddingModel(options.folder);
  const child = fork(fileURLToPath(new URL('./embedder-process.ts', import.meta.url)), {
    // The last is the life line.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
    serialization: 'advanced',
    execArgv: [],
  });
  const waiting = new Map<number, (answer: EmbedderAnswer) => void>();
  let nextId = 0;
  let gone: string | null = null;
  const end = (fault: string) => {
    gone ??= fault;
    for (const [id, answer] of waiting) answer({ id, fault });
    waiting.clear();
    options.onEnd();
  };
  child.on('message', (answer: EmbedderAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on('error', (error) => end(error.message));
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      end(`its process ended ${signal === null ? `with exit code ${code}` : `by ${signal}`}`);
      resolve();
    });
  });
  const tell = (request: EmbedderRequest) => child.send(request, () => {}); // one that has ended is dealt with above
  // A process that has nothing else to do may end.
  const line = child.stdio[LIFE_LINE_FD] as Socket;
  line.on('error', () => {}); // its end is dealt with above
  const hold = (held: boolean) => {
    for (const one of [child, child.channel, line]) one?.[held ? 'ref' : 'unref']();
  };
  tell({ model: { ...model, threads: options.threads } });
  hold(false);
  let settled: Promise<unknown> = Promise.resolve();
  const stop = async () => {
    hold(true);
    await settled;
    child.kill('SIGKILL');
    await exited;
  };
  const ask = async (texts: readonly string[]) => {
    if (gone !== null) throw unavailable(model.name, gone);
    const id = nextId++;
    hold(true);
    const answered = new Promise<EmbedderAnswer>((resolve) => {
      waiting.set(id, resolve);
      tell({ id, texts });
    });
    settled = answered;
    const answer = await answered;
    if (waiting.size === 0) hold(false);
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
