/**
 * Whose matching a file holds: what was stated, then what the file says, then what its name lets one guess.
 *
 * Names of the paper's files: `indices_decoder_<run>-seed3-seed4.pkl`.
 */
import type { Guess } from '../../../loaders/checkpoints/checkpoint.ts';
import { splitNormalisation } from '../../../loaders/checkpoints/normalisation.ts';
import { parseSeed, type Seed } from '../../../loaders/checkpoints/seed.ts';
import type { PublishedEnd, PublishedMatching } from '../../../loaders/matchings/published-matching.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { ReseedError } from '../../errors.ts';
import type { MatchingImportRequest } from './matching-import-request.ts';

/** One dictionary of the pair. */
export interface EndIdentity {
  runGroup: string;
  /** Unique in its run group. */
  name: string;
  initSeed: Seed | null;
}

export interface PublishedIdentity {
  space: { model: string; revision: string; hookpoint: string; dIn: number; normalisation: string };
  measure: Measure;
  publishedBy: string;
  a: EndIdentity;
  b: EndIdentity;
  /** What nobody stated, with where it comes from. */
  guesses: Guess[];
}

/** The identity, whole. Throws `IDENTITY_UNKNOWN` or `BAD_INPUT` that names what is missing. */
export function decideIdentity(
  matching: PublishedMatching,
  { request, file, layer }: { request: MatchingImportRequest; file: string; layer: string | null },
): PublishedIdentity {
  const guesses: Guess[] = [];
  const fromName = parseFileName(file);
  const guess = <Value>(field: string, value: Value | null): Value | null => {
    if (value !== null) guesses.push({ field, value: String(value), because: `the file is named "${file}"` });
    return value;
  };
  const groupOf = (name: string | undefined) =>
    request.runGroup ?? (name === undefined ? null : groupOfName(name)) ?? guess('runGroup', fromName.runGroup);
  const [seedA, seedB] = fromName.seeds ?? [null, null];
  const describe = (end: PublishedEnd, which: 'a' | 'b', seeds: { stated?: Seed; guessed: Seed | null }) => {
    const runGroup = need(groupOf(matching.names?.[which]), { field: 'run group', flag: '--run-group', file });
    const initSeed =
      seeds.stated ?? end.initSeed ?? guess(which === 'a' ? 'initSeed of A' : 'initSeed of B', seeds.guessed);
    return { runGroup, initSeed, name: initSeed === null ? `${runGroup}/${which}` : `${runGroup}/seed${initSeed}` };
  };
  const { space } = matching;
  const hookpoint = request.hookpoint ?? space?.hookpoint ?? null;
  return {
    space: {
      model: need(request.model ?? space?.model ?? null, { field: 'model', flag: '--model', file }),
      revision: request.revision ?? space?.revision ?? 'unspecified',
      hookpoint: need(hookpoint, { field: 'hookpoint', flag: '--hookpoint', file }).replaceAll('{layer}', layer ?? ''),
      dIn: need(request.dIn ?? space?.dIn ?? null, { field: 'width', flag: '--width', file }),
      normalisation: splitNormalisation(request.normalisation ?? space?.normalisation ?? 'none').directions,
    },
    measure: request.measure ?? matching.measure ?? 'COSINE',
    publishedBy: need(request.publishedBy ?? matching.publishedBy ?? ownName(matching), {
      field: 'author',
      flag: '--by',
      file,
    }),
    a: describe(matching.a, 'a', { stated: request.initSeedA, guessed: seedA }),
    b: describe(matching.b, 'b', { stated: request.initSeedB, guessed: seedB }),
    guesses,
  };
}

/** A file of our own form that names nobody else comes from another database of this program. */
function ownName({ format }: PublishedMatching): string | null {
  return format === 'reseed-matching' ? 'another database of Reseed' : null;
}

/** `run` of `run/seed3` and of `run`. */
function groupOfName(name: string): string {
  return /^(.+)\/(?:seed\d+|[ab])$/.exec(name)?.[1] ?? name;
}

function parseFileName(file: string): { runGroup: string | null; seeds: [Seed | null, Seed | null] | null } {
  const match = /^(?:indices_)?(?:(?:decoder|encoder)_)?(.+?)(?:-seed(\d{1,20})-seed(\d{1,20}))?\.(?:pkl|pickle)$/.exec(
    file,
  );
  if (match === null) return { runGroup: null, seeds: null };
  const [, runGroup, seedA, seedB] = match;
  return { runGroup, seeds: seedA === undefined ? null : [parseSeed(seedA), parseSeed(seedB)] };
}

function need<Value>(value: Value | null, missing: { field: string; flag: string; file: string }): Value {
  if (value !== null) return value;
  const { field, flag, file } = missing;
  throw new ReseedError('IDENTITY_UNKNOWN', `Cannot import "${file}": its ${field} is stated nowhere.`, {
    hint: `Give the ${field} with the request (command line: ${flag}).`,
  });
}
