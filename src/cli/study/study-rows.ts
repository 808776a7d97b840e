/** Trained and matched settings -> the figures of a study, a row per setting. Only dictionaries of the setting's own run are counted. */
import type { Key } from '../../../db/schema/key.ts';
import { listDictionariesOfRuns } from '../../../db/stores/training-dictionaries.ts';
import type { TrainingRunRow } from '../../../db/stores/training-runs.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { formatGlobalId } from '../../graph/global-id.ts';
import type { App } from '../app.ts';
import { StudyPairsDocument } from '../generated/documents.ts';
import { getPresent } from '../named/get-present.ts';
import { chooseNull } from '../report/choose-null.ts';
import type { StudiedArchitecture } from './study-settings.ts';

/** One setting: means over its pairs, and over its seeds; null for what is not known. */
export interface StudyRow {
  architecture: StudiedArchitecture;
  run: TrainingRunRow;
  /** Pairs that are matched. */
  pairs: number;
  /** What counts as shared, as the API says it; null without a matched pair. */
  statement: string | null;
  shared: number | null;
  /** Least and greatest over pairs. */
  range: readonly [number, number] | null;
  /** Shared fraction of random vectors, and how they were drawn. */
  chance: number | null;
  nullKind: string | null;
  agreement: number | null;
  /** Whether every matching is proven optimal. */
  proven: boolean;
  fvu: number | null;
  l0: number | null;
  deadFraction: number | null;
}

/** The dictionaries at the end of a run. */
export async function listFinalDictionaries({ db }: Pick<App, 'db'>, run: TrainingRunRow) {
  const [made] = await listDictionariesOfRuns(db, [run]);
  return made.filter(({ tokens }) => tokens === run.settings.tokens);
}

/** The row of one setting. */
export async function readStudyRow(
  app: App,
  { run, architecture, criterion }: { run: TrainingRunRow; architecture: StudiedArchitecture; criterion: Criterion },
): Promise<StudyRow> {
  const made = await listFinalDictionaries(app, run);
  const own = new Set(made.map(({ spaceId, dictionaryId: id }) => formatGlobalId({ kind: 'Dictionary', spaceId, id })));
  const groups = new Map<number, Key>(made.map(({ spaceId, runGroupId: id }) => [id, { spaceId, id }]));
  const solved = [];
  for (const key of groups.values()) {
    const variables = { group: formatGlobalId({ kind: 'RunGroup', ...key }), criterion };
    const { runGroup } = await app.ask({ query: StudyPairsDocument, variables });
    for (const { a, b, summary } of getPresent(runGroup, 'run group of this setting').matchings)
      if (summary && own.has(a.id) && own.has(b.id)) solved.push(summary);
  }
  const fractions = solved.map(({ sharedFraction }) => sharedFraction);
  const nulls = solved.map(({ nulls: known }) => chooseNull(known));
  const heldOut = made.map((dictionary) => dictionary.heldOut);
  return {
    architecture,
    run,
    pairs: solved.length,
    statement: solved[0]?.criterion.statement ?? null,
    shared: meanOf(fractions),
    range: fractions.length > 0 ? [Math.min(...fractions), Math.max(...fractions)] : null,
    chance: meanOf(nulls.map((one) => one?.sharedFraction ?? null)),
    nullKind: nulls[0]?.kind ?? null,
    agreement: meanOf(solved.map(({ agreement }) => agreement)),
    proven: solved.every(({ basis }) => basis.decoderCertificate?.optimal && basis.encoderCertificate?.optimal),
    fvu: meanOf(heldOut.map((one) => one?.fvu ?? null)),
    l0: meanOf(heldOut.map((one) => one?.l0 ?? null)),
    deadFraction: meanOf(heldOut.map((one) => one?.deadFraction ?? null)),
  };
}

/** Null where one is missing: a mean of some would pass for a mean of all. */
function meanOf(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.some((value) => value === null)) return null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
}
