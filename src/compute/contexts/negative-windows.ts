/**
 * Windows on which a latent is silent: any, and such on which a latent with a near decoder row fires, which are the harder to tell apart.
 */
import { buildRandomStream } from '../nulls/random-stream.ts';
import type { ContextSettings } from './context-settings.ts';
import type { FoundContext } from './found-context.ts';
import type { SampledWindow } from './window-sample.ts';

/** Sampled windows, and of each latent the ones on which it fires. */
export interface NegativePool {
  windows: readonly SampledWindow[];
  /** Numbers of `windows`, ascending, by latent. */
  byLatent: Map<number, number[]>;
}

export function indexWindows(windows: readonly SampledWindow[]): NegativePool {
  const byLatent = new Map<number, number[]>();
  for (const [at, { latents }] of windows.entries()) {
    for (const latent of latents) {
      const list = byLatent.get(latent);
      if (list === undefined) byLatent.set(latent, [at]);
      else list.push(at);
    }
  }
  return { windows, byLatent };
}

/** Path of the random numbers of one latent's negatives: apart from those of its sample, which have [index] alone. */
const STREAM = 1;

/** First the non-activating ones, then those of neighbours, by turns from the nearest neighbour on; no window twice. Fewer if the pool has fewer. */
export function chooseNegatives(
  pool: NegativePool,
  of: { index: number; neighbours: Int32Array; settings: ContextSettings },
): FoundContext[] {
  const { index, settings } = of;
  const random = buildRandomStream(settings.seed, [index, STREAM]);
  const taken = new Set(pool.byLatent.get(index));
  const neighbours = chooseNeighbourWindows(pool, { ...of, taken, start: random.nextUniform() });
  const chosen: FoundContext[] = [];
  const { length } = pool.windows;
  // A walk with a stride that shares no factor with the length meets each window once, in an order of its own for each latent.
  const stride = coprimeStride(random.nextUint32(), length);
  let at = length === 0 ? 0 : random.nextUint32() % length;
  for (let step = 0; step < length && chosen.length < settings.nonActivating; step++, at = (at + stride) % length) {
    if (taken.has(at)) continue;
    const { window } = pool.windows[at];
    const position = random.nextUint32() % window.tokens.length;
    chosen.push(
      silent(pool.windows[at], { kind: 'NON_ACTIVATING', ordinal: chosen.length, position, neighbour: null }),
    );
  }
  return [...chosen, ...neighbours];
}

function chooseNeighbourWindows(
  pool: NegativePool,
  of: { neighbours: Int32Array; settings: ContextSettings; taken: Set<number>; start: number },
): FoundContext[] {
  const queues = [...of.neighbours]
    .filter((latent) => latent >= 0)
    .map((latent) => ({ latent, windows: rotate(pool.byLatent.get(latent) ?? [], of.start) }));
  const chosen: FoundContext[] = [];
  while (chosen.length < of.settings.neighbours && queues.some(({ windows }) => windows.length > 0)) {
    for (const { latent, windows } of queues) {
      if (chosen.length >= of.settings.neighbours) break;
      const at = windows.findIndex((number) => !of.taken.has(number));
      if (at < 0) {
        windows.length = 0;
        continue;
      }
      const [number] = windows.splice(0, at + 1).slice(-1);
      of.taken.add(number);
      const { latents, positions } = pool.windows[number];
      const position = positions[latents.indexOf(latent)];
      chosen.push(
        silent(pool.windows[number], { kind: 'NEIGHBOUR', ordinal: chosen.length, position, neighbour: latent }),
      );
    }
  }
  return chosen;
}

/** A copy that begins at the fraction `start` of the list: not every latent takes the first windows of the corpus. */
function rotate(list: readonly number[], start: number): number[] {
  const at = Math.floor(start * list.length);
  return [...list.slice(at), ...list.slice(0, at)];
}

function silent(
  { window }: SampledWindow,
  as: Pick<FoundContext, 'kind' | 'ordinal' | 'position' | 'neighbour'>,
): FoundContext {
  return { ...as, window, activations: new Float32Array(window.tokens.length), max: 0, quantile: null };
}

function coprimeStride(number: number, length: number): number {
  if (length < 2) return 1;
  let stride = 1 + (number % (length - 1));
  while (greatestDivisor(stride, length) > 1) stride = 1 + (stride % (length - 1));
  return stride;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
