/** Cycle consistency of unrelated dictionaries: one triple per pair of the group, drawn and matched as its null was. */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { type Spread, spread } from '../../compute/group/cycle-consistency.ts';
import { type NullCycles, type NullKind, nullKinds } from '../../compute/nulls/null-statistics.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';

export interface CycleNull {
  kind: NullKind;
  decoder: Spread;
  encoder: Spread | null;
  firstAgrees: Spread | null;
  allAgree: Spread | null;
  statement: string;
}

/** The kinds of which every pair has a triple. One statement. */
export async function readCycleNulls(context: AnalysisContext, pairs: readonly MatchingRow[]): Promise<CycleNull[]> {
  const rows = await Promise.all(pairs.map((matching) => context.batches.nulls.load(matching)));
  return nullKinds.flatMap((kind) => {
    const all = rows.flatMap((stored) => stored.find((row) => row.kind === kind)?.statistics.cycles ?? []);
    if (all.length < pairs.length) return [];
    const over = (field: keyof NullCycles) => spread(all.map((one) => one[field]).filter((value) => value !== null));
    const decoder = over('decoder');
    if (decoder === null) return [];
    return [
      {
        kind,
        decoder,
        encoder: over('encoder'),
        firstAgrees: over('firstAgrees'),
        allAgree: over('allAgree'),
        statement: definitions.cycleChance.statement(),
      },
    ];
  });
}
