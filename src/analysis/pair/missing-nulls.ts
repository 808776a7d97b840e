/** Which kinds of null a matching lacks, and why. */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { drawingCost, DRAWING_COST_LIMIT, drawsOf } from '../../compute/nulls/drawing-cost.ts';
import { listNullKinds, type NullKind } from '../../compute/nulls/null-statistics.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { getEnds } from '../stored-rows.ts';

export interface MissingNull {
  kind: NullKind;
  reason: string;
}

const NOT_COMPUTED = 'Not computed yet: ask `requestMatching` with nulls (npm run reseed -- match <run group>).';
const NOT_ASKED =
  'Not computed: this pair was matched by activation without nulls (npm run reseed -- match <run group> --measure activation).';

/** One entry for every kind that is not stored. */
export async function readMissingNulls(context: AnalysisContext, matching: MatchingRow): Promise<MissingNull[]> {
  const [{ a, b }, rows] = await Promise.all([getEnds(context, matching), context.batches.nulls.load(matching)]);
  const stored = new Set<NullKind>(rows.map(({ kind }) => kind));
  const encoders = a.hasEncoder && b.hasEncoder;
  const n = [a.nLatents, b.nLatents] as const;
  const asked = { n, d: a.dIn, draws: drawsOf(n), sides: encoders ? 2 : 1 };
  const reasonOf = async (kind: NullKind): Promise<string> => {
    if (kind === 'SHIFTED_TEXT') return NOT_ASKED;
    if (kind === 'ISOTROPIC') return NOT_COMPUTED;
    if (!a.hasWeights || !b.hasWeights)
      return 'Cannot be drawn: of a dictionary only a published matching is here, and no rows.';
    if (kind === 'JOINT' && !encoders) return 'Cannot be drawn: a dictionary has no encoder rows.';
    if (kind === 'INITIAL' && !(await areInitialRowsKnown(context, [a, b])))
      return 'Cannot be drawn: the rows that a dictionary began with are not known. They are of dictionaries that the built-in trainer made.';
    if (drawingCost({ ...asked, kind }) > DRAWING_COST_LIMIT)
      return 'Not drawn: for so many latents of this width it takes too long.';
    return NOT_COMPUTED;
  };
  const missing = listNullKinds(matching.measure).filter((kind) => !stored.has(kind));
  return Promise.all(missing.map(async (kind) => ({ kind, reason: await reasonOf(kind) })));
}

async function areInitialRowsKnown(
  { batches }: AnalysisContext,
  dictionaries: readonly { spaceId: number; id: number }[],
): Promise<boolean> {
  const runs = await Promise.all(
    dictionaries.map(({ spaceId, id }) => batches.trainingOfDictionaries.load({ spaceId, id })),
  );
  return runs.every((run) => run?.initialisation != null);
}
