/** Trained and matched settings -> the figures of a study, a row per setting. Only dictionaries of the setting's own run are counted. */
import type { Key } from '../../../db/schema/key.ts';
import { listDictionariesOfRuns } from '../../../db/stores/training-dictionaries.ts';
import { listTrainingCurves } from '../../../db/stores/training-points.ts';
import type { TrainingRunRow } from '../../../db/stores/training-runs.ts';
import { jackknifeMean, type SeededValue, type SeedInterval } from '../../compute/group/seed-jackknife.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { measureLossFall } from '../../compute/training/loss-fall.ts';
import { formatGlobalId } from '../../graph/global-id.ts';
import type { App } from '../app.ts';
import { StudyPairsDocument } from '../generated/documents.ts';
import { getPresent } from '../named/get-present.ts';
import { chooseNull } from '../report/choose-null.ts';
import type { StudySetting } from './study-settings.ts';

/** All points of a curve that are kept. */
const CURVE_POINTS = 4_000;

/** One setting: means over its pairs, and over its seeds; null for what is not known. */
export interface StudyRow {
  setting: StudySetting;
  run: TrainingRunRow;
  /** Shared fraction of each matched pair of seeds; `of` are places in the run's seeds. */
  pairs: readonly SeededValue[];
  /** What counts as shared, as the API says it; null without a matched pair. */
  statement: string | null;
  shared: number | null;
  /** Of `shared`, over seeds; null for two, and where pairs are missing. */
  interval: SeedInterval | null;
  /** The same of the latents that are alive. */
  aliveShared: number | null;
  /** Shared fraction of random vectors, and how they were drawn. */
  chance: number | null;
  nullKind: string | null;
  agreement: number | null;
  /** Whether every matching is proven optimal. */
  proven: boolean;
  fvu: number | null;
  l0: number | null;
  deadFraction: number | null;
  /** How much the loss still falls when the tokens are doubled, mean over seeds, and its standard error. */
  fall: { perDoubling: number; standardError: number } | null;
}

/** The dictionaries at the end of a run. */
export async function listFinalDictionaries({ db }: Pick<App, 'db'>, run: TrainingRunRow) {
  const [made] = await listDictionariesOfRuns(db, [run]);
  return made.filter(({ tokens }) => tokens === run.settings.tokens);
}

/** The row of one setting. */
export async function readStudyRow(
  app: App,
  { run, setting, criterion }: { run: TrainingRunRow; setting: StudySetting; criterion: Criterion },
): Promise<StudyRow> {
  const made = await listFinalDictionaries(app, run);
  const idOf = new Map(
    made.map(({ spaceId, dictionaryId: id, seed }) => [
      formatGlobalId({ kind: 'Dictionary', spaceId, id }),
      run.seeds.indexOf(seed),
    ]),
  );
  const groups = new Map<number, Key>(made.map(({ spaceId, runGroupId: id }) => [id, { spaceId, id }]));
  const solved = [];
  for (const key of groups.values()) {
    const group = formatGlobalId({ kind: 'RunGroup', ...key });
    const variables = { group, criterion, alive: { ...criterion, aliveOnly: true } };
    const { runGroup } = await app.ask({ query: StudyPairsDocument, variables });
    for (const { a, b, summary, alive } of getPresent(runGroup, 'run group of this setting').matchings) {
      const [first, second] = [idOf.get(a.id), idOf.get(b.id)];
      if (summary && first !== undefined && second !== undefined) solved.push({ summary, alive, of: [first, second] });
    }
  }
  const pairs = solved.map(({ summary, of }) => ({ value: summary.sharedFraction, of }));
  const nulls = solved.map(({ summary }) => chooseNull(summary.nulls));
  const heldOut = made.map((dictionary) => dictionary.heldOut);
  const isComplete = pairs.length === (run.seeds.length * (run.seeds.length - 1)) / 2;
  return {
    setting,
    run,
    pairs,
    statement: solved[0]?.summary.criterion.statement ?? null,
    shared: meanOf(pairs.map(({ value }) => value)),
    interval: isComplete ? jackknifeMean(pairs, run.seeds.length) : null,
    aliveShared: meanOf(solved.map(({ alive }) => alive?.sharedFraction ?? null)),
    chance: meanOf(nulls.map((one) => one?.sharedFraction ?? null)),
    nullKind: nulls[0]?.kind ?? null,
    agreement: meanOf(solved.map(({ summary }) => summary.agreement)),
    proven: solved.every(
      ({ summary: { basis } }) => basis.decoderCertificate?.optimal && basis.encoderCertificate?.optimal,
    ),
    fvu: meanOf(heldOut.map((one) => one?.fvu ?? null)),
    l0: meanOf(heldOut.map((one) => one?.l0 ?? null)),
    deadFraction: meanOf(heldOut.map((one) => one?.deadFraction ?? null)),
    fall: await readFall(app, run),
  };
}

/** From the curves of all seeds; null where one is too short. */
async function readFall({ db }: Pick<App, 'db'>, run: TrainingRunRow): Promise<StudyRow['fall']> {
  const [points] = await listTrainingCurves(db, [{ run, maxPoints: CURVE_POINTS }]);
  const falls = run.seeds.map((seed) =>
    measureLossFall(
      run.settings.plan,
      points.filter((point) => point.seed === seed),
    ),
  );
  const perDoubling = meanOf(falls.map((fall) => fall?.perDoubling ?? null));
  if (perDoubling === null) return null;
  const square = falls.reduce((sum, fall) => sum + (fall?.standardError ?? 0) ** 2, 0);
  return { perDoubling, standardError: Math.sqrt(square) / falls.length };
}

/** Null where one is missing: a mean of some would pass for a mean of all. */
function meanOf(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.some((value) => value === null)) return null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
}
