/**
 * Files of matchings: format "reseed-matching", version 1. The same records in three forms.
 *
 * JSON: one object { header, latents, unmatchedB }. `header` is a `MatchingHeader`; `latents` has one `MatchingRecord` per latent of A, in
 * order of index; `unmatchedB` has the latents of B that a side leaves without a partner (only where B is larger). One record per line.
 *
 * CSV: lines that begin with `#` hold the header's JSON when `# ` is taken off each; then a line of column names; then the same records with
 * `end` A or B before them. An empty cell is null. Cells hold numbers, `true`, `false`, `A` and `B` only, and commas and semicolons inside
 * the header's texts are escaped as JSON allows, so that no spreadsheet finds a formula in a name.
 *
 * Parquet: the columns of the CSV (see `matching-parquet.ts`); the header's JSON is the file's metadata under the key "reseed-matching".
 *
 * Numbers in text are the shortest decimals that read back as the same double. UTF-8, lines end in a line feed.
 */
import type { PairArrays } from '../../compute/statistics/pair-arrays.ts';
import type { MatchingHeader } from './matching-header.ts';
import { formatParquet } from './matching-parquet.ts';
import {
  columnNames,
  listRecordsOfA,
  listUnmatchedOfB,
  type MatchingRecord,
  type RecordSource,
} from './matching-records.ts';

/** How a file is written; the name is its extension, too. */
export type MatchingFileFormat = 'json' | 'csv' | 'parquet';

/** Registered media types (RFC 8259, RFC 7111; IANA for Parquet). */
export const mediaTypes: Readonly<Record<MatchingFileFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
};

/** Records per chunk of text: about 100 KB. */
const RECORDS_PER_CHUNK = 500;

/** What a file holds. */
export interface MatchingFile {
  header: MatchingHeader;
  pair: PairArrays;
}

/** The file in chunks, so that no large matching is ever held as text or as a whole Parquet file. */
export function formatMatching(file: MatchingFile, format: MatchingFileFormat): Generator<string | Uint8Array> {
  const { header, pair } = file;
  const source = { pair, aliveKnown: { a: header.a.nAlive !== null, b: header.b.nAlive !== null } };
  if (format === 'parquet') return formatParquet(header, source);
  return joinChunks(format === 'json' ? listJsonParts(header, source) : listCsvLines(header, source));
}

function* listJsonParts(header: MatchingHeader, source: RecordSource): Generator<string> {
  yield `{\n"header": ${JSON.stringify(header, null, 2)},\n"latents": [`;
  yield* listJsonRecords(listRecordsOfA(source));
  yield '\n],\n"unmatchedB": [';
  yield* listJsonRecords(listUnmatchedOfB(source));
  yield '\n]\n}\n';
}

function* listJsonRecords(records: Iterable<MatchingRecord>): Generator<string> {
  let separator = '\n';
  for (const record of records) {
    const fields = Object.entries(record).map(([name, value]) => `"${name}":${formatValue(value)}`);
    yield `${separator}{${fields.join(',')}}`;
    separator = ',\n';
  }
}

function* listCsvLines(header: MatchingHeader, source: RecordSource): Generator<string> {
  for (const line of JSON.stringify(header, null, 2).split('\n')) yield `# ${escapeSeparators(line)}\n`;
  yield `${columnNames.join(',')}\n`;
  for (const record of listRecordsOfA(source)) yield `A,${formatCells(record)}\n`;
  for (const record of listUnmatchedOfB(source)) yield `B,${formatCells(record)}\n`;
}

/** In indented JSON a comma that is not the last of its line is inside a string, and so is every semicolon. */
function escapeSeparators(line: string): string {
  return line.replaceAll(/,(?!$)/g, '\\u002c').replaceAll(';', '\\u003b');
}

function formatCells(record: MatchingRecord): string {
  return Object.values(record)
    .map((value) => (value === null ? '' : formatValue(value)))
    .join(',');
}

/** JSON's spelling, except that minus zero keeps its sign. */
function formatValue(value: number | boolean | null): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function* joinChunks(parts: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const part of parts) {
    chunk.push(part);
    if (chunk.length < RECORDS_PER_CHUNK) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}
