/** Who is alive, and on what that rests: of a dictionary, and of one latent. */
import type { AliveSource, AliveStatement } from '../../../db/stores/update-aliveness.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { LatentRow } from '../../../db/stores/latents.ts';
import { rateUpperBound } from '../../compute/statistics/rate-bound.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';

/** The latents of one dictionary. */
export interface Aliveness {
  dictionary: DictionaryRow;
  alive: number;
  dead: number;
  zeroRows: number;
  unknown: number;
  statements: (AliveStatement & { deadRateUpperBound: number | null })[];
  statement: string;
}

/** One latent. */
export interface LatentAliveness {
  alive: boolean | null;
  /** Null where nothing is known. */
  source: AliveSource | null;
  dataset: string | null;
  tokens: number | null;
  firingCount: number | null;
  firingFrequency: number | null;
  rateUpperBound: number | null;
  statement: string;
}

/** What is known of a dictionary's latents. */
export function describeAliveness(dictionary: DictionaryRow): Aliveness {
  const { nLatents, aliveness } = dictionary;
  const sum = (of: (statement: AliveStatement) => number) => aliveness.reduce((total, one) => total + of(one), 0);
  const [alive, dead] = [sum((one) => one.alive), sum((one) => one.dead)];
  const zeroRows = sum(({ source, dead: zero }) => (source === 'ZERO_ROW' ? zero : 0));
  const statements = aliveness.map((one) => ({
    ...one,
    deadRateUpperBound: one.source === 'COUNTED' && one.tokens ? rateUpperBound(0, one.tokens) : null,
  }));
  const known = { alive, dead, zeroRows, unknown: nLatents - alive - dead, statements };
  return { dictionary, ...known, statement: definitions.alive.statement(known) };
}

/** Latents known to be dead; null where nothing is known but zero rows. */
export function countDead({ nAlive, aliveness }: DictionaryRow): number | null {
  return nAlive === null ? null : aliveness.reduce((total, { dead }) => total + dead, 0);
}

/** What is known of one latent. */
export async function readLatentAliveness({ batches }: AnalysisContext, latent: LatentRow): Promise<LatentAliveness> {
  const { spaceId, dictionaryId, index, alive, firingFrequency, frequencyCollectionId: collectionId } = latent;
  const source = sourceOf(latent);
  const counted =
    source === 'COUNTED' && collectionId !== null
      ? await batches.firingCounts.load({ spaceId, dictionaryId, index, collectionId })
      : null;
  const tokens = counted?.tokens ?? null;
  const firingCount = counted?.firingCount ?? (tokens !== null && firingFrequency === 0 ? 0 : null);
  const known = {
    alive,
    source,
    dataset: counted?.dataset ?? null,
    tokens,
    firingCount,
    firingFrequency: source === 'ZERO_ROW' ? null : firingFrequency,
    rateUpperBound: tokens !== null && tokens > 0 && firingCount !== null ? rateUpperBound(firingCount, tokens) : null,
  };
  return { ...known, statement: definitions.latentAlive.statement(known) };
}

function sourceOf({ alive, decoderNorm, encoderNorm, frequencyCollectionId }: LatentRow): AliveSource | null {
  if (decoderNorm === 0 || encoderNorm === 0) return 'ZERO_ROW';
  if (alive === null) return null;
  return frequencyCollectionId === null ? 'STATED' : 'COUNTED';
}
