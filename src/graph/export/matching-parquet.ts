/**
 * A matching as Parquet (apache/parquet-format 2): the columns of `columnNames`, nulls as in the records, the header in the metadata.
 *
 * end STRING, index INT32, alive BOOLEAN, then per side partner INT32, cosine DOUBLE, partner_alive BOOLEAN; all but the first two may be
 * null. Row groups are written one after the other, so that memory holds one of them.
 */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { FORMAT_NAME, type MatchingHeader } from './matching-header.ts';
import {
  columnNames,
  listRecordsOfA,
  listUnmatchedOfB,
  type MatchingRecord,
  type RecordSource,
} from './matching-records.ts';

/** Rows per row group: about 1.5 MB of values, which readers take whole. */
const ROWS_PER_GROUP = 32_768;

type ColumnName = (typeof columnNames)[number];
type Value = string | number | boolean | null;

const types: Readonly<Record<ColumnName, Pick<SchemaElement, 'type' | 'converted_type' | 'repetition_type'>>> = {
  end: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  index: { type: 'INT32', repetition_type: 'REQUIRED' },
  alive: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
  decoder_partner: { type: 'INT32', repetition_type: 'OPTIONAL' },
  decoder_cosine: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  decoder_partner_alive: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
  encoder_partner: { type: 'INT32', repetition_type: 'OPTIONAL' },
  encoder_cosine: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  encoder_partner_alive: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
};

/** The file in chunks: its first bytes, one chunk per row group, its footer. */
export function* formatParquet(header: MatchingHeader, source: RecordSource): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: columnNames.length },
      ...columnNames.map((name) => ({ name, ...types[name] })),
    ],
    kvMetadata: [{ key: FORMAT_NAME, value: JSON.stringify(header) }],
    createdBy: 'reseed',
  });
  for (const rows of groupRows(listRows(source))) {
    const columnData = columnNames.map((name, c) => ({
      name,
      data: rows.map((row) => row[c]),
      // a dictionary of values would take 0 and -0 for the same
      ...(types[name].type === 'DOUBLE' && { encoding: 'PLAIN' as const }),
    }));
    void writer.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
    yield take(bytes);
  }
  void writer.finish();
  yield take(bytes);
}

function* listRows(source: RecordSource): Generator<Value[]> {
  for (const record of listRecordsOfA(source)) yield buildRow('A', record);
  for (const record of listUnmatchedOfB(source)) yield buildRow('B', record);
}

function buildRow(end: string, record: MatchingRecord): Value[] {
  return [end, ...Object.values(record)];
}

function* groupRows(rows: Iterable<Value[]>): Generator<Value[][]> {
  let group: Value[][] = [];
  for (const row of rows) {
    group.push(row);
    if (group.length < ROWS_PER_GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** What was written since the last call, as bytes of the caller's; positions in the file go on. */
function take(writer: ByteWriter): Uint8Array {
  const taken = writer.getBytes().slice();
  writer.index = 0;
  return taken;
}
