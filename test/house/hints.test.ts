/** What hints send people to is there. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('every heading of the README that a message names is one', async () => {
  const readme = await readFile(`${root}/README.md`, 'utf8');
  const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
  const named: string[] = [];
  for (const folder of ['src', 'db', 'loaders']) {
    const files = await readdir(`${root}/${folder}`, { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const source = await readFile(`${root}/${folder}/${file}`, 'utf8');
      named.push(...[...source.matchAll(/README, "([^"]+)"/g)].map(([, heading]) => heading.replaceAll('\\', '')));
    }
  }
  expect(named.length).toBeGreaterThan(5);
  for (const name of named)
    expect(
      headings.some((heading) => heading.startsWith(name)),
      name,
    ).toBe(true);
});
