/**
 * A text file -> its documents, in order, without holding the file.
 *
 * `.jsonl`: the field `text` of the object on each line. Anything else: what lies between the marks `<|endoftext|>`, or, where the beginning
 * of the file has no mark, between blank lines. Documents are trimmed; empty ones are left out; longer ones than the limit are cut.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { readLines } from '../files/read-text-lines.ts';
import { ReseedError } from '../../src/errors.ts';

const MARK = '<|endoftext|>';

/** Bytes read at once, and in which a mark is looked for. */
const PIECE_BYTES = 1024 * 1024;

/** Characters of one document: tokenisers slow down with the length of a text. */
const MAX_CHARACTERS = 262_144;

/** Bytes of one line of `.jsonl`: a book has a few megabytes. A file without line feeds must not be held, nor searched again and again. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** The documents of `source`. Throws `CONFIG_BAD` for a line of `.jsonl` without text, `SOURCE_CHANGED`. */
export async function* readDocuments(source: ByteSource): AsyncGenerator<string> {
  if (source.name.endsWith('.jsonl')) yield* readLinesOf(source);
  else yield* readSeparated(source);
}

async function* readLinesOf(source: ByteSource): AsyncGenerator<string> {
  for await (const { number, text, fault } of readLines(readChunks(source), { maxBytes: MAX_LINE_BYTES })) {
    if (fault === 'TOO_LONG')
      throw badLine(source, number, `has more than ${MAX_LINE_BYTES} bytes; expected one document on each line`);
    if (text === null) throw badLine(source, number, 'is not UTF-8; expected JSON in UTF-8');
    yield* documentsOf(textOf(text, { source, number }));
  }
}

function textOf(line: string, { source, number }: { source: ByteSource; number: number }): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = null;
  }
  if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string')
    return value.text;
  throw badLine(source, number, 'is no object with a "text"; expected {"text": "..."}');
}

function badLine(source: ByteSource, number: number, fault: string): ReseedError {
  return new ReseedError('CONFIG_BAD', `Cannot read "${clip(source.name)}": line ${number} ${fault}`, {
    hint: 'Write one JSON object per line.',
  });
}

async function* readSeparated(source: ByteSource): AsyncGenerator<string> {
  let separator: string | null = null;
  let rest = '';
  for await (const piece of readPieces(source)) {
    rest += piece;
    separator ??= rest.includes(MARK) ? MARK : '\n\n';
    const parts = rest.split(separator);
    rest = parts.pop() ?? '';
    if (rest.length > MAX_CHARACTERS) {
      const pieces = cut(rest);
      parts.push(...pieces.slice(0, -1));
      rest = pieces.at(-1) ?? '';
    }
    for (const part of parts) yield* documentsOf(part);
  }
  yield* documentsOf(rest);
}

function* documentsOf(part: string): Generator<string> {
  const text = part.trim();
  if (text !== '') yield* cut(text);
}

/** `text` in pieces of at most {@link MAX_CHARACTERS}, cut after a space where there is one. */
function cut(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (text.length - from > MAX_CHARACTERS) {
    const space = text.lastIndexOf(' ', from + MAX_CHARACTERS);
    const to = space > from ? space : from + MAX_CHARACTERS;
    parts.push(text.slice(from, to));
    from = to;
  }
  parts.push(text.slice(from));
  return parts;
}

async function* readChunks(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < source.size; offset += PIECE_BYTES)
    yield await source.read(offset, Math.min(PIECE_BYTES, source.size - offset));
}

async function* readPieces(source: ByteSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  // Windows writes two characters at the end of a line.
  for await (const bytes of readChunks(source)) yield decoder.decode(bytes, { stream: true }).replaceAll('\r\n', '\n');
  yield decoder.decode();
}
