import { expect, test } from 'vitest';
import type { ByteSource } from '../../loaders/files/byte-source.ts';
import { readDocuments } from '../../loaders/activations/text-documents.ts';

async function read(text: string, name = 'text.txt'): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const source: ByteSource = {
    name,
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
    close: async () => {},
  };
  const documents = [];
  for await (const document of readDocuments(source)) documents.push(document);
  return documents;
}

test('between marks; else between blank lines', async () => {
  expect(await read('one\n\ntwo\n<|endoftext|>\nthree <|endoftext|><|endoftext|>')).toEqual(['one\n\ntwo', 'three']);
  expect(await read('one\ntwo\n\n\n\nthree\r\n\r\nfour')).toEqual(['one\ntwo', 'three', 'four']);
  expect(await read('')).toEqual([]);
});

test('one object per line', async () => {
  expect(await read('{"text": "one\\ntwo"}\n\n{"text": " three ", "id": 1}\n', 'a.jsonl')).toEqual([
    'one\ntwo',
    'three',
  ]);
  for (const line of ['{"body": "one"}', '"one"', '{', '{"text": 1}'])
    await expect(read(`{"text": "one"}\n${line}`, 'a.jsonl')).rejects.toMatchObject({
      code: 'CONFIG_BAD',
      message: expect.stringContaining('line 2'),
    });
});

test('marks and letters that fall between two pieces', async () => {
  // 1 MiB is read at once: every document but the last ends within a few bytes of a border.
  const long = (letter: string, bytes: number) => letter.repeat(bytes / Buffer.byteLength(letter));
  for (const shift of [0, 1, 5, 12, 13]) {
    const documents = Array.from({ length: 9 }, (_, i) =>
      long(String.fromCodePoint(97 + i), 131_072 - 13 - (i === 0 ? shift : 0)),
    );
    expect(await read(documents.join('<|endoftext|>'))).toEqual(documents);
  }
  const accents = `${long('a', 1_048_575)}é`;
  expect((await read(`x<|endoftext|>${accents}`)).slice(1).join('')).toBe(accents);
});

test('a text without any separator is cut at spaces', async () => {
  const words = 'word '.repeat(300_000).trim();
  const documents = await read(words);
  expect(documents.length).toBeGreaterThan(4);
  for (const document of documents) {
    expect(document.length).toBeLessThanOrEqual(262_144);
    expect(document).toMatch(/^word( word)*$/);
  }
  expect(documents.join(' ')).toBe(words);
});

test('a .jsonl file without line feeds is refused once it is longer than a document, each byte read once', async () => {
  let reads = 0;
  const size = 65 * 1024 * 1024;
  const source: ByteSource = {
    name: 'a.jsonl',
    size,
    read: async (_, length) => {
      reads += length;
      return new Uint8Array(length).fill(0x61);
    },
    close: async () => {},
  };
  await expect(readDocuments(source).next()).rejects.toMatchObject({
    code: 'CONFIG_BAD',
    message: expect.stringContaining('line 1 has more than'),
  });
  expect(reads).toBe(size);
});

test('a long line is a long document', async () => {
  const long = 'word '.repeat(1_000_000).trim();
  expect((await read(JSON.stringify({ text: long }), 'a.jsonl')).join('')).toBe(long);
});
