/** Matches rows with the threads, the device and the memory that a worker has. In: unit rows of both dictionaries. Out: the matching with its proof. */
import { includeRowRounding } from '../../compute/matching/certificate.ts';
import { type MatchOptions, matchRows } from '../../compute/matching/match-rows.ts';
import type { SideMatching } from '../../compute/side-matching.ts';
import type { UnitRows } from '../../compute/unit-rows.ts';
import type { TaskContext } from '../worker/task.ts';

type Worker = Pick<TaskContext, 'settings' | 'signal'>;
type Asked = Pick<MatchOptions, 'measure' | 'margins' | 'onProgress'>;

/** The matching of the rows as they are given: of random ones, or of turned ones. Throws `TOO_LARGE_TO_MATCH`. */
export function matchOnWorker(
  { settings, signal }: Worker,
  { a, b }: { a: UnitRows; b: UnitRows },
  asked: Asked,
): Promise<SideMatching> {
  const { threads, executionProvider: provider, bytes, memoryMb } = settings;
  return matchRows(a, b, { ...asked, threads, provider, bytes, memoryMb, signal });
}

/** The matching of stored rows, of which these are the unit rows in float32: its certificate holds for the rows as they were stored. */
export async function matchStoredRows(
  worker: Worker,
  rows: { a: UnitRows; b: UnitRows },
  asked: Asked,
): Promise<SideMatching> {
  const solved = await matchOnWorker(worker, rows, asked);
  const pairs = Math.min(rows.a.n, rows.b.n);
  return { ...solved, certificate: includeRowRounding(solved.certificate, { pairs, d: rows.a.d }) };
}
