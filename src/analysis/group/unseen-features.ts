/** How many features none of the dictionaries of a run group has: Chao2 over the living, where its assumption is not plainly wrong. */
import { countFeatures } from '../../compute/group/families.ts';
import { estimateUnseen, type UnseenEstimate } from '../../compute/group/union-growth.ts';
import type { NullKind } from '../../compute/nulls/null-statistics.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { qualify } from '../pair/publication-note.ts';
import { chanceOfGroup, readUnionNulls } from './group-chance.ts';
import type { CoreAndUnion } from './group-figures.ts';
import { findMatchedGroup, type MatchedGroup } from './matched-group.ts';

/** The estimate; its three numbers are null where `reason` says why. */
export interface UnseenFeatures {
  value: number | null;
  low: number | null;
  high: number | null;
  reason: string | null;
  /** The same estimate for random dictionaries, per kind of null. */
  nulls: { kind: NullKind; value: number }[];
  statement: string;
}

/** The estimate behind a core and union; latents that are not alive are left out whatever the criterion says. */
export async function readUnseen(context: AnalysisContext, { group }: CoreAndUnion): Promise<UnseenFeatures> {
  const statement = definitions.unseen.statement();
  const none = (reason: string, from: MatchedGroup, nulls: UnseenFeatures['nulls'] = []): UnseenFeatures => ({
    value: null,
    low: null,
    high: null,
    reason,
    nulls,
    statement: qualify(statement, from),
  });
  const unknown = group.dictionaries.find(({ nAlive }) => nAlive === null);
  if (unknown) {
    return none(
      `Nobody has said which latents of "${unknown.name}" fire, and dead ones would count as seen once.`,
      group,
    );
  }
  const living = await findLiving(context, group);
  const arrays = await living.loadTied();
  const estimate = arrays && estimateUnseen(countFeatures(arrays).inExactly);
  if (!arrays || !estimate) return none('It takes two dictionaries.', living);
  const latents = arrays.latents.reduce((total, count) => total + count, 0);
  const chances = await readUnionNulls(context, { chance: chanceOfGroup(living), latents });
  const nulls = chances.flatMap(({ kind, unseen }) => (unseen === null ? [] : [{ kind, value: unseen }]));
  // rows before training may be related: equal seeds, or one beginning
  const failed = nulls.find(({ kind, value }) => kind !== 'INITIAL' && value >= estimate.value);
  if (failed) return none(describeFailure(estimate, failed), living, nulls);
  return { ...estimate, reason: null, nulls, statement: qualify(statement, living) };
}

/** The same group, the dead left out. */
function findLiving(context: AnalysisContext, group: MatchedGroup): Promise<MatchedGroup> | MatchedGroup {
  const { runGroup, criterion, measure, dictionaries } = group;
  if (criterion.aliveOnly) return group;
  const among = dictionaries.length < 2 ? null : dictionaries;
  return findMatchedGroup(context, runGroup, { criterion: { ...criterion, aliveOnly: true }, measure, among });
}

function describeFailure({ value }: UnseenEstimate, failed: UnseenFeatures['nulls'][number]): string {
  return `The formula gives ${value.toFixed(0)}, and ${failed.value.toFixed(0)} for dictionaries that have no feature in common (null ${failed.kind}): failed matches decide it.`;
}
