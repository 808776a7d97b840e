/**
 * A text file -> its documents, in order, without holding the file.
 *
 * `.jsonl`: the field `text` of the object on each line. Anything else: what lies between the marks `<|endoftext|>`, or, where the beginning
 * of the file has no mark, between blank lines. Documents are trimmed; empty ones are left out; longer ones than the limit are cut.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { ReseedError } from '../../src/errors.ts';

const MARK = '<|endoftext|>';

/** Bytes read at once, and in which a mark is looked for. */
const PIECE_BYTES = 1024 * 1024;

/** Characters of one document: tokenisers slow down with the length of a text. */
const MAX_CHARACTERS = 262_144;

/** The documents of `source`. Throws `CONFIG_BAD` for a line of `.jsonl` without text, `SOURCE_CHANGED`. */
export async function* readDocuments(source: ByteSource): AsyncGenerator<string> {
  const isLines = source.name.endsWith('.jsonl');
  let separator: string | null = isLines ? '\n' : null;
  let rest = '';
  let line = 0;
  const pieces = readPieces(source);
  for await (const piece of pieces) {
    rest += piece;
    separator ??= rest.includes(MARK) ? MARK : '\n\n';
    const parts = rest.split(separator);
    rest = parts.pop() ?? '';
    if (!isLines && rest.length > MAX_CHARACTERS) {
      parts.push(...cut(rest).slice(0, -1));
      rest = cut(rest).at(-1) ?? '';
    }
    for (const part of parts) yield* documentsOf(part);
  }
  yield* documentsOf(rest);

  function* documentsOf(part: string): Generator<string> {
    line++;
    const text = (isLines ? textOf(part) : part).trim();
    if (text !== '') yield* cut(text);
  }

  function textOf(part: string): string {
    if (part.trim() === '') return '';
    let value: unknown;
    try {
      value = JSON.parse(part);
    } catch {
      value = null;
    }
    if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string')
      return value.text;
    throw new ReseedError(
      'CONFIG_BAD',
      `Cannot read "${clip(source.name)}": line ${line} is no object with a "text"; expected {"text": "..."}`,
      {
        hint: 'Write one JSON object per line.',
      },
    );
  }
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

async function* readPieces(source: ByteSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for (let offset = 0; offset < source.size; offset += PIECE_BYTES) {
    const bytes = await source.read(offset, Math.min(PIECE_BYTES, source.size - offset));
    // Windows writes two characters at the end of a line.
    yield decoder.decode(bytes, { stream: true }).replaceAll('\r\n', '\n');
  }
  yield decoder.decode();
}
