/**
 * Dictionaries that are known from a published matching only: a name, a size, a seed and where that comes from, with one row per latent and no
 * vectors. They are written and appear in one transaction.
 */
import type { Architecture, Guess } from '../../loaders/checkpoints/checkpoint.ts';
import type { Seed } from '../../loaders/checkpoints/seed.ts';
import { ensureRunGroup } from './catalogue.ts';
import { type DictionaryRow, findDictionaries } from './dictionaries.ts';
import { beginDictionary, publishDictionary } from './load-dictionary.ts';
import { copyLatents } from './latents.ts';
import type { Session } from '../connect/session.ts';

/** What a file says about a dictionary of which nothing else is known. */
export interface RegisteredEnd {
  n: number;
  initSeed: Seed | null;
  architecture: Architecture;
  /** 1 alive, 0 dead; null where nobody has said. [n] */
  alive: Uint8Array | null;
  statedSha256: string | null;
  portalId: string | null;
  hasEncoder: boolean;
}

/** Makes such a dictionary, in the caller's transaction. */
export async function registerDictionary(
  tx: Session,
  registered: {
    place: { spaceId: number; group: string; name: string; dIn: number };
    end: RegisteredEnd;
    source: {
      format: string;
      sourceUri: string;
      files: DictionaryRow['files'];
      guesses: Guess[];
    };
    job: { id: string; attempt: number };
  },
): Promise<DictionaryRow> {
  const { place, end, source, job } = registered;
  const { spaceId, name, dIn } = place;
  const { n, initSeed, architecture, alive, statedSha256, portalId, hasEncoder } = end;
  const group = await ensureRunGroup(tx, { spaceId, name: place.group });
  const id = await beginDictionary(tx, {
    row: {
      spaceId,
      runGroupId: group.id,
      name,
      architecture,
      nLatents: n,
      dIn,
      k: null,
      l1Coefficient: null,
      initSeed,
      dataSeed: null,
      dataset: null,
      tokens: null,
      hasWeights: false,
      hasEncoder,
      portalId,
      ...source,
      contentSha256: null,
      decoderSha256: null,
      encoderSha256: null,
      statedSha256,
      config: null,
    },
    decoderBias: null,
    jobId: job.id,
    jobAttempt: job.attempt,
  });
  const unknown = { decoderNorm: null, encoderNorm: null, encoderBias: null, threshold: null, firingFrequency: null };
  await copyLatents(tx, { spaceId, dictionaryId: id, start: 0, count: n, alive, ...unknown });
  await publishDictionary(tx, { key: { spaceId, id }, jobId: job.id, jobAttempt: job.attempt });
  const [row] = await findDictionaries(tx, [{ spaceId, id }]);
  if (row === null) throw new Error('a dictionary that was registered cannot be found');
  return row;
}

/** Holds a run group until the transaction ends, so that two cannot register the same dictionary in it. */
export async function lockRunGroup(tx: Session, group: { spaceId: number; name: string }): Promise<void> {
  const { spaceId, id } = await ensureRunGroup(tx, group);
  await tx.run('select 1 from run_groups where space_id = $1 and id = $2 for no key update', [spaceId, id]);
}
