/**
 * A model folder, a hookpoint and a text file -> a harvest that can be started: where loaders and compute meet for activations.
 */
import { createHash } from 'node:crypto';
import type { ActivationSpace } from '../../../loaders/activations/activation-manifest.ts';
import type { ByteSource } from '../../../loaders/files/byte-source.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { openLanguageModel } from '../../../loaders/onnx/language-model.ts';
import { type Hookpoint, listHookpoints } from '../../../loaders/onnx/onnx-hookpoints.ts';
import { HOOK_OUTPUT } from '../../../loaders/onnx/onnx-prune.ts';
import { SPLICE_INPUT, spliceAtTensor } from '../../../loaders/onnx/onnx-splice.ts';
import { readDocuments } from '../../../loaders/activations/text-documents.ts';
import { passSpliced, type SplicedBatch } from '../../compute/evaluation/spliced-pass.ts';
import { harvest, type HarvestBatch } from '../../compute/harvest/harvest.ts';
import type { BosRule } from '../../compute/harvest/text-windows.ts';
import { ReseedError } from '../../errors.ts';
import { BATCH_WINDOWS, hookModel } from './hooked-model.ts';

/** Bytes hashed at a time. */
const HASH_BYTES = 4 * 1024 * 1024;

export interface HarvestSource {
  /** Folder or file of the model, below one of the roots. */
  readonly model: string;
  /** Text file, below one of the roots (`loaders/text-documents.ts` says how documents are told apart). */
  readonly corpus: string;
  readonly roots: readonly string[];
  readonly hookpoint: string;
  /** How the model is called in the space; null: as its files say. */
  readonly modelName?: string | null;
  readonly revision?: string | null;
  /** Tokens of a window, BOS included; null: what the model takes, at most 512. */
  readonly context?: number | null;
  readonly bos?: BosRule;
  readonly keepBos?: boolean;
}

/** A harvest that is ready; the holder closes it. */
export interface OpenHarvest {
  readonly space: ActivationSpace;
  readonly hookpoint: Hookpoint;
  /** All that decides the activations: model, text, tokenizer, windows. */
  readonly provenance: Record<string, unknown>;
  /** The files that decide them: model, weights next to it, tokenizer and text. */
  readonly files: readonly { name: string; size: number; sha256: string }[];
  /** Bytes of the text, for an estimate of how far a harvest is. */
  readonly corpusBytes: number;
  /** A stream from the beginning of the text, or after `skipTokens` tokens, up to `tokens` in all (null: to the end). As `harvest`. */
  start(run: {
    tokens: number | null;
    skipTokens: number;
    threads: number;
    signal?: AbortSignal;
  }): AsyncGenerator<HarvestBatch>;
  /**
   * The same windows through both halves of the model, from the beginning of the text, up to `tokens` (null: to its end). As `passSpliced`; throws
   * `MODEL_UNSUPPORTED` where the hookpoint's tensor cannot be replaced.
   */
  startSpliced(run: {
    tokens: number | null;
    maxLogits: number;
    threads: number;
    signal?: AbortSignal;
  }): AsyncGenerator<SplicedBatch>;
  close(): Promise<void>;
}

/** Columns of logits of which a graph does not say how many: more than most vocabularies have. */
const UNKNOWN_VOCABULARY = 2 ** 18;

/**
 * Opens model and text and prunes the model; nothing is computed. Throws `SOURCE_NOT_FOUND`, `PATH_OUTSIDE_ROOTS`, `MODEL_BAD`,
 * `HOOKPOINT_UNKNOWN`, `BAD_INPUT`.
 */
export async function openHarvest(from: HarvestSource): Promise<OpenHarvest> {
  const { roots } = from;
  const model = await openLanguageModel({ path: from.model, roots });
  let corpus: ByteSource | null = null;
  try {
    const hooked = await hookModel(model, { hookpoint: from.hookpoint, context: from.context ?? null });
    const { hookpoint, harvestModel, tokenizer, context } = hooked;
    const text = await openText(from.corpus, roots);
    corpus = text;
    const external = await model.hashExternal(hooked.external);
    const modelSha256 = await model.hash();
    const corpusSha256 = await hashText(text);
    const bos = from.bos ?? 'WINDOW';
    const keepBos = from.keepBos ?? false;
    const space: ActivationSpace = {
      model: from.modelName ?? model.name,
      revision: from.revision ?? model.revision,
      hookpoint: hookpoint.name,
      dIn: hookpoint.width,
      normalisation: 'none',
    };
    return {
      space,
      hookpoint,
      provenance: {
        tensor: hookpoint.tensor,
        modelSha256,
        ...(external.length > 0 && { externalSha256: external.map(({ sha256 }) => sha256) }),
        tokenizerSha256: tokenizer.sha256,
        corpus: text.name,
        corpusSha256,
        context,
        batchWindows: BATCH_WINDOWS,
        bos,
        keepBos,
      },
      files: [
        { name: model.fileName, size: model.source.size, sha256: modelSha256 },
        ...external,
        { name: 'tokenizer.json', size: tokenizer.size, sha256: tokenizer.sha256 },
        { name: text.name, size: text.size, sha256: corpusSha256 },
      ],
      corpusBytes: text.size,
      start: (run) =>
        harvest({
          ...run,
          model: harvestModel,
          tokenizer,
          documents: readDocuments(text),
          context,
          batchWindows: BATCH_WINDOWS,
          bos,
          keepBos,
        }),
      async *startSpliced({ maxLogits, ...run }) {
        const spliced = await spliceAtTensor(model.source, { graph: model.graph, tensor: hookpoint.tensor });
        await model.checkExternal(spliced.external);
        const { bytes, inputs, vocabulary } = spliced;
        const tail = { bytes, inputs, splice: SPLICE_INPUT, output: HOOK_OUTPUT, externalFolder: model.folderPath };
        yield* passSpliced({
          ...run,
          head: harvestModel,
          tail,
          tokenizer,
          documents: readDocuments(text),
          context,
          bos,
          maxLogits,
          vocabulary: vocabulary ?? UNKNOWN_VOCABULARY,
        });
      },
      async close() {
        await Promise.all([model.close(), text.close()]);
      },
    };
  } catch (error) {
    await Promise.all([model.close(), corpus?.close()]);
    throw error;
  }
}

/** The hookpoints of the model at `from.path`, below one of the roots; `listHookpoints` says in which order. Throws as {@link openHarvest}. */
export async function listModelHookpoints(from: { path: string; roots: readonly string[] }): Promise<Hookpoint[]> {
  const model = await openLanguageModel(from);
  try {
    return listHookpoints(model.graph);
  } finally {
    await model.close();
  }
}

async function openText(path: string, roots: readonly string[]): Promise<ByteSource> {
  const folder = await openSourceFolder({ path, roots });
  if (folder.preferredFile !== null) return folder.open(folder.preferredFile);
  throw new ReseedError('BAD_INPUT', 'Cannot read the text: this is a folder; expected a text file or .jsonl', {
    hint: 'Name one file.',
  });
}

async function hashText(text: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for (let offset = 0; offset < text.size; offset += HASH_BYTES)
    hash.update(await text.read(offset, Math.min(HASH_BYTES, text.size - offset)));
  return hash.digest('hex');
}
