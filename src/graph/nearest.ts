/**
 * `nearestLatents`: checks the question, reads the query row once, searches every dictionary at the same time.
 */
import { describeMismatch } from '../../db/stores/space-mismatch.ts';
import { assertWeights } from '../../db/stores/assert-weights.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { LatentKey } from '../../db/stores/latents.ts';
import { findNearest } from '../../db/stores/find-nearest.ts';
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import type { NearestFrom, NearestMethod, QueryNearestLatentsArgs } from './generated/types.ts';
import { MAX_DICTIONARIES_SEARCHED, MAX_HITS, MAX_VECTOR_LENGTH } from './limits.ts';
import { keyText } from '../analysis/batches/key-text.ts';
import { checkFirst } from './paging/paging.ts';
import type { NearestHitValue } from './object-values.ts';
import { getDictionary, getLatent } from './references.ts';
import { getDictionaryOf } from '../analysis/stored-rows.ts';

/** What was found in one dictionary. */
export interface NearestGroup {
  dictionary: DictionaryRow;
  method: NearestMethod;
  exact: boolean;
  hits: NearestHitValue[];
}

/** What the search starts from: rows as float32, and the latent they are of. */
interface Query {
  latent: LatentKey | null;
  /** [d] */
  values: Float32Array;
  /** The same latent's row on the other side. [d] */
  otherValues: Float32Array | null;
}

/** Hits per dictionary, in the order asked. Throws `BAD_VECTOR`, `SPACE_MISMATCH`, `BAD_INPUT`, `NO_ENCODER`, `NO_WEIGHTS`, `NOT_FOUND`. */
export async function searchNearest(context: GraphContext, args: QueryNearestLatentsArgs): Promise<NearestGroup[]> {
  const first = checkFirst(args.first, MAX_HITS);
  const { side, method } = args;
  const { dictionaries, query } = await readQuestion(context, args);
  assertWeights(dictionaries, 'search for nearest latents');
  for (const dictionary of dictionaries) {
    if (side === 'ENCODER' && !dictionary.hasEncoder) throw noEncoder(dictionary);
  }
  const { values, otherValues, latent } = query;
  return Promise.all(
    dictionaries.map(async (dictionary) => {
      const found = await findNearest(context.db, {
        dictionary,
        side,
        query: values,
        otherQuery: otherValues,
        first,
        method,
      });
      const place = { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
      const hits = found.hits.map(({ index, ...cosines }, i) => ({
        rank: i + 1,
        latent: { ...place, index },
        ...cosines,
        from: latent,
        side,
      }));
      return { dictionary, method: found.method, exact: found.exact, hits };
    }),
  );
}

async function readQuestion(
  context: GraphContext,
  { from, dictionaries: references, side }: QueryNearestLatentsArgs,
): Promise<{ dictionaries: DictionaryRow[]; query: Query }> {
  if (references && references.length > MAX_DICTIONARIES_SEARCHED) throw tooMany(references.length);
  const named = references ? await listDifferent(context, references) : null;
  if (named?.length === 0) {
    throw new ReseedError('BAD_INPUT', 'Cannot search in no dictionary: `dictionaries` is empty', {
      hint: 'Name at least one dictionary, or leave the argument out to search the other seeds of the run group.',
    });
  }
  return from.vector
    ? { dictionaries: await checkOneSpace(context, named), query: buildVectorQuery(from.vector, named) }
    : readLatentQuestion(context, { from, named, side });
}

async function readLatentQuestion(
  context: GraphContext,
  { from, named, side }: { from: NearestFrom; named: DictionaryRow[] | null; side: Side },
): Promise<{ dictionaries: DictionaryRow[]; query: Query }> {
  if (!from.latent) throw new TypeError('expected a latent or a vector');
  const latent = await getLatent(context, from.latent);
  const { spaceId, dictionaryId, index } = latent;
  const own = await getDictionaryOf(context, { spaceId, id: dictionaryId });
  const dictionaries = named
    ? (await checkOneSpace(context, [own, ...named])).slice(1)
    : await listOtherSeeds(context, own);
  const key = { spaceId, dictionaryId, index };
  const [values, otherValues] = await Promise.all([
    context.batches.vectors.load({ ...key, side }),
    context.batches.vectors.load({ ...key, side: side === 'DECODER' ? 'ENCODER' : 'DECODER' }),
  ]);
  assertWeights([own], 'search for nearest latents');
  if (values === null) throw noEncoder(own);
  if (values.every((value) => value === 0)) {
    throw badVector(
      'the row of this latent is all zero',
      'Search by the other side, or from a latent that has a direction.',
    );
  }
  return { dictionaries, query: { latent: key, values, otherValues } };
}

/** The dictionaries of these references, each once, in the order in which they were first named. */
async function listDifferent(context: GraphContext, references: readonly string[]): Promise<DictionaryRow[]> {
  const rows = await Promise.all(references.map((reference) => getDictionary(context, reference)));
  return [...new Map(rows.map((row) => [keyText(row), row])).values()];
}

async function listOtherSeeds(context: GraphContext, own: DictionaryRow): Promise<DictionaryRow[]> {
  const group = await context.batches.dictionariesOfRunGroups.load({ spaceId: own.spaceId, id: own.runGroupId });
  const others = group.filter((dictionary) => dictionary.id !== own.id);
  if (others.length > MAX_DICTIONARIES_SEARCHED) throw tooMany(others.length);
  return others;
}

async function checkOneSpace(context: GraphContext, dictionaries: DictionaryRow[] | null): Promise<DictionaryRow[]> {
  if (dictionaries === null) {
    throw new ReseedError('BAD_INPUT', 'Cannot search for a vector: `dictionaries` is missing', {
      hint: 'A vector belongs to no run group: name the dictionaries to search.',
    });
  }
  const [first, ...rest] = dictionaries;
  const stranger = rest.find((dictionary) => dictionary.spaceId !== first.spaceId);
  if (stranger === undefined) return dictionaries;
  const action = `search "${stranger.name}" together with "${first.name}"`;
  throw await describeMismatch(context.db, { action, a: first, b: stranger });
}

function buildVectorQuery(vector: readonly number[], dictionaries: DictionaryRow[] | null): Query {
  const hint = 'Give one finite number per dimension of the space, not all of them zero.';
  if (vector.length === 0) throw badVector('it is empty', hint);
  if (vector.length > MAX_VECTOR_LENGTH) {
    throw badVector(`it has ${vector.length} numbers; at most ${MAX_VECTOR_LENGTH} are taken`, hint);
  }
  const dIn = dictionaries?.[0].dIn ?? vector.length;
  if (vector.length !== dIn) throw badVector(`it has ${vector.length} numbers; expected ${dIn}`, hint);
  const values = Float32Array.from(vector);
  if (!values.every(Number.isFinite)) throw badVector('a number is beyond the range of float32', hint);
  if (values.every((value) => value === 0)) throw badVector('it is all zero in float32', hint);
  return { latent: null, values, otherValues: null };
}

function badVector(is: string, hint: string): ReseedError {
  return new ReseedError('BAD_VECTOR', `Cannot search from this vector: ${is}`, { hint });
}

function noEncoder(dictionary: DictionaryRow): ReseedError {
  return new ReseedError('NO_ENCODER', `Cannot compare encoder rows of "${dictionary.name}": it has none`, {
    hint: 'Search by DECODER, or leave this dictionary out.',
  });
}

function tooMany(count: number): ReseedError {
  return new ReseedError(
    'BAD_INPUT',
    `Cannot search ${count} dictionaries at once: at most ${MAX_DICTIONARIES_SEARCHED}`,
    {
      hint: 'Name fewer in `dictionaries` and ask several times.',
    },
  );
}
