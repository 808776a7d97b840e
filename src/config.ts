/**
 * Environment and flags -> one validated, frozen object. Read once, in the command line; everything else is handed what it needs.
 */
import path from 'node:path';
import * as v from 'valibot';
import { buildChatSettings, chatVariables } from './chat-config.ts';
import { providers } from './compute/training/options/run-options.ts';
import { ReseedError } from './errors.ts';
import type { HubSettings } from '../loaders/hub/hub-settings.ts';
import { buildHubSettings, hubVariables } from './hub-config.ts';
import type { ChatSettings } from './jobs/chat/chat-settings.ts';

const wholeNumber = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d+$/, 'expected a whole number'),
    v.transform(Number),
    v.minValue(min),
    v.maxValue(max),
  );

const environment = v.object({
  DATABASE_URL: v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'expected postgres://...'))),
  RESEED_DATA_DIR: v.optional(v.string(), '.reseed'),
  RESEED_HOST: v.optional(v.string(), '127.0.0.1'),
  RESEED_PORT: v.optional(wholeNumber(0, 65535), '4000'),
  RESEED_ANONYMOUS: v.optional(v.picklist(['none', 'reader', 'contributor', 'trainer', 'operator'])),
  RESEED_IMPORT_ROOTS: v.optional(v.string(), 'seeds-data'),
  RESEED_EXPORT_ROOT: v.optional(v.pipe(v.string(), v.minLength(1, 'expected a folder'))),
  RESEED_THREADS: v.optional(wholeNumber(1, 256), '2'),
  RESEED_EXECUTION_PROVIDER: v.optional(v.picklist(providers), 'cpu'),
  RESEED_BYTE_PRODUCTS: v.optional(v.picklist(['auto', 'off']), 'auto'),
  RESEED_MEMORY_MB: v.optional(wholeNumber(256, 1_048_576), '8192'),
  RESEED_ROW_CACHE_MB: v.optional(wholeNumber(0, 1_048_576), '1024'),
  RESEED_WORKERS: v.optional(wholeNumber(0, 16), '1'),
  RESEED_EMBEDDING_MODEL: v.optional(v.string(), ''),
  RESEED_EXPLAIN_WORKERS: v.optional(wholeNumber(0, 16)),
  RESEED_TRAIN_WORKERS: v.optional(wholeNumber(0, 16)),
  RESEED_TRAINING_DIR: v.optional(v.string(), '.reseed-training'),
  RESEED_TRAINERS: v.optional(v.string()),
  RESEED_LOG: v.optional(v.picklist(['silent', 'error', 'warn', 'info', 'debug']), 'warn'),
});

/** Everything that an operator can set. Frozen. */
export interface Config {
  /** PostgreSQL to use; null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Folder of the embedded database, absolute. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** What a request without a key may do; null where it is not said: all on loopback, nothing elsewhere. */
  readonly anonymous: 'none' | 'reader' | 'contributor' | 'trainer' | 'operator' | null;
  /** Folders below which imports may read, absolute. */
  readonly importRoots: readonly string[];
  /** Folder below which exports are written, absolute; null: none are taken. */
  readonly exportRoot: string | null;
  /** Threads of the matrix product. */
  readonly threads: number;
  /** Where onnxruntime computes matrix products and training steps. */
  readonly executionProvider: (typeof providers)[number];
  /** Whether large matchings may multiply bytes where this processor does it exactly and faster than float32. */
  readonly byteProducts: 'auto' | 'off';
  /** Memory that one matching may use. */
  readonly memoryMb: number;
  /** Memory in which each worker keeps rows from one matching to the next. */
  readonly rowCacheMb: number;
  /** Worker processes of the server for everything that neither `explainWorkers` nor `trainWorkers` take. */
  readonly workers: number;
  /** Folder of the sentence-embedding model for search by meaning, absolute; null without one. */
  readonly embeddingModel: string | null;
  /** The chat model that may explain and judge; null if none is configured. */
  readonly chat: ChatSettings | null;
  /** The hub from which commands bring checkpoints; null: none. */
  readonly hub: HubSettings | null;
  /** Whether the server does so, too, for everybody who may ask it for imports. */
  readonly apiUsesHub: boolean;
  /** Worker processes of the server that collect contexts, explain, score and embed, and do nothing else. */
  readonly explainWorkers: number;
  /** Worker processes of the server that take training runs and nothing else. */
  readonly trainWorkers: number;
  /** Folder of training checkpoints, absolute. */
  readonly trainingDir: string;
  /** File that configures external trainers, absolute; null for none. */
  readonly trainersFile: string | null;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/** Variables that begin like a setting and are read by tests and measurements. */
const NOT_SETTINGS = /^RESEED_(TEST|BENCH|CHECK)_/;

/** Throws `BAD_CONFIG` for a variable that nobody reads: most likely a name that was mistyped, whose default would be used unseen. */
function checkNames(env: Record<string, string | undefined>): void {
  const known = [...Object.keys(environment.entries), ...chatVariables, ...hubVariables];
  const unknown = Object.keys(env).find(
    (name) => name.startsWith('RESEED_') && !known.includes(name) && !NOT_SETTINGS.test(name),
  );
  if (unknown === undefined) return;
  throw new ReseedError('BAD_CONFIG', `Cannot use ${unknown}: it is no setting of Reseed`, {
    hint: `Correct or unset ${unknown}; docs/operate.md, "Configuration", has all settings.`,
  });
}

/** Validated settings from `env`; relative paths are resolved against `cwd`. Throws `BAD_CONFIG`. */
export function buildConfig(env: Record<string, string | undefined>, cwd: string): Config {
  checkNames(env);
  const parsed = v.safeParse(environment, env);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const name = v.getDotPath(issue) ?? 'environment';
    throw new ReseedError('BAD_CONFIG', `Cannot use ${name}: ${issue.message}`, {
      hint: `Correct ${name} in the environment, or unset it to use the default (docs/operate.md, "Configuration").`,
    });
  }
  const e = parsed.output;
  return Object.freeze({
    databaseUrl: e.DATABASE_URL ?? null,
    dataDir: path.resolve(cwd, e.RESEED_DATA_DIR),
    host: e.RESEED_HOST,
    port: e.RESEED_PORT,
    anonymous: e.RESEED_ANONYMOUS ?? null,
    importRoots: Object.freeze(
      e.RESEED_IMPORT_ROOTS.split(path.delimiter)
        .filter(Boolean)
        .map((root) => path.resolve(cwd, root)),
    ),
    exportRoot: e.RESEED_EXPORT_ROOT === undefined ? null : path.resolve(cwd, e.RESEED_EXPORT_ROOT),
    threads: e.RESEED_THREADS,
    executionProvider: e.RESEED_EXECUTION_PROVIDER,
    byteProducts: e.RESEED_BYTE_PRODUCTS,
    memoryMb: e.RESEED_MEMORY_MB,
    rowCacheMb: e.RESEED_ROW_CACHE_MB,
    workers: e.RESEED_WORKERS,
    embeddingModel: e.RESEED_EMBEDDING_MODEL === '' ? null : path.resolve(cwd, e.RESEED_EMBEDDING_MODEL),
    chat: buildChatSettings(env, cwd),
    ...buildHubSettings(env, cwd),
    explainWorkers: e.RESEED_EXPLAIN_WORKERS ?? Math.min(1, e.RESEED_WORKERS),
    trainWorkers: e.RESEED_TRAIN_WORKERS ?? Math.min(1, e.RESEED_WORKERS),
    trainingDir: path.resolve(cwd, e.RESEED_TRAINING_DIR),
    trainersFile: e.RESEED_TRAINERS === undefined ? null : path.resolve(cwd, e.RESEED_TRAINERS),
    logLevel: e.RESEED_LOG,
  });
}
