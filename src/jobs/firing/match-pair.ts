/** Two dictionaries whose codes on the same tokens are known -> both sides of their matching by activation, and what chance gives. */
import type { MatchingFiringRow } from '../../../db/stores/matching-firings.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { Correlations } from '../../compute/firing/correlations.ts';
import { chooseShift, fireTogether } from '../../compute/firing/fire-together.ts';
import { matchCorrelations } from '../../compute/firing/match-correlations.ts';
import { buildPairScore } from '../../compute/matching/pair-score.ts';
import { averageDraws, type DrawnMatching } from '../../compute/nulls/average-draws.ts';
import { drawsOf } from '../../compute/nulls/drawing-cost.ts';
import { buildSampler } from '../../compute/nulls/null-samplers.ts';
import type { NullStatistics } from '../../compute/nulls/null-statistics.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import type { SideMatching } from '../../compute/side-matching.ts';
import { Turns } from '../../compute/turns.ts';
import type { UnitRows } from '../../compute/unit-rows.ts';
import { matchOnWorker, matchStoredRows } from '../matching/match-on-worker.ts';
import { readUnitRows } from '../matching/read-unit-rows.ts';
import type { TaskContext } from '../worker/task.ts';
import type { CollectedCodes } from './collect-codes.ts';

export interface MatchedByActivation {
  /** Of A, the dictionary with the smaller number, like all arrays. */
  readonly decoder: SideMatching;
  readonly activations: SideMatching;
  readonly firing: Omit<MatchingFiringRow, 'spaceId' | 'matchingId' | 'sourceKey' | 'source'>;
  /** Null where it was not asked for. */
  readonly chance: NullStatistics | null;
}

/** What matches one pair after the other. Isotropic rows of equal sizes are matched once for all pairs. */
export function buildPairMatcher(
  context: TaskContext,
  of: { collected: CollectedCodes; dictionaries: readonly DictionaryRow[]; maxBytes: number; nulls: boolean },
): (pair: { a: DictionaryRow; b: DictionaryRow }) => Promise<MatchedByActivation> {
  const { collected, dictionaries, maxBytes, nulls } = of;
  const { signal } = context;
  const turns = new Turns({ signal });
  const drawn = new Map<string, SideMatching>();
  const codesOf = (dictionary: DictionaryRow) => collected.codes[dictionaries.indexOf(dictionary)];

  async function matchIsotropic(n: readonly [number, number], d: number, draw: number): Promise<SideMatching> {
    const key = `${n.join(' ')} ${d} ${draw}`;
    const there = drawn.get(key);
    if (there) return there;
    const readNothing = () => Promise.reject(new TypeError('isotropic rows are drawn'));
    const sample = buildSampler({ kind: 'ISOTROPIC', seed: RANDOM_SEED, n, d, readUnitRows: readNothing, signal });
    const rows = { a: await sample(draw, 'A')('DECODER'), b: await sample(draw, 'B')('DECODER') };
    const made = await matchOnWorker(context, rows, { measure: 'COSINE' });
    drawn.set(key, made);
    return made;
  }

  return async ({ a, b }) => {
    const codes = { a: codesOf(a), b: codesOf(b), nA: a.nLatents, nB: b.nLatents };
    const rows = {
      a: await readUnitRows(context, { dictionary: a, side: 'DECODER' }),
      b: await readUnitRows(context, { dictionary: b, side: 'DECODER' }),
    };
    const decoder = await matchStoredRows(context, rows, { measure: 'COSINE', margins: true });
    const sums = await fireTogether(codes, { maxBytes, turns });
    const activations = await matchCorrelations(sums, { signal });
    const firing = describeFiring({ sums, rows, decoder, activations });
    const n = [a.nLatents, b.nLatents] as const;
    const draws = nulls ? drawsOf(n) : 0;
    const unrelated: DrawnMatching[] = [];
    for (let draw = 0; draw < draws; draw++) {
      const shift = chooseShift({ count: collected.tokens, documents: collected.documents }, { draw, draws });
      const moved = await fireTogether(codes, { shift, maxBytes, turns });
      unrelated.push({
        decoder: await matchIsotropic(n, a.dIn, draw),
        encoder: await matchCorrelations(moved, { signal }),
      });
    }
    const measure = 'ACTIVATION_CORRELATION';
    const chance =
      unrelated.length === 0
        ? null
        : {
            kind: 'SHIFTED_TEXT' as const,
            ...({ measure, seed: RANDOM_SEED, draws, n: [n[0], n[1]] as const, d: a.dIn } as const),
            ...averageDraws(unrelated, measure),
            cycles: null,
            similarity: { cka: [], rsa: [], rankRsa: [] },
          };
    return { decoder, activations, firing, chance };
  };
}

/** What pairs of either side do that the other side does not say. */
function describeFiring(of: {
  sums: Awaited<ReturnType<typeof fireTogether>>;
  rows: { a: UnitRows; b: UnitRows };
  decoder: SideMatching;
  activations: SideMatching;
}): MatchedByActivation['firing'] {
  const { sums, rows, decoder, activations } = of;
  const pairs = new Correlations(sums);
  const cosine = buildPairScore(rows.a, rows.b, { measure: 'COSINE' });
  const over = (partner: Int32Array, read: (i: number, j: number) => number) =>
    Array.from(partner, (j, i) => (j < 0 ? 0 : read(i, j)));
  return {
    firesA: Array.from(sums.a.fires),
    firesB: Array.from(sums.b.fires),
    bothByDirection: over(decoder.a.partner, (i, j) => pairs.both(i, j)),
    correlations: over(decoder.a.partner, (i, j) => pairs.score(i, j)),
    bothByFiring: over(activations.a.partner, (i, j) => pairs.both(i, j)),
    cosines: over(activations.a.partner, cosine),
  };
}
