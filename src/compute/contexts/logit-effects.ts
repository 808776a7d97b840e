/**
 * Decoder rows and the unembedding of a language model -> the tokens whose logits each latent raises and lowers most.
 *
 * In: rows [n, d], W_U as [vocabulary, d]. The effect on a token is the dot product of a decoder row and the token's row, float32: what one
 * unit of activation adds to the logit where the final norm were the identity. Nothing of size n x vocabulary is held.
 */
import type { ExecutionProvider } from '../execution-provider.ts';
import { openTileProduct, TILE_ROWS } from '../matching/tiles/tile-product.ts';

export interface TokenEffect {
  token: number;
  effect: number;
}

/** Per latent; strongest first, equal ones by token id. */
export type LogitEffects = readonly { promoted: TokenEffect[]; suppressed: TokenEffect[] }[];

/** Effects held at once: 32 MB. */
const TILE_FLOATS = 2 ** 23;

/**
 * The `count` greatest effects above zero and least below zero of each latent, among the tokens `ids` (ascending, all below
 * `vocabulary`). `readRows` gives decoder rows [count, d]. n d vocabulary multiplications.
 */
export async function findLogitEffects(of: {
  n: number;
  d: number;
  readRows: (start: number, count: number) => Promise<Float32Array>;
  unembedding: Float32Array;
  ids: readonly number[];
  count: number;
  threads: number;
  provider?: ExecutionProvider;
  signal?: AbortSignal;
  onRows?: (done: number) => void;
}): Promise<LogitEffects> {
  const { n, d, unembedding, ids, count } = of;
  const vocabulary = unembedding.length / d;
  const tileRows = Math.max(1, Math.min(TILE_ROWS, n, Math.floor(TILE_FLOATS / vocabulary)));
  const tile = new Float32Array(tileRows * vocabulary);
  const found: { promoted: TokenEffect[]; suppressed: TokenEffect[] }[] = [];
  const product = await openTileProduct({ d, threads: of.threads, provider: of.provider });
  try {
    for (let from = 0; from < n; from += tileRows) {
      of.signal?.throwIfAborted();
      const part = Math.min(tileRows, n - from);
      await product.multiply(await of.readRows(from, part), unembedding, tile.subarray(0, part * vocabulary));
      for (let i = 0; i < part; i++) {
        const effects = tile.subarray(i * vocabulary, (i + 1) * vocabulary);
        found.push({
          promoted: listStrongest(effects, { ids, count, sign: 1 }),
          suppressed: listStrongest(effects, { ids, count, sign: -1 }),
        });
      }
      of.onRows?.(from + part);
    }
  } finally {
    await product.close();
  }
  return found;
}

/** The `count` tokens with the greatest `sign * effect` above zero. */
function listStrongest(
  effects: Float32Array,
  { ids, count, sign }: { ids: readonly number[]; count: number; sign: 1 | -1 },
): TokenEffect[] {
  const strongest: TokenEffect[] = [];
  let least = 0;
  for (const token of ids) {
    const value = sign * effects[token];
    if (!(value > least)) continue;
    if (strongest.length === count) strongest.pop();
    let at = strongest.length;
    while (at > 0 && sign * strongest[at - 1].effect < value) at--;
    strongest.splice(at, 0, { token, effect: effects[token] });
    if (strongest.length === count) least = sign * strongest[count - 1].effect;
  }
  return strongest;
}
