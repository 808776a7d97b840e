/** How much the seeds of a training run share at each of its checkpoints: means over the matched pairs of its own seeds. */
import type { Key } from '../../../db/schema/key.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import type { TrainingDictionaryRow } from '../../../db/stores/training-dictionaries.ts';
import type { TrainingRunRow } from '../../../db/stores/training-runs.ts';
import { nullAt } from '../../compute/nulls/null-statistics.ts';
import type { MatchingEnd } from '../../compute/statistics/pair-arrays.ts';
import { candidatesNeeded, type Criterion } from '../../compute/statistics/criterion.ts';
import { summarise } from '../../compute/statistics/statistics.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { definitions } from '../definitions/definitions.ts';
import { findCompletePair } from '../pair/complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** One checkpoint. */
export interface SharedAtTokens {
  tokens: number;
  runGroupKey: Key;
  pairs: number;
  matched: number;
  sharedFraction: number | null;
  nullSharedFraction: number | null;
  meanDecoderCosine: number | null;
  fvu: number | null;
  l0: number | null;
}

const ends: readonly MatchingEnd[] = ['A', 'B'];

/** The dictionaries of a run at each token count, ascending. */
export async function listCheckpoints(
  { batches }: AnalysisContext,
  run: TrainingRunRow,
): Promise<{ tokens: number; rows: TrainingDictionaryRow[] }[]> {
  const rows = await batches.dictionariesOfTrainingRuns.load(run);
  const byTokens = Map.groupBy(rows, ({ tokens }) => tokens);
  return [...byTokens].map(([tokens, members]) => ({ tokens, rows: members }));
}

/** One point per checkpoint that has dictionaries, with what they are. Throws `BAD_INPUT` if the definition needs encoders and there are none. */
export async function readSharedOverTokens(
  context: AnalysisContext,
  run: TrainingRunRow,
  asked: { criterion: Criterion; measure: Measure },
) {
  const points = await readPoints(context, run, asked);
  return { criterion: asked.criterion, statement: definitions.sharedOverTokens.statement(), points };
}

async function readPoints(
  context: AnalysisContext,
  run: TrainingRunRow,
  asked: { criterion: Criterion; measure: Measure },
): Promise<SharedAtTokens[]> {
  const points: SharedAtTokens[] = [];
  for (const { tokens, rows } of await listCheckpoints(context, run)) {
    context.signal.throwIfAborted();
    const { spaceId, runGroupId } = rows[0];
    const pairs = rows.flatMap((a, i) =>
      rows.slice(i + 1).map((b) => ({ spaceId, a: a.dictionaryId, b: b.dictionaryId, measure: asked.measure })),
    );
    const found = await Promise.all(pairs.map((pair) => context.batches.matchingsOfPairs.load(pair)));
    const matchings = found.filter((matching) => matching !== null);
    const measured = rows.flatMap(({ heldOut }) => heldOut ?? []);
    points.push({
      tokens,
      runGroupKey: { spaceId, id: runGroupId },
      pairs: pairs.length,
      ...(await summarisePairs(context, matchings, asked.criterion)),
      fvu: mean(measured.map(({ fvu }) => fvu)),
      l0: mean(measured.map(({ l0 }) => l0)),
    });
  }
  return points;
}

async function summarisePairs(context: AnalysisContext, matchings: readonly MatchingRow[], criterion: Criterion) {
  const shared: number[] = [];
  const chance: number[] = [];
  const cosines: number[] = [];
  let matched = 0;
  for (const matching of matchings) {
    const pair = await findCompletePair(context, matching);
    if (pair === null) continue;
    matched++;
    const arrays = await context.pairs.loadPair(pair, {
      candidates: candidatesNeeded(criterion),
      minFiringFrequency: criterion.minFiringFrequency,
    });
    const nulls = await context.batches.nulls.load(matching);
    const statistics = nulls.find(({ kind }) => kind === 'COVARIANCE_MATCHED')?.statistics;
    for (const end of ends) {
      const summary = summarise(arrays, { end, criterion });
      shared.push(summary.sharedFraction);
      if (summary.meanDecoderCosine !== null) cosines.push(summary.meanDecoderCosine);
      if (statistics) chance.push(nullAt(statistics, { end, criterion }).sharedFraction);
    }
  }
  return {
    matched,
    sharedFraction: mean(shared),
    nullSharedFraction: mean(chance),
    meanDecoderCosine: mean(cosines),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}
