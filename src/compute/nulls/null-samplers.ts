/**
 * The unrelated dictionaries of a null, draw by draw.
 *
 * In: the kind of null, sizes, a seed and, where the kind looks at them, unit rows. Out: rows of one dictionary of one draw, side by side. A
 * draw's numbers depend on neither the number of draws nor the order in which they are asked for.
 */
import { buildUnitRows, type UnitRows } from '../unit-rows.ts';
import type { MatchingEnd, Side } from '../statistics/pair-arrays.ts';
import { drawIsotropicRows, drawRows, estimateGaussian, type Gaussian } from './gaussian-rows.ts';
import type { RowNullKind } from './null-statistics.ts';
import { drawRotation, rotateRows } from './random-rotation.ts';
import { buildRandomStream } from './random-stream.ts';

/** The dictionaries of a draw: one in the place of A, one of B, and a third like A for figures over three dictionaries. */
export type Drawn = MatchingEnd | 'THIRD';

/** What samplers are made from. */
export interface Sampling {
  readonly kind: RowNullKind;
  /** 0 to 2^53 - 1. The same seed gives the same rows on every machine. */
  readonly seed: number;
  /** Latents of A and of B. */
  readonly n: readonly [number, number];
  readonly d: number;
  /** Unit rows of a dictionary; for INITIAL those that it began with. Not asked for ISOTROPIC. Asked again for every draw of ROTATION. */
  readUnitRows(which: { end: MatchingEnd; side: Side }): Promise<UnitRows>;
  readonly signal?: AbortSignal;
}

/** Reads one side of a drawn dictionary; sides that belong together come from the same draw. */
export type DrawnSides = (side: Side) => Promise<UnitRows>;

/** The dictionary of a draw. */
export type Sampler = (draw: number, which: Drawn) => DrawnSides;

/** Last numbers of a stream's path: what is drawn from it. */
const STREAM = { DECODER: 0, ENCODER: 1, JOINT: 2, ROTATION: 3 };
const placeOf = { A: 0, B: 1, THIRD: 2 };
const endOf = (which: Drawn): MatchingEnd => (which === 'B' ? 'B' : 'A');

/** Whether a kind has a third dictionary that is as unrelated to the other two as they are to each other. */
export function hasThird(kind: RowNullKind): boolean {
  return kind !== 'INITIAL';
}

/** The sampler of a kind. */
export function buildSampler(sampling: Sampling): Sampler {
  const { kind, seed, n, d, signal } = sampling;
  const sizeOf = (which: Drawn) => n[which === 'B' ? 1 : 0];
  const streamOf = (draw: number, which: Drawn, purpose: number) =>
    buildRandomStream(seed, [draw, placeOf[which], purpose]);
  if (kind === 'ISOTROPIC')
    return (draw, which) => (side) =>
      drawIsotropicRows({ n: sizeOf(which), d }, { stream: streamOf(draw, which, STREAM[side]), signal });
  if (kind === 'COVARIANCE_MATCHED') {
    const gaussians = new Map<string, Promise<Gaussian>>();
    const gaussianOf = (end: MatchingEnd, side: Side) =>
      getOrMake(gaussians, `${end} ${side}`, async () =>
        estimateGaussian(await sampling.readUnitRows({ end, side }), signal),
      );
    return (draw, which) => async (side) =>
      drawRows(await gaussianOf(endOf(which), side), {
        n: sizeOf(which),
        stream: streamOf(draw, which, STREAM[side]),
        signal,
      });
  }
  if (kind === 'JOINT') {
    const gaussians = new Map<MatchingEnd, Promise<Gaussian>>();
    const gaussianOf = (end: MatchingEnd) => getOrMake(gaussians, end, () => estimateJoint(sampling, end));
    return (draw, which) => {
      const drawn = once(async () =>
        split(
          await drawRows(await gaussianOf(endOf(which)), {
            n: sizeOf(which),
            stream: streamOf(draw, which, STREAM.JOINT),
            signal,
          }),
        ),
      );
      return async (side) => (await drawn())[side];
    };
  }
  if (kind === 'ROTATION') {
    return (draw, which) => {
      const rotation = once(() => drawRotation(d, streamOf(draw, which, STREAM.ROTATION), signal));
      return async (side) => {
        const rows = await sampling.readUnitRows({ end: endOf(which), side });
        // turning one of two dictionaries is as good as turning both
        return which === 'A' ? rows : rotateRows(rows, await rotation(), signal);
      };
    };
  }
  return (_draw, which) => (side) => sampling.readUnitRows({ end: endOf(which), side });
}

/** Of decoder and encoder row end to end, each of unit length; latents with a zero row on either side are left out. */
async function estimateJoint({ readUnitRows, signal }: Sampling, end: MatchingEnd): Promise<Gaussian> {
  const decoder = await readUnitRows({ end, side: 'DECODER' });
  const encoder = await readUnitRows({ end, side: 'ENCODER' });
  const { n, d } = decoder;
  const values = new Float32Array(n * 2 * d);
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const halves = [decoder, encoder].map((rows) => rows.values.subarray(i * d, (i + 1) * d));
    if (!halves.every((half) => half.some((value) => value !== 0))) continue;
    values.set(halves[0], kept * 2 * d);
    values.set(halves[1], (kept * 2 + 1) * d);
    kept++;
  }
  return estimateGaussian({ n: kept, d: 2 * d, values: values.subarray(0, kept * 2 * d) }, signal);
}

function split({ n, d: width, values }: UnitRows): Record<Side, UnitRows> {
  const d = width / 2;
  const half = (at: number) => {
    const rows = new Float32Array(n * d);
    for (let i = 0; i < n; i++) rows.set(values.subarray((i * 2 + at) * d, (i * 2 + at + 1) * d), i * d);
    return buildUnitRows(rows, { n, d }).unit;
  };
  return { DECODER: half(0), ENCODER: half(1) };
}

function getOrMake<Key, Value>(made: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = made.get(key);
  if (found !== undefined) return found;
  const value = make();
  made.set(key, value);
  return value;
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => (made ??= make());
}
