/**
 * Layouts that publishers chose for their dictionaries: names of tensors and which way they lie, who the dictionary is, how it encodes ->
 * {@link Checkpoint}. What a layout leaves to the file is looked up here: sizes by shape, element types, configuration for provenance.
 */
import { ReseedError } from '../../src/errors.ts';
import { closeAll, openTensorSet, type TensorSet } from '../containers/tensor-set.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import type { Architecture, Checkpoint, CheckpointOptions, EncodingConventions, Orientation } from './checkpoint.ts';
import { resolveIdentity, type Statement } from './identity.ts';
import { assertStorable, getMatrix, getScalar, getVector } from './matrix-layout.ts';
import { openDictionary, type VectorReader } from './open-dictionary.ts';
import { inferFromPath } from './path-identity.ts';
import { readSidecars } from './checkpoint-provenance.ts';

/** A matrix by name, and which way the layout stores it. */
export interface PlacedMatrix {
  name: string;
  orientation: Orientation;
}

/** What a publisher's layout says of the one dictionary in a file. */
export interface PublishedLayout {
  format: string;
  architecture: Architecture;
  k?: number | null;
  l1Coefficient?: number | null;
  decoder: PlacedMatrix;
  /** Null: decoder only. */
  encoder: PlacedMatrix | null;
  /** Names; absent or null: there is none. */
  encoderBias?: string | null;
  decoderBias?: string | null;
  /** One per latent, or one for all. `read` is applied to every number: thresholds may be stored as logarithms, or in other units. */
  threshold?: { name: string; read?: (value: number) => number } | { value: number } | null;
  magnitude?: { bias: string; logScale: string } | null;
  /** Rows of the output, from the input. */
  skip?: PlacedMatrix | null;
  encoding: EncodingConventions;
  /** What the layout says of the dictionary, most trusted first. They come behind what the importer and `reseed.json` state, before the path. */
  statements: readonly Statement[];
  /** For provenance. */
  config: Record<string, unknown> | null;
  /** Files next to the weights that decide facts. */
  otherFiles?: readonly string[];
}

/** Opens `weights` of `folder` as `describe` says of its tensors. Throws what opening throws, and what is wrong with sizes and shapes. */
export async function openPublished(
  folder: SourceFolder,
  options: CheckpointOptions & { weights: string },
  describe: (weights: TensorSet) => PublishedLayout | Promise<PublishedLayout>,
): Promise<Checkpoint> {
  const weights = await openTensorSet(folder, options.weights);
  try {
    const layout = await describe(weights);
    const { nLatents, dIn } = measure(weights, layout.decoder);
    assertStorable({ nLatents, dIn });
    const size = { n: nLatents, d: dIn };
    const { identity, guesses } = resolveIdentity([
      { values: options.identity ?? {} },
      ...(await readSidecars(folder)),
      ...layout.statements,
      inferFromPath(folder.pathComponents, options.weights),
    ]);
    const { decoder, encoder, magnitude } = layout;
    return await openDictionary({
      format: layout.format,
      facts: {
        architecture: layout.architecture,
        nLatents,
        dIn,
        k: layout.k ?? null,
        l1Coefficient: layout.l1Coefficient ?? null,
        hasEncoder: encoder !== null,
      },
      encoding: layout.encoding,
      identity,
      guesses,
      config: layout.config,
      folder,
      tensorSets: [weights],
      otherFiles: [...(layout.otherFiles ?? [])],
      decoder: getMatrix(weights, {
        ...size,
        name: decoder.name,
        format: decoder.orientation,
        asked: options.decoderOrientation,
      }),
      encoder: encoder && getMatrix(weights, { ...size, name: encoder.name, format: encoder.orientation }),
      encoderBias: findVector(weights, layout.encoderBias, nLatents),
      decoderBias: findVector(weights, layout.decoderBias, dIn),
      threshold: findThreshold(weights, layout.threshold, nLatents),
      firingFrequency: null,
      magnitude: magnitude
        ? {
            bias: getVector(weights, magnitude.bias, nLatents),
            logScale: getVector(weights, magnitude.logScale, nLatents),
          }
        : null,
      skip: layout.skip
        ? getMatrix(weights, { name: layout.skip.name, n: dIn, d: dIn, format: layout.skip.orientation })
        : null,
    });
  } catch (error) {
    await closeAll(weights.sources);
    throw error;
  }
}

/** The first of `names` that is a tensor of the set, or null. */
export function firstTensor(weights: TensorSet, names: readonly string[]): string | null {
  return names.find((name) => weights.tensors.has(name)) ?? null;
}

/** The refusal of a kind of dictionary that is known and not imported. */
export function unsupported(what: string, reason: string, hint: string): ReseedError {
  return new ReseedError('FORMAT_UNSUPPORTED', `Cannot import "${clip(what)}": ${reason}`, { hint });
}

function measure(weights: TensorSet, { name, orientation }: PlacedMatrix): { nLatents: number; dIn: number } {
  const shape = weights.tensors.get(name)?.entry.shape ?? [];
  const [nLatents, dIn] = orientation === 'LATENTS_BY_WIDTH' ? shape : [shape[1], shape[0]];
  if (shape.length === 2 && nLatents > 0 && dIn > 0) return { nLatents, dIn };
  if (!weights.tensors.has(name)) getVector(weights, name, 0); // says what is missing
  throw new ReseedError(
    'TENSOR_BAD_SHAPE',
    `Cannot import "${clip(name)}": its shape is [${clip(shape.join(', '))}]; expected a matrix of latents and dimensions`,
    { hint: 'Check that the file is complete and that it holds one dictionary.' },
  );
}

function findVector(weights: TensorSet, name: string | null | undefined, length: number): VectorReader | null {
  return name === null || name === undefined ? null : getVector(weights, name, length);
}

function findThreshold(
  weights: TensorSet,
  threshold: PublishedLayout['threshold'],
  nLatents: number,
): VectorReader | null {
  if (threshold === null || threshold === undefined) return null;
  if ('value' in threshold) return async () => new Float32Array(nLatents).fill(threshold.value);
  const { name, read = (value: number) => value } = threshold;
  if (weights.tensors.get(name)?.entry.shape.length === 0) {
    const scalar = getScalar(weights, name);
    return async () => new Float32Array(nLatents).fill(read(await scalar()));
  }
  const vector = getVector(weights, name, nLatents);
  return async () => (await vector()).map(read);
}
