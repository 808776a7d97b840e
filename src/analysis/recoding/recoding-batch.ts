/**
 * Recodings of one request. Latents of one level are read in one statement, and their answers come together, so that what is asked of
 * the atoms is one batch, too.
 */
import DataLoader from 'dataloader';
import type { Database } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { type LatentKey, readVectors } from '../../../db/stores/latents.ts';
import { recode, type Recoding } from '../../compute/recoding/recode.ts';
import { buildUnitRows } from '../../compute/unit-rows.ts';
import { keyText, latentKeyText } from '../batches/key-text.ts';
import type { PairCache } from '../held/pair-cache.ts';
import type { RowCache } from '../held/row-cache.ts';
import { found } from '../stored-rows.ts';

/** A latent, the dictionary to rebuild it from, from how many latents at most, and whether from those alone that are alive. */
export interface RecodingKey {
  latent: LatentKey;
  other: DictionaryRow;
  atoms: number;
  aliveOnly: boolean;
  minFiringFrequency?: number | null;
}

/** A recoding, and whether there was a direction to rebuild. */
export interface LatentRecoding extends Recoding {
  isZero: boolean;
}

export type RecodingBatch = DataLoader<RecodingKey, LatentRecoding, string>;

/** Fails with the signal's reason once it is aborted, and with what {@link RowCache.loadDecoder} throws. */
export function buildRecodingBatch(of: {
  db: Database;
  rows: RowCache;
  pairs: PairCache;
  signal: AbortSignal;
}): RecodingBatch {
  return new DataLoader((keys) => recodeAll(of, keys), {
    cacheKeyFn: ({ latent, other, atoms, aliveOnly, minFiringFrequency }) =>
      `${latentKeyText(latent)}:${keyText(other)}:${atoms}:${Number(aliveOnly)}:${minFiringFrequency ?? ''}`,
  });
}

async function recodeAll(
  { db, rows, pairs, signal }: { db: Database; rows: RowCache; pairs: PairCache; signal: AbortSignal },
  keys: readonly RecodingKey[],
): Promise<LatentRecoding[]> {
  const vectors = await readVectors(
    db,
    keys.map(({ latent }) => ({ ...latent, side: 'DECODER' as const })),
  );
  const recodings: LatentRecoding[] = [];
  for (const [at, { other, atoms, aliveOnly, minFiringFrequency }] of keys.entries()) {
    const d = other.dIn;
    const { unit, norms } = buildUnitRows(found(vectors[at], 'latent'), { n: 1, d });
    const allowed = aliveOnly ? await pairs.loadAlive(other, { minFiringFrequency }) : null;
    const recoding = await recode(unit.values, await rows.loadDecoder(other), { atoms, allowed, signal });
    recodings.push({ ...recoding, isZero: norms[0] === 0 });
  }
  return recodings;
}
