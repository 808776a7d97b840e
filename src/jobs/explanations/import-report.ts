/** What an import of explanations did, counted as it goes. */
import type { Place, SkipReason, SkippedRecord } from '../../../loaders/explanations/latent-record.ts';

/** Examples kept of each reason: enough to see what is wrong. */
const EXAMPLES_KEPT = 5;
/** Longest detail of an example, in characters. */
const MAX_DETAIL = 300;

/** Things passed over for one reason. */
export interface SkippedCount {
  reason: SkipReason;
  count: number;
  /** The first of them. */
  examples: (Place & { detail: string })[];
}

/** As stored with the job. */
export interface ImportReport {
  files: number;
  /** New explanations, scores, contexts and latents with statistics. */
  explanations: number;
  scores: number;
  contexts: number;
  statistics: number;
  /** Explanations, scores and collections that were there already. */
  present: number;
  skipped: SkippedCount[];
}

/** An empty report. */
export function buildImportReport(): ImportReport {
  return { files: 0, explanations: 0, scores: 0, contexts: 0, statistics: 0, present: 0, skipped: [] };
}

/** Counts something passed over. */
export function countSkipped(
  report: ImportReport,
  { reason, place, detail, count = 1 }: Omit<SkippedRecord, 'kind'>,
): void {
  let entry = report.skipped.find((skipped) => skipped.reason === reason);
  if (entry === undefined) {
    entry = { reason, count: 0, examples: [] };
    report.skipped.push(entry);
  }
  entry.count += count;
  if (entry.examples.length < EXAMPLES_KEPT)
    entry.examples.push({ file: place.file, line: place.line, detail: detail.slice(0, MAX_DETAIL).toWellFormed() });
}
