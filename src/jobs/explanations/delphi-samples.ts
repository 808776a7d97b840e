/**
 * Judged examples of a score as delphi's reader of results takes them: with texts, activations and quantile of the context.
 *
 * Scores that were imported have them with each example. Our own name the context that was judged; where it is still there, with the tokens that were judged,
 * it is looked up. A score without texts stops delphi's reader.
 */
import * as v from 'valibot';
import { type ContextRow, listContexts } from '../../../db/stores/activations.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { type ContextReference, referTo } from '../../compute/explaining/seen-context.ts';

/** Contexts of one latent that are looked at. */
const MAX_CONTEXTS = 1_000;
const KINDS = ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'] as const;

/** Fields of an example that delphi's reader asks for. */
const JUDGED = ['str_tokens', 'activations', 'distance', 'activating', 'prediction', 'probability', 'correct'] as const;

const ownSchema = v.pipe(
  v.array(
    v.object({
      activating: v.boolean(),
      prediction: v.nullable(v.boolean()),
      probability: v.nullable(v.number()),
      context: v.object({ kind: v.picklist(KINDS), ordinal: v.number(), digest: v.string() }),
    }),
  ),
  v.minLength(1),
);

/** Contexts of some latents, by latent and reference. */
export type JudgedContexts = ReadonlyMap<string, ContextRow>;

function keyOf(index: number, { kind, ordinal, digest }: ContextReference): string {
  return `${index} ${kind} ${ordinal} ${digest}`;
}

/** The newest contexts of every latent of which a score names one. */
export async function readJudgedContexts(
  db: Session,
  { dictionary, scores }: { dictionary: Key; scores: readonly { index: number; samples: unknown }[] },
): Promise<JudgedContexts> {
  const indexes = new Set(scores.filter(({ samples }) => v.is(ownSchema, samples)).map(({ index }) => index));
  if (indexes.size === 0) return new Map();
  const { spaceId, id: dictionaryId } = dictionary;
  const keys = [...indexes].map((index) => ({ spaceId, dictionaryId, index }));
  const pages = await listContexts(db, { keys, kinds: KINDS, first: MAX_CONTEXTS, after: null, collectionId: null });
  return new Map(pages.flatMap(({ rows }) => rows.map((row) => [keyOf(row.index, referTo(row)), row] as const)));
}

/** The examples of one score of latent `index` for delphi; null where the text of one is not known. */
export function buildDelphiSamples(
  samples: unknown,
  { index, contexts }: { index: number; contexts: JudgedContexts },
): object[] | null {
  if (holdsJudgedExamples(samples)) return samples;
  const own = v.safeParse(ownSchema, samples);
  if (!own.success) return null;
  const built: object[] = [];
  for (const { context, ...judged } of own.output) {
    const row = contexts.get(keyOf(index, context));
    if (row === undefined || row.tokens.length !== row.activations.length) return null;
    built.push({
      str_tokens: row.tokens,
      activations: row.activations,
      distance: row.quantile ?? -1,
      ...judged,
      correct: judged.prediction === null ? null : judged.prediction === judged.activating,
    });
  }
  return built;
}

function holdsJudgedExamples(samples: unknown): samples is object[] {
  return (
    Array.isArray(samples) &&
    samples.length > 0 &&
    samples.every(
      (sample: unknown) =>
        typeof sample === 'object' &&
        sample !== null &&
        JUDGED.every((name) => name in sample) &&
        Array.isArray((sample as { str_tokens: unknown }).str_tokens),
    )
  );
}
