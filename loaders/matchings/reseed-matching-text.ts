/** "reseed-matching" as JSON or CSV -> {@link PublishedMatching}. */
import { clip } from '../files/clip.ts';
import type { PublishedMatching } from './published-matching.ts';
import type { RecordFields } from './published-columns.ts';
import { badMatchingFile, FIELDS_PER_RECORD, ReseedMatchingBuilder } from './reseed-matching.ts';
import { type JsonObject, type JsonValue, parseStrictJson } from '../files/strict-json.ts';

/** Fields of a record, in the order of {@link RecordFields}. */
const fields = [
  'index',
  'alive',
  'decoderPartner',
  'decoderCosine',
  'decoderPartnerAlive',
  'encoderPartner',
  'encoderCosine',
  'encoderPartnerAlive',
];
const columns = ['end', ...fields.map((field) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))];

/** The matching in the JSON `text` of the file `name`. Throws `MATCHING_FILE_BAD`, `NOT_A_BIJECTION`. */
export function parseReseedJson(text: string, name: string): PublishedMatching {
  const root = parseJson(text, name);
  if (!isObject(root)) throw badMatchingFile(name, 'it is not an object; expected { header, latents, unmatchedB }');
  const { header, latents, unmatchedB } = root;
  if (!Array.isArray(latents) || !Array.isArray(unmatchedB)) {
    throw badMatchingFile(name, 'it has no lists "latents" and "unmatchedB"; expected { header, latents, unmatchedB }');
  }
  const builder = new ReseedMatchingBuilder(header, { name, size: text.length });
  for (const record of latents) builder.addA(fieldsOf(record, name));
  for (const record of unmatchedB) builder.addB(fieldsOf(record, name));
  return builder.finish();
}

/** The matching in the CSV `text` of the file `name`. Throws `MATCHING_FILE_BAD`, `NOT_A_BIJECTION`. */
export function parseReseedCsv(text: string, name: string): PublishedMatching {
  let builder: ReseedMatchingBuilder | null = null;
  const header: string[] = [];
  let named = false;
  for (const line of linesOf(text)) {
    if (line.startsWith('#') && builder === null) {
      header.push(line.slice(2));
    } else if (!named) {
      builder = new ReseedMatchingBuilder(parseJson(header.join('\n'), name), { name, size: text.length });
      if (line !== columns.join(','))
        throw badMatchingFile(name, `its columns are "${clip(line)}"; expected "${columns.join(',')}"`);
      named = true;
    } else {
      const [end, ...cells] = line.split(',');
      if ((end !== 'A' && end !== 'B') || cells.length !== FIELDS_PER_RECORD)
        throw badMatchingFile(name, `it has the line "${clip(line)}"`);
      const record = cells.map((cell) => parseCell(cell, name));
      if (end === 'A') builder?.addA(record);
      else builder?.addB(record);
    }
  }
  if (builder === null) throw badMatchingFile(name, 'it has no column names');
  return builder.finish();
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const at = text.indexOf('\n', from);
    const to = at < 0 ? text.length : at;
    yield text.slice(from, text[to - 1] === '\r' ? to - 1 : to);
    from = to + 1;
  }
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Other programs write True and False. */
function parseCell(cell: string, name: string): number | boolean | null {
  if (cell === '') return null;
  if (cell === 'true' || cell === 'True') return true;
  if (cell === 'false' || cell === 'False') return false;
  if (NUMBER.test(cell)) return Number(cell);
  throw badMatchingFile(name, `a cell is "${clip(cell)}"; expected a number, true, false or nothing`);
}

function parseJson(text: string, name: string): JsonValue {
  return parseStrictJson(text, (_problem, detail) => {
    throw badMatchingFile(name, `it has ${detail}; expected strict JSON`);
  });
}

function fieldsOf(record: JsonValue, name: string): RecordFields {
  if (!isObject(record)) throw badMatchingFile(name, 'a record is not an object');
  return fields.map((field) => {
    const value = record[field];
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    throw badMatchingFile(name, `a record has no ${field} that is a number, a flag or null`);
  });
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
