/**
 * The files that `reseed export` writes: format "reseed-matching", version 1.
 *
 * JSON: one object { header, latents, unmatchedB }. `header` is a `MatchingHeader`; `latents` has one `MatchingRecord` per latent of A, in
 * order of index; `unmatchedB` has the latents of B that a side leaves without a partner (only where B is larger). One record per line.
 *
 * CSV: lines that begin with `#` hold the header's JSON when `# ` is taken off each; then a line of column names; then the same records with
 * `end` A or B before them. An empty cell is null.
 *
 * Numbers are the shortest decimals that read back as the same double. UTF-8, lines end in a line feed.
 */
import type { PairArrays } from '../../compute/statistics/pair-arrays.ts';
import type { MatchingHeader } from './matching-header.ts';
import { listRecordsOfA, listUnmatchedOfB, type MatchingRecord } from './matching-records.ts';

/** How a file is written; the name is its extension, too. */
export type MatchingFileFormat = 'json' | 'csv';

/** Records per chunk of text: about 100 KB. */
const RECORDS_PER_CHUNK = 500;

interface MatchingFile {
  header: MatchingHeader;
  pair: PairArrays;
}

/** The file's text in chunks, so that no large matching is ever held as text. */
export function formatMatching(file: MatchingFile, format: MatchingFileFormat): Generator<string> {
  return joinChunks(format === 'json' ? listJsonParts(file) : listCsvLines(file));
}

function* listJsonParts({ header, pair }: MatchingFile): Generator<string> {
  yield `{\n"header": ${JSON.stringify(header, null, 2)},\n"latents": [`;
  yield* listJsonRecords(listRecordsOfA(pair));
  yield '\n],\n"unmatchedB": [';
  yield* listJsonRecords(listUnmatchedOfB(pair));
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

/** Columns of the CSV, in the order of a record's fields. */
const columns = [
  'end',
  'index',
  'alive',
  'decoder_partner',
  'decoder_cosine',
  'decoder_partner_alive',
  'encoder_partner',
  'encoder_cosine',
  'encoder_partner_alive',
];

function* listCsvLines({ header, pair }: MatchingFile): Generator<string> {
  for (const line of JSON.stringify(header, null, 2).split('\n')) yield `# ${line}\n`;
  yield `${columns.join(',')}\n`;
  for (const record of listRecordsOfA(pair)) yield `A,${formatCells(record)}\n`;
  for (const record of listUnmatchedOfB(pair)) yield `B,${formatCells(record)}\n`;
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
