/** What chance gives for the figures of a run group, from the nulls of its pairs. */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { estimateUnseen } from '../../compute/group/union-growth.ts';
import { onlyInBaseByChance, unionByChance, universalityByChance } from '../../compute/group/chance.ts';
import { type NullKind, nullAt, nullKinds } from '../../compute/nulls/null-statistics.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { MatchingEnd } from '../../compute/statistics/pair-arrays.ts';
import { endOf } from '../pair/complete-pair.ts';
import { definitions } from '../definitions/definitions.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import type { MatchedBase, MatchedGroup } from './matched-group.ts';

/** One base dictionary in its matchings with the others. */
type BaseEnds = readonly { matching: MatchingRow; end: MatchingEnd }[];

/** Whose chance, under what. */
export interface ChanceSource {
  criterion: Criterion;
  /** One per base dictionary. */
  bases: readonly BaseEnds[];
}

/** A kind of null, with the chance of each base dictionary's latents to be shared with each other one. */
interface Chance {
  kind: NullKind;
  statement: string;
  /** [bases][others] */
  probabilities: number[][];
}

/** The chance of every dictionary of a group; the others of each are in the order of the group. */
export function chanceOfGroup({ criterion, dictionaries, pairs }: MatchedGroup): ChanceSource {
  const place = new Map(dictionaries.map(({ id }, at) => [id, at]));
  const placeOf = ({ matching, end }: BaseEnds[number]) => place.get(end === 'A' ? matching.b : matching.a) ?? 0;
  const bases = dictionaries.map(({ id }) => [...listEnds(pairs, id)].sort((x, y) => placeOf(x) - placeOf(y)));
  return { criterion, bases };
}

/** The chance of one dictionary. */
export function chanceOfBase({ criterion, base, pairs }: MatchedBase): ChanceSource {
  return { criterion, bases: [listEnds(pairs, base.id)] };
}

/** The chance of the `base`-th dictionary alone. */
export function chanceOfOne({ criterion, bases }: ChanceSource, base: number): ChanceSource {
  return { criterion, bases: [bases[base]] };
}

function listEnds(pairs: readonly { matching: MatchingRow }[], id: number): BaseEnds {
  return pairs.flatMap(({ matching }) =>
    matching.a === id || matching.b === id ? [{ matching, end: endOf(matching, id) }] : [],
  );
}

/** The histogram of universality by chance, per kind of null. */
export function readUniversalityNulls(context: AnalysisContext, chance: ChanceSource) {
  return readFractions(context, chance, universalityByChance);
}

/** The curve of what is only in the base by chance, per kind of null. */
export function readOnlyInBaseNulls(context: AnalysisContext, chance: ChanceSource) {
  return readFractions(context, chance, onlyInBaseByChance);
}

/** Core and union by chance, per kind of null. */
export async function readUnionNulls(
  context: AnalysisContext,
  { chance, latents }: { chance: ChanceSource; latents: number },
) {
  const size = chance.bases.length;
  const chances = await readChances(context, chance);
  return chances.map(({ kind, statement, probabilities }) => {
    // others of base i are the dictionaries without i, in order
    const p = probabilities.map((own, i) =>
      Array.from({ length: size }, (_, j) => (i === j ? 1 : own[j < i ? j : j - 1])),
    );
    const inExactly = unionByChance(p).map((perLatent) => (perLatent * latents) / size);
    return {
      kind,
      statement,
      inExactly,
      union: inExactly.reduce((total, count) => total + count, 0),
      core: inExactly[size - 1] ?? 0,
      unseen: estimateUnseen(inExactly)?.value ?? null,
    };
  });
}

async function readFractions(context: AnalysisContext, chance: ChanceSource, of: (p: readonly number[]) => number[]) {
  const chances = await readChances(context, chance);
  return chances.map(({ kind, statement, probabilities }) => ({
    kind,
    statement,
    fractions: meanOf(probabilities.map(of)),
  }));
}

/** Mean over base dictionaries, each with equal weight. */
function meanOf(curves: readonly (readonly number[])[]): number[] {
  return (curves[0] ?? []).map((_, at) => curves.reduce((sum, curve) => sum + curve[at], 0) / curves.length);
}

/** The kinds of null that every pair has; none where nulls were not computed. One statement. */
async function readChances(context: AnalysisContext, { criterion, bases }: ChanceSource): Promise<Chance[]> {
  const rows = await Promise.all(
    bases.map((ends) => Promise.all(ends.map(({ matching }) => context.batches.nulls.load(matching)))),
  );
  return nullKinds.flatMap((kind) => {
    const probabilities = bases.map((ends, base) =>
      ends.map(({ end }, at) => {
        const stored = rows[base][at].find((row) => row.kind === kind);
        return stored ? nullAt(stored.statistics, { end, criterion }).sharedFraction : null;
      }),
    );
    if (probabilities.some((own) => own.includes(null))) return [];
    const known = probabilities.map((own) => own.filter((value) => value !== null));
    return [{ kind, statement: definitions.chance.statement(), probabilities: known }];
  });
}
