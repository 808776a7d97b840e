/** What messages, comments and pages send people to exists. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listPages, root } from '../../.ci/read-page.ts';

const read = (file: string) => readFile(path.join(root, file), 'utf8');
const headings = async (page: string) => [...(await read(page)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
/** As GitHub makes anchors. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
const pages = [...(await listPages()), 'ARCHITECTURE.md', 'CHANGELOG.md', 'src/compute/matching/README.md'].filter(
  (page) => existsSync(path.join(root, page)),
);

test('every page and heading that a message names is one', async () => {
  const named: [page: string, heading: string][] = [];
  for (const folder of ['src', 'db', 'loaders']) {
    const files = await readdir(path.join(root, folder), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const source = await read(`${folder}/${file}`);
      expect(source, file).not.toContain('README, "');
      for (const [, page, heading] of source.matchAll(/(docs\/[\w-]+\.md)(?:, "([^"]+)")?/g))
        named.push([page, heading ?? (await headings(page))[0]]);
    }
  }
  expect(named.length).toBeGreaterThan(5);
  for (const [page, heading] of named) expect(await headings(page), page).toContain(heading);
});

test('every link of a page leads somewhere', async () => {
  let links = 0;
  for (const page of pages)
    for (const [, target] of (await read(page)).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      links++;
      const [file, hash] = target.split('#');
      const place = file === '' ? page : path.join(path.dirname(page), file);
      expect(existsSync(path.join(root, place)), `${page}: ${target}`).toBe(true);
      if (hash !== undefined) expect((await headings(place)).map(anchor), `${page}: ${target}`).toContain(hash);
    }
  expect(links).toBeGreaterThan(20);
});

/** Folders of the project, as the first part of a path. */
const rooms = ['src', 'db', 'loaders', 'test', 'bench', 'docs', 'seeds-data', 'codegen', '.ci'];

test('every path of the project that a page names exists', async () => {
  let paths = 0;
  for (const page of pages)
    for (const [, named] of (await read(page)).matchAll(/`([^`\s]+)`/g)) {
      const [first] = named.split('/');
      if (!named.includes('/') || !rooms.includes(first) || /[<>*{}]/.test(named)) continue;
      paths++;
      expect(existsSync(path.join(root, named)), `${page}: ${named}`).toBe(true);
    }
  expect(paths).toBeGreaterThan(10);
});

test('the README is short, and has one picture', async () => {
  const readme = await read('README.md');
  expect(readme.split(/\s+/).filter((word) => word !== '').length).toBeLessThanOrEqual(600);
  expect([...readme.matchAll(/!\[/g)]).toHaveLength(1);
});
