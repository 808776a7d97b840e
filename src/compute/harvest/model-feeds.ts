/**
 * Windows of one batch -> the inputs of a language model in ONNX: ids, and of mask, positions and empty key-value caches those that it takes.
 *
 * Shorter windows are padded on the right with id 0 and masked; models that take no mask must be causal, as decoders are.
 */
import { ReseedError } from '../../errors.ts';
import type { FeedBlock } from '../onnx/onnx-session.ts';

/** An input of the model, as its graph declares it. A dimension is null where it is known at run time only. */
export interface ModelInput {
  readonly name: string;
  /** `TensorProto.DataType`. */
  readonly elementType: number;
  readonly shape: readonly (number | null)[] | null;
}

const FLOAT32 = 1;
const INT64 = 7;
const BOOL = 9;
const FLOAT16 = 10;

/** A batch of b windows, padded to s tokens. */
export interface PaddedBatch {
  readonly b: number;
  readonly s: number;
  /** [b, s] */
  readonly ids: BigInt64Array;
  /** [b], at most s each */
  readonly lengths: Int32Array;
}

/** Windows as one batch. */
export function padWindows(windows: readonly { ids: Int32Array }[]): PaddedBatch {
  const b = windows.length;
  const s = Math.max(...windows.map(({ ids }) => ids.length));
  const ids = new BigInt64Array(b * s);
  windows.forEach((window, row) => window.ids.forEach((id, i) => (ids[row * s + i] = BigInt(id))));
  return { b, s, ids, lengths: Int32Array.from(windows, (window) => window.ids.length) };
}

/** Every input of the model for this batch. Throws `MODEL_UNSUPPORTED` for an input that is not known. */
export function buildFeeds(inputs: readonly ModelInput[], batch: PaddedBatch): Record<string, FeedBlock> {
  return Object.fromEntries(inputs.map((input) => [input.name, buildFeed(input, batch)]));
}

function buildFeed(input: ModelInput, { b, s, ids, lengths }: PaddedBatch): FeedBlock {
  const shape = [b, s];
  const fill = (value: (row: number, i: number) => number): FeedBlock => ({
    type: 'int64',
    values: BigInt64Array.from({ length: b * s }, (_, at) => BigInt(value(Math.floor(at / s), at % s))),
    shape,
  });
  if (input.elementType === INT64) {
    if (input.name === 'input_ids' || input.name === 'input' || input.name === 'tokens')
      return { type: 'int64', values: ids, shape };
    if (input.name === 'attention_mask') return fill((row, i) => (i < lengths[row] ? 1 : 0));
    if (input.name === 'position_ids') return fill((_, i) => i);
    if (input.name === 'token_type_ids') return fill(() => 0);
  }
  if (input.elementType === BOOL && input.name === 'use_cache_branch')
    return { type: 'bool', values: Uint8Array.of(0), shape: [1] };
  const cache = buildEmptyCache(input, b);
  if (cache !== null) return cache;
  throw new ReseedError(
    'MODEL_UNSUPPORTED',
    `Cannot feed the input "${input.name.slice(0, 80)}": it is not one of a decoder; expected input_ids, attention_mask, position_ids or past_key_values`,
    {
      hint: 'Export the model for text generation, for example with: optimum-cli export onnx --task text-generation.',
    },
  );
}

/** past_key_values.N.key [batch, heads, past, width] with no past: the second open dimension is the past. */
function buildEmptyCache(input: ModelInput, b: number): FeedBlock | null {
  if (!/^past_key_values\.\d+\.(?:key|value)$/.test(input.name) || input.shape === null) return null;
  if (input.elementType !== FLOAT32 && input.elementType !== FLOAT16) return null;
  const shape = input.shape.map((length, i) => length ?? (i === 0 ? b : 0));
  return input.elementType === FLOAT32
    ? { type: 'float32', values: new Float32Array(0), shape }
    : { type: 'float16', values: new Uint16Array(0), shape };
}
