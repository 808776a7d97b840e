/** What an import of explanations did, counted as it goes. */
import * as v from 'valibot';
import type { SkipReason, SkippedRecord } from '../../../loaders/explanations/latent-file-record.ts';
import { statedCount } from '../queue/stated-fields.ts';

/** Examples kept of each reason: enough to see what is wrong. */
const EXAMPLES_KEPT = 5;
/** Sources named of each reason: more than a bulk download of one model has. */
const SOURCES_KEPT = 200;
/** Longest detail of an example, in characters. */
const MAX_DETAIL = 300;

const skipReasons = [
  'BROKEN',
  'TOO_LONG',
  'MALFORMED',
  'UNKNOWN_SOURCE',
  'OTHER_SOURCE',
  'UNKNOWN_LATENT',
  'EMPTY',
  'DUPLICATE',
  'NO_EXPLANATION',
] as const satisfies readonly SkipReason[];

/** As stored with the job. */
export const importReport = v.object({
  files: statedCount,
  /** New explanations, scores, contexts and latents with statistics. */
  explanations: statedCount,
  scores: statedCount,
  contexts: statedCount,
  statistics: statedCount,
  /** Explanations, scores and collections that were stored before. */
  present: statedCount,
  /** Records that were left out, by reason. */
  skipped: v.array(
    v.object({
      reason: v.picklist(skipReasons),
      count: statedCount,
      /** Sources that the records named, each once. */
      sources: v.optional(v.array(v.string()), []),
      /** The first of them. */
      examples: v.array(v.object({ file: v.string(), line: v.nullable(statedCount), detail: v.string() })),
    }),
  ),
});
export type ImportReport = v.InferOutput<typeof importReport>;

/** An empty report. */
export function buildImportReport(): ImportReport {
  return { files: 0, explanations: 0, scores: 0, contexts: 0, statistics: 0, present: 0, skipped: [] };
}

/** Counts something skipped. */
export function countSkipped(
  report: ImportReport,
  { reason, place, detail, count = 1, source }: Omit<SkippedRecord, 'kind'>,
): void {
  let entry = report.skipped.find((skipped) => skipped.reason === reason);
  if (entry === undefined) {
    entry = { reason, count: 0, sources: [], examples: [] };
    report.skipped.push(entry);
  }
  entry.count += count;
  if (source !== undefined && entry.sources.length < SOURCES_KEPT && !entry.sources.includes(source))
    entry.sources.push(source);
  if (entry.examples.length < EXAMPLES_KEPT)
    entry.examples.push({ file: place.file, line: place.line, detail: detail.slice(0, MAX_DETAIL).toWellFormed() });
}
