/** A page of the documentation -> its fenced blocks, in order. `root` is the project's folder. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Block {
  /** Of the opening fence, from 1. */
  line: number;
  language: string;
  /** What follows the language: `slow`, `needs="..."`, `not-replayed="..."`, `file="..."`, `exit="..."`; a flag's value is ''. */
  attributes: Record<string, string>;
  text: string;
}

/** The pages whose blocks are replayed, relative to the root. */
export async function listPages(): Promise<string[]> {
  const docs = (await readdir(path.join(root, 'docs'))).filter((name) => name.endsWith('.md')).sort();
  return ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)];
}

export async function readPage(page: string): Promise<Block[]> {
  const lines = (await readFile(path.join(root, page), 'utf8')).split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const opening = /^```(\w+)(.*)$/.exec(lines[i]);
    if (opening === null) continue;
    const end = lines.indexOf('```', i + 1);
    if (end < 0) throw new Error(`${page}:${i + 1}: this block has no end`);
    const attributes = Object.fromEntries(
      Array.from(opening[2].matchAll(/([a-z-]+)(?:="([^"]*)")?/g), ([, name, value = '']) => [name, value]),
    );
    blocks.push({ line: i + 1, language: opening[1], attributes, text: lines.slice(i + 1, end).join('\n') });
    i = end;
  }
  return blocks;
}

/** `value` with every fractional number rounded to six digits: what the pages print. */
export function roundFractions(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toFixed(6));
  if (Array.isArray(value)) return value.map(roundFractions);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, roundFractions(part)]));
}
