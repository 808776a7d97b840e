/** MatchingExport. */
import { fileNameOf, hrefOf } from '../export/matching-export.ts';
import { type MatchingFileFormat as FileFormat, mediaTypes } from '../export/matching-file.ts';
import { buildMatchingHeader, FORMAT_NAME, FORMAT_VERSION } from '../export/matching-header.ts';
import type { MatchingExportResolvers, MatchingFileFormat } from '../generated/types.ts';

export const matchingExportResolvers: MatchingExportResolvers = {
  matching: ({ pair }) => pair.matching,
  formatName: () => FORMAT_NAME,
  formatVersion: () => FORMAT_VERSION,
  header: ({ pair }, _args, context) => buildMatchingHeader(context, pair),
  href: ({ pair, format }) => hrefOf(pair, extensions[format]),
  fileName: ({ pair, format }) => fileNameOf(pair, extensions[format]),
  mediaType: ({ format }) => mediaTypes[extensions[format]],
};

const extensions: Readonly<Record<MatchingFileFormat, FileFormat>> = { JSON: 'json', CSV: 'csv', PARQUET: 'parquet' };
