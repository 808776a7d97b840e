/**
 * Layouts that publishers chose for their dictionaries: names of tensors and which way they lie, who the dictionary is, how it encodes ->
 * {@link Checkpoint}. What a layout leaves to the file is looked up here: sizes by shape, element types, configuration for provenance.
 */
import { ReseedError } from '../../src/errors.ts';
import { type MatrixPart, measureParts, openPartRows } from '../containers/part-rows.ts';
import { readAll } from '../containers/tensor-rows.ts';
import { closeAll, openTensorSet, type TensorSet } from '../containers/tensor-set.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import type { Architecture, Checkpoint, CheckpointOptions, EncodingConventions, Orientation } from './checkpoint.ts';
import { resolveIdentity, type Statement } from './identity.ts';
import { assertStorable, getMatrix, getScalar, getTensor, getVector } from './matrix-layout.ts';
import { openDictionary, type VectorReader } from './open-dictionary.ts';
import { inferFromPath } from './path-identity.ts';
import { readSidecars } from './checkpoint-provenance.ts';
import { noteWidths } from './transcoder.ts';

/** A matrix by name, and which way the layout stores it. */
export interface PlacedMatrix {
  name: string;
  orientation: Orientation;
  /** Where the tensor holds several: which one, whose rows are those of latents. */
  part?: MatrixPart;
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
  decoderBias?: string | { name: string; part: number } | null;
  /** One per latent, or one for all. `read` is applied to every number: thresholds may be stored as logarithms, or in other units. */
  threshold?: { name: string; read?: (value: number) => number } | { value: number } | null;
  magnitude?: { bias: string; logScale: string } | null;
  /** Rows of the output, from the input. */
  skip?: PlacedMatrix | null;
  /** Input and output are two places, which may differ in width. */
  isTranscoder?: boolean;
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
    const { decoder, magnitude } = layout;
    const input = layout.encoder === null ? dIn : measure(weights, layout.encoder).dIn;
    const widths = layout.isTranscoder === true ? noteWidths({ input, output: dIn }) : null;
    const encoder = widths === null ? layout.encoder : null;
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
      encoding: widths === null ? layout.encoding : { ...layout.encoding, unsupported: widths.unsupported },
      identity,
      guesses: widths === null ? guesses : [...guesses, widths.guess],
      config: layout.config,
      folder,
      tensorSets: [weights],
      otherFiles: [...(layout.otherFiles ?? [])],
      decoder:
        decoder.part === undefined
          ? getMatrix(weights, {
              ...size,
              name: decoder.name,
              format: decoder.orientation,
              asked: options.decoderOrientation,
            })
          : openPartRows(getTensor(weights, decoder.name), {
              ...decoder.part,
              dtype: getTensor(weights, decoder.name).dtype,
            }),
      encoder: encoder && getMatrix(weights, { ...size, name: encoder.name, format: encoder.orientation }),
      encoderBias: findVector(weights, layout.encoderBias, nLatents),
      decoderBias: findDecoderBias(weights, layout.decoderBias, dIn),
      threshold: findThreshold(weights, layout.threshold, nLatents),
      firingFrequency: null,
      magnitude: magnitude
        ? {
            bias: getVector(weights, magnitude.bias, nLatents),
            logScale: getVector(weights, magnitude.logScale, nLatents),
          }
        : null,
      skip: layout.skip
        ? getMatrix(weights, { name: layout.skip.name, n: dIn, d: input, format: layout.skip.orientation })
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

/** The decoder that the importer asked for. Throws `FORMAT_UNSUPPORTED`, which names the `what` that has several, where none was. */
export function getDecoderPart(
  options: CheckpointOptions & { weights: string },
  { what, decoders }: { what: string; decoders: number },
): number {
  if (options.decoderPart !== undefined) return options.decoderPart;
  throw unsupported(
    options.weights,
    `it is ${what}: every latent has ${decoders} decoder rows; expected one, or to be told which`,
    `Say which decoder, 0 to ${decoders - 1}, with decoderPart (command line: --decoder-part), or import dictionaries of one layer and model.`,
  );
}

/** The refusal of a kind of dictionary that is known and not imported. */
export function unsupported(what: string, reason: string, hint: string): ReseedError {
  return new ReseedError('FORMAT_UNSUPPORTED', `Cannot import "${clip(what)}": ${reason}`, { hint });
}

function measure(weights: TensorSet, { name, orientation, part }: PlacedMatrix): { nLatents: number; dIn: number } {
  const shape = weights.tensors.get(name)?.entry.shape ?? [];
  const parts = part === undefined ? null : measureParts(shape, part.order);
  if (part !== undefined && parts !== null) {
    if (part.index < parts.parts) return { nLatents: parts.nLatents, dIn: parts.d };
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot import decoder ${part.index} of "${clip(name)}": it has ${parts.parts}; expected 0 to ${parts.parts - 1}`,
      { hint: 'Decoders are numbered from 0 in the order of the file.' },
    );
  }
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

function findDecoderBias(weights: TensorSet, bias: PublishedLayout['decoderBias'], d: number): VectorReader | null {
  if (typeof bias !== 'object' || bias === null) return findVector(weights, bias, d);
  const tensor = getTensor(weights, bias.name);
  const { shape } = tensor.entry;
  if (shape.length !== 2 || shape[1] !== d || shape[0] <= bias.part) getVector(weights, bias.name, d); // says what is wrong
  return async () => (await readAll(tensor, tensor.dtype)).slice(bias.part * d, (bias.part + 1) * d);
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
