/** The generated index of resolvers: files are found by what they export, and a file that resolves nothing is an error. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { plugin } from '../../codegen/resolver-index.ts';

const schema = buildSchema('type Query { a: A, b: B } type A { x: Int } type B { x: Int }');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'reseed-resolvers-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function indexOf(files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const { prepend, content } = plugin(
    schema,
    [],
    { folder },
    { outputFile: path.join(folder, 'generated', 'index.ts') },
  );
  return [...prepend, content].join('\n');
}

test('every type of every file is listed, in the order of names', async () => {
  const index = await indexOf({
    'query.ts': 'export const queryResolvers: QueryResolvers = {};',
    'pair.ts': 'export const bs: BResolvers = {};\nexport const as: AResolvers = {\n};',
  });
  expect(index).toContain("import { bs, as } from '../pair.ts';\nimport { queryResolvers } from '../query.ts';");
  expect(index).toContain('{\n  A: as,\n  B: bs,\n  Query: queryResolvers,\n}');
});

test.each([
  ['resolves nothing', { 'a.ts': 'export const a = {};' }, 'a.ts exports no resolvers'],
  ['resolves a type that is not in the schema', { 'c.ts': 'export const c: CResolvers = {};' }, 'c.ts resolves C'],
  [
    'resolves what another file resolves',
    { 'a.ts': 'export const a: AResolvers = {};', 'b.ts': 'export const b: AResolvers = {};' },
    'b.ts resolves A, and so does a.ts',
  ],
])('a file that %s is an error', async (_what, files, message) => {
  await expect(indexOf(files)).rejects.toThrow(message);
});
