/** A source of tokens -> their activations in the order of the text, whatever they come from. */
import path from 'node:path';
import { openActivationShards } from '../../../loaders/activations/activation-shards.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import type { SpaceRow } from '../../../db/stores/catalogue.ts';
import type { SplicedBatch } from '../../compute/evaluation/spliced-pass.ts';
import { ReseedError } from '../../errors.ts';
import { openHarvest } from '../contexts/open-harvest.ts';
import type { TokenSourceRequest } from './token-source-request.ts';

/** Tokens that follow each other. */
export interface TokenBatch {
  /** [count, d] */
  readonly x: Float32Array;
  readonly count: number;
  /** Number of the document of each token, ascending; null where nobody knows. [count] */
  readonly documents: Int32Array | null;
  /** Number of the context of each token: the window in which the model saw it, or a run of {@link CONTEXT_ROWS} tokens. [count] */
  readonly contexts: Int32Array;
}

/** Open tokens; the holder closes them. */
export interface OpenTokens {
  readonly name: string;
  readonly hookpoint: string;
  /** All that decides the activations. */
  readonly provenance: Record<string, unknown>;
  /** Tokens that there will be, or null where only the end of the text will tell. */
  readonly expected: number | null;
  start(run: { threads: number; signal: AbortSignal }): AsyncGenerator<TokenBatch>;
  /** The windows through both halves of the model; null where the activations come without one. */
  startSpliced:
    | ((run: { maxLogits: number; threads: number; signal: AbortSignal }) => AsyncGenerator<SplicedBatch>)
    | null;
  close(): Promise<void>;
}

/** Rows of a folder of activations read at once. */
const BLOCK_ROWS = 4_096;
/** Tokens that count as one context where nobody knows the windows. */
const CONTEXT_ROWS = 128;

/** Opens what `source` names; nothing is computed. Throws `SPACE_MISMATCH` where it is not as wide as the space, and what the loaders throw. */
export async function openTokens(
  source: TokenSourceRequest,
  { roots, space }: { roots: readonly string[]; space: SpaceRow },
): Promise<OpenTokens> {
  const opened = await (source.activations === null ? openText(source, { roots, space }) : openShards(source, roots));
  if (opened.width === space.dIn) return opened;
  await opened.close();
  throw new ReseedError(
    'SPACE_MISMATCH',
    `Cannot encode at "${opened.hookpoint}": activations there are ${opened.width} wide; expected ${space.dIn}, as the dictionaries are`,
    { hint: 'Name the hookpoint that the dictionaries were trained on, or another model.' },
  );
}

async function openText(
  { model, corpus, hookpoint, tokens, context }: TokenSourceRequest,
  { roots, space }: { roots: readonly string[]; space: SpaceRow },
): Promise<OpenTokens & { width: number }> {
  if (model === null || corpus === null) throw new TypeError('a text needs a model');
  const harvest = await openHarvest({ model, corpus, roots, hookpoint: hookpoint ?? space.hookpoint, context });
  return {
    name: path.basename(corpus),
    width: harvest.space.dIn,
    hookpoint: harvest.space.hookpoint,
    provenance: { ...harvest.provenance, askedTokens: tokens },
    expected: tokens,
    async *start(run) {
      for await (const { activations, ids, documents, windows } of harvest.start({ ...run, tokens, skipTokens: 0 }))
        yield { x: activations, count: ids.length, documents, contexts: windows };
    },
    startSpliced: (run) => harvest.startSpliced({ ...run, tokens }),
    close: () => harvest.close(),
  };
}

async function openShards(
  { activations, tokens }: TokenSourceRequest,
  roots: readonly string[],
): Promise<OpenTokens & { width: number }> {
  if (activations === null) throw new TypeError('expected a folder');
  const folder = await openSourceFolder({ path: activations, roots });
  const shards = await openActivationShards(folder);
  const count = Math.min(tokens ?? shards.tokens, shards.tokens);
  const { dIn: width, hookpoint } = shards.space;
  return {
    name: path.basename(activations),
    width,
    hookpoint,
    provenance: {
      ...shards.provenance,
      files: shards.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
      readTokens: count,
    },
    expected: count,
    async *start({ signal }) {
      for (let start = 0; start < count; start += BLOCK_ROWS) {
        signal.throwIfAborted();
        const rows = Math.min(BLOCK_ROWS, count - start);
        const contexts = Int32Array.from({ length: rows }, (_, t) => Math.floor((start + t) / CONTEXT_ROWS));
        yield { x: await shards.readTokens({ start, count: rows }), count: rows, documents: null, contexts };
      }
    },
    startSpliced: null,
    close: () => shards.close(),
  };
}
