/** A file's name is found once: what a command, a kind of job and a task do with one thing differs by verb or ending. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** A resolver's file has the name of its SDL type, whatever else is named after that. */
const named = globSync('{src,db,loaders}/**/*.{ts,tsx}', { cwd: new URL('../../', import.meta.url) }).filter(
  (file) => !/\/(generated|built|resolvers)\//.test(file) && !file.endsWith('.d.ts'),
);

test('no two files have the same name', () => {
  const byName = Map.groupBy(named, (file) => path.basename(file));
  expect([...byName.values()].filter((files) => files.length > 1)).toEqual([]);
});
