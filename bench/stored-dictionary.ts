/** A dictionary in the database, made of rows in memory, without files and without a queue. */
import { createHash, randomUUID } from 'node:crypto';
import { ensureRunGroup, ensureSpace } from '../db/stores/catalogue.ts';
import { type DictionaryRow, findDictionaries } from '../db/stores/dictionaries.ts';
import { beginDictionary, publishDictionary } from '../db/stores/load-dictionary.ts';
import type { Database } from '../db/connect/connect.ts';
import { copyLatents, copyVectors } from '../db/stores/latents.ts';
import type { UnitRows } from '../src/compute/unit-rows.ts';

/** Begins a dictionary with these decoder rows (and, if `hasEncoder`, the same as encoder rows), in state LOADING. */
export async function beginSynthetic(
  db: Database,
  { rows, hasEncoder, group, seed }: { rows: UnitRows; hasEncoder: boolean; group?: string; seed?: number },
): Promise<{ spaceId: number; id: number; publish(): Promise<DictionaryRow> }> {
  const { n, d } = rows;
  const name = `synthetic-${randomUUID()}`;
  const sha256 = createHash('sha256').update(name).digest('hex');
  const identity = { model: 'synthetic', revision: 'bench', hookpoint: `width ${d}`, dIn: d, normalisation: 'none' };
  const { id: spaceId } = await ensureSpace(db, identity);
  const { id: runGroupId } = await ensureRunGroup(db, { spaceId, name: group ?? name });
  const job = { jobId: randomUUID(), jobAttempt: 1 };
  const id = await beginDictionary(db, {
    row: {
      spaceId,
      runGroupId,
      name,
      architecture: 'OTHER',
      nLatents: n,
      dIn: d,
      k: null,
      l1Coefficient: null,
      initSeed: seed ?? null,
      dataSeed: null,
      dataset: null,
      tokens: null,
      hasEncoder,
      portalId: null,
      format: 'bench',
      sourceUri: name,
      contentSha256: sha256,
      decoderSha256: sha256,
      encoderSha256: hasEncoder ? sha256 : null,
      files: [],
      guesses: [],
      config: null,
    },
    decoderBias: null,
    ...job,
  });
  const publish = async () => {
    await publishDictionary(db, { key: { spaceId, id }, ...job });
    const [row] = await findDictionaries(db, [{ spaceId, id }]);
    if (row === null) throw new Error('the dictionary was not published');
    return row;
  };
  return { spaceId, id, publish };
}

/** A READY dictionary with these decoder rows and no encoder. */
export async function storeDecoder(db: Database, rows: UnitRows): Promise<DictionaryRow> {
  const { n, d, values } = rows;
  const begun = await beginSynthetic(db, { rows, hasEncoder: false });
  const key = { spaceId: begun.spaceId, dictionaryId: begun.id };
  const ones = new Float64Array(n).fill(1);
  const nothing = { encoderNorm: null, encoderBias: null, threshold: null, firingFrequency: null };
  await copyLatents(db, { ...key, ...nothing, start: 0, count: n, alive: ones, decoderNorm: ones });
  await copyVectors(db, { ...key, side: 'DECODER', start: 0, values, d });
  return begun.publish();
}
