/**
 * A complete matching on tokens -> for each pair of both sides what the reconstruction of A loses if the latent's contribution is replaced by its
 * partner's, next to what it loses without the latent, and with a random latent that fires about as often.
 *
 * Two passes over the tokens: codes are collected first, for frequencies and so that each token is encoded once; then activations are read again.
 * Memory: the codes of both dictionaries, and 2.3 KB for each latent of A. Written in the transaction that ends the job.
 */
import { findSides, type SideRow } from '../../../db/stores/matchings.ts';
import { findSubstitutionSources, replaceSubstitution } from '../../../db/stores/substitutions.ts';
import { PairReader } from '../../analysis/held/pair-reader.ts';
import type { CodeStore } from '../../compute/firing/code-store.ts';
import { FiringMoments } from '../../compute/firing/firing-moments.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import { buildSubstitutions, chooseRandomStandIns } from '../../compute/substitution/substitution-record.ts';
import { SubstitutionSums } from '../../compute/substitution/substitution-sums.ts';
import { ReseedError } from '../../errors.ts';
import { type EncodingWeights, readEncoder } from '../contexts/read-encoder.ts';
import { getAsked } from '../firing/asked-dictionaries.ts';
import { collectCodes } from '../firing/collect-codes.ts';
import { openTokens } from '../firing/open-tokens.ts';
import type { SubstitutePayload, SubstituteResult } from '../kinds/substitute-kind.ts';
import { getMatchedDictionaries } from '../matching/matched-dictionaries.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import type { Task } from '../worker/task.ts';

/** Raised whenever the same input would give other numbers. */
const VERSION = 'substitution-1';

export const substitutePartners: Task<SubstitutePayload, SubstituteResult> = async (context, payload) => {
  const { spaceId, matchingId } = payload;
  const key = { spaceId, id: matchingId };
  const { matching, a, b } = await getMatchedDictionaries(context.db, key);
  const { space } = await getAsked(context.db, { spaceId, dictionaryIds: [a.id, b.id] });
  const [sides] = await findSides(context.db, [key]);
  if (sides.length === 0) throw notMatched(`"${a.name}" and "${b.name}"`);
  context.progress({ step: 'opening model and text', done: 0, total: 1, unit: 'steps' });
  const source = await openTokens(payload, { roots: context.settings.importRoots, space });
  try {
    const sourceKey = fingerprint([VERSION, source.provenance]);
    const stored = await findSubstitutionSources(
      context.db,
      sides.map(({ side }) => ({ spaceId, matchingId, side })),
    );
    if (stored.every((row, at) => row?.sourceKey === sourceKey && row.createdAt > sides[at].createdAt))
      return async () => ({ matching: key, alreadyPresent: true, result: { tokens: null } });
    const weights = {
      a: (await readEncoder(context.db, { dictionary: a, space })).decoder,
      b: (await readEncoder(context.db, { dictionary: b, space })).decoder,
    };
    for (const [name, { normalisation }] of [[a.name, weights.a] as const, [b.name, weights.b] as const])
      refuseNormalised(name, normalisation);
    const collected = await collectCodes(context, { source, dictionaries: [a, b], space });
    const codes = { a: collected.codes[0], b: collected.codes[1] };
    const fires = { a: countFirings(codes.a, a.nLatents), b: countFirings(codes.b, b.nLatents) };
    const partners = await readPartners(new PairReader(context.db), { pair: { matching, a, b }, sides });
    const randoms = partners.map((partner) =>
      chooseRandomStandIns({ firesA: fires.a, firesB: fires.b, partner }, RANDOM_SEED),
    );
    const sums = new SubstitutionSums(weights, [...partners, ...randoms]);
    let done = 0;
    for await (const batch of source.start({ threads: context.settings.threads, signal: context.signal })) {
      const range = [done, done + batch.count] as const;
      sums.add(batch.x, { a: codes.a.slice(...range), b: codes.b.slice(...range) }, batch.contexts);
      done += batch.count;
      context.progress({ step: 'substituting', done, total: collected.tokens, unit: 'tokens' });
    }
    if (!(sums.variance > 0)) throw tooFew();
    const found = partners.map((partner, at) =>
      buildSubstitutions(sums, { partner, at, random: partners.length + at, seed: RANDOM_SEED }),
    );
    const { name, hookpoint, provenance } = source;
    return async (tx) => {
      await getMatchedDictionaries(tx, key); // neither was deleted meanwhile
      for (const [at, { side }] of sides.entries()) {
        const { ablated, substituted, atLeast, atMost, random } = found[at];
        await replaceSubstitution(tx, {
          spaceId,
          matchingId,
          side,
          sourceKey,
          source: { tokens: collected.tokens, name, hookpoint, provenance },
          fires: Array.from(fires.a),
          ablated: Array.from(ablated),
          substituted: Array.from(substituted),
          atLeast: Array.from(atLeast),
          atMost: Array.from(atMost),
          random: Array.from(random),
        });
      }
      return { matching: key, result: { tokens: collected.tokens } };
    };
  } finally {
    await source.close();
  }
};

async function readPartners(
  reader: PairReader,
  { pair, sides }: { pair: Parameters<PairReader['readPartners']>[0]; sides: readonly SideRow[] },
): Promise<Int32Array[]> {
  const found: Int32Array[] = [];
  for (const side of sides) found.push((await reader.readPartners(pair, side)).A);
  return found;
}

function countFirings(codes: CodeStore, n: number): Float64Array {
  const moments = new FiringMoments(n);
  moments.add(codes.slice(0, codes.count));
  return moments.fires;
}

function refuseNormalised(name: string, normalisation: EncodingWeights['decoder']['normalisation']): void {
  if (normalisation === 'none') return;
  throw new ReseedError(
    'CANNOT_ENCODE',
    `Cannot substitute latents of "${name}": its inputs are normalised token by token ("${normalisation}"), so contributions do not add up; expected none`,
    { hint: 'Choose dictionaries without a normalisation of inputs.' },
  );
}

function notMatched(pair: string): ReseedError {
  return new ReseedError('NOT_MATCHED', `Cannot substitute partners: ${pair} are not matched`, {
    hint: 'Match them first, then ask again.',
  });
}

function tooFew(): ReseedError {
  return new ReseedError('BAD_INPUT', 'Cannot substitute partners: there are too few contexts; expected two or more', {
    hint: 'Give more text: one half of the contexts fits scales, the other is measured on.',
  });
}
