/** How probably a latent is found in a further dictionary of its run group, from how many of the others have it. */
import type { LatentKey } from '../../../db/stores/latents.ts';
import { baseHistogram, foundIn } from '../../compute/group/base-universality.ts';
import { type Stability, stabilityByCount } from '../../compute/group/stability.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import type { Batches } from '../batches/batches.ts';
import { keyText } from '../batches/key-text.ts';
import { definitions } from '../definitions/definitions.ts';
import { findMatchedBase } from '../group/matched-group.ts';
import { qualify } from '../pair/publication-note.ts';
import { getDictionaryOf } from '../stored-rows.ts';

/** With its definition in words. */
export interface LatentStability extends Stability {
  statement: string;
}

/** One dictionary's latents. */
interface BaseStability {
  /** In how many dictionaries each is found; 0 where it is not counted. [n] */
  found: Uint16Array;
  byCount: LatentStability[] | null;
}

interface Asked {
  latent: LatentKey;
  criterion: Criterion;
  measure: Measure;
}

/** The answers of one request, like its batches: all latents of a dictionary rest on the same counts. */
const answered = new WeakMap<Batches, Map<string, Promise<BaseStability | null>>>();

/** Null with fewer than two others, while none is matched, and for a latent that does not count. Throws as {@link findMatchedBase}. */
export async function readStability(context: AnalysisContext, asked: Asked): Promise<LatentStability | null> {
  const { spaceId, dictionaryId, index } = asked.latent;
  const key = [keyText({ spaceId, id: dictionaryId }), asked.measure, JSON.stringify(asked.criterion)].join(':');
  const known = answered.get(context.batches) ?? new Map<string, Promise<BaseStability | null>>();
  answered.set(context.batches, known);
  const base = known.get(key) ?? readBase(context, asked);
  known.set(key, base);
  const { found, byCount } = (await base) ?? { byCount: null };
  return byCount?.[found[index] - 1] ?? null;
}

/** What {@link stabilityByCount} gives, in words, too. */
export function describeStability(
  counts: readonly number[],
  from: Parameters<typeof qualify>[1] & { pooled: boolean },
): LatentStability[] | null {
  const statement = qualify(definitions.stability.statement({ others: counts.length - 1, pooled: from.pooled }), from);
  return stabilityByCount(counts)?.map((one) => ({ ...one, statement })) ?? null;
}

async function readBase(
  context: AnalysisContext,
  { latent, criterion, measure }: Asked,
): Promise<BaseStability | null> {
  const { spaceId, dictionaryId: id } = latent;
  const dictionary = await getDictionaryOf(context, { spaceId, id });
  const base = await findMatchedBase(context, dictionary, { criterion, measure });
  const view = await base.load();
  if (view === null) return null;
  const { counts } = baseHistogram(view);
  return { found: foundIn(view), byCount: describeStability(counts, { ...base, pooled: false }) };
}
