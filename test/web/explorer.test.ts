/** The explorer in a real browser, on the bundled dictionaries: every view by role and text, by keyboard, in both themes, on a narrow screen. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../.ci/read-page.ts';
import { copyBundledData } from '../bundled-data.ts';
import { browserMissing, openBrowser, type TestBrowser, titled } from './open-browser.ts';

const GROUP = 'mlp_relu_L4_N1024';
const VIEWS = {
  home: '/',
  group: `/group/${GROUP}`,
  pair: `/pair?a=${GROUP}/seed1&b=${GROUP}/seed2`,
  latent: `/latent/${GROUP}/seed1/960`,
  orphan: `/latent/${GROUP}/seed1/7`,
  search: '/search?q=mom',
  definitions: '/definitions',
};
/** What is there once all of a view has come. */
const LAST: Record<keyof typeof VIEWS, (page: Page) => Promise<unknown>> = {
  home: (page) =>
    page
      .getByText(/come back in every seed/)
      .nth(1)
      .waitFor(),
  group: (page) => page.getByRole('heading', { name: 'Seeds', exact: true }).waitFor(),
  pair: (page) => page.getByRole('heading', { name: 'Do labels agree?' }).waitFor(),
  latent: (page) => page.getByText('Strongest and middle contexts').nth(2).waitFor(),
  orphan: (page) => page.getByText('no partner').nth(1).waitFor(),
  search: (page) => page.getByText(/different features/).waitFor(),
  definitions: (page) => page.getByRole('heading', { name: 'Universality' }).waitFor(),
};
const names = Object.keys(VIEWS) as (keyof typeof VIEWS)[];

describe.skipIf(browserMissing !== null)(titled('the explorer'), () => {
  let folder: string;
  let server: ChildProcess;
  let browser: TestBrowser;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reseed-explorer-'));
    const { DATABASE_URL: _, ...inherited } = process.env;
    const dataDir = path.join(folder, 'data');
    await copyBundledData(dataDir);
    const env = { ...inherited, RESEED_DATA_DIR: dataDir, RESEED_PORT: '0' };
    server = spawn(process.execPath, ['src/cli/main.ts', 'start'], { cwd: root, env });
    let printed = '';
    const listening = new Promise<string>((resolve) => {
      server.stdout?.on('data', (data) => {
        printed += String(data);
        const [, address] = /Explorer: (http:\S+)/.exec(printed) ?? [];
        if (address !== undefined) resolve(new URL(address).origin);
      });
    });
    const ended = once(server, 'exit').then(() => Promise.reject(new Error(`the server ended:\n${printed}`)));
    origin = await Promise.race([listening, ended]);
    browser = await openBrowser(origin);
  }, 600_000);
  afterEach(() => browser.closePages());
  afterAll(async () => {
    await browser?.close();
    const exit = once(server, 'exit');
    server.kill('SIGINT');
    await exit;
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (view: keyof typeof VIEWS, options = {}) => {
    const page = await browser.open(VIEWS[view], options);
    await LAST[view](page);
    return page;
  };

  test('home leads to a run group, a cell of its matrix to a pair, a point of the list to a latent', async () => {
    const page = await open('home');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Which features come back under another seed?',
    );
    await page.getByText('6 of 6 sides matched · labels in 3 of 3 seeds').first().waitFor();
    await page.getByText('About two thirds come back in every seed').waitFor();
    await page.getByText('Nothing runs and nothing waits.').waitFor();
    await page.getByRole('link', { name: GROUP }).click();
    await LAST.group(page);
    expect(await page.title()).toBe(`${GROUP} · Reseed`);
    await page.getByRole('link', { name: /^seed 1 in seed 2: 0.75, by chance 0.00$/ }).click();
    await LAST.pair(page);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      `Three quarters of ${GROUP}/seed1 come back in ${GROUP}/seed2`,
    );
    await page
      .getByRole('link', { name: /^seed 1 #\d+$/ })
      .first()
      .click();
    await page.getByText('this latent').waitFor();
    for (let step = 0; step < 3; step++) await page.goBack();
    await LAST.home(page);
  });

  test('what the first view loads is under 300 kB, compressed', async () => {
    const page = await open('home');
    const sizes = await page.evaluate(() =>
      [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter(({ name }) => !name.endsWith('/graphql'))
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    );
    expect(sizes.length).toBeGreaterThanOrEqual(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  });

  test('a run group: matrix, universality, only in base, union, cycles, seeds', async () => {
    const page = await open('group');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'About two thirds come back in every seed',
    );
    await page
      .getByRole('img', { name: /^Fraction of latents by the number of seeds: 1: 0.161, 2: 0.178, 3: 0.661/ })
      .waitFor();
    await page
      .getByRole('img', { name: /^Fraction of a seed's latents in none of the others: 2 seeds: 0.250, 3 seeds: 0.161/ })
      .waitFor();
    await page.getByRole('img', { name: /^Features in the union/ }).waitFor();
    await page.getByText('no fit: 2 points').waitFor();
    expect(await page.getByRole('row', { name: /decoder matchings/ }).textContent()).toContain('0.793');
    await page.getByText('The seeds differ in nothing that is recorded but the init seed.').waitFor();
  });

  test('numbers of a plot are a table, and leave as CSV and PNG', async () => {
    const page = await open('group');
    const figure = page.getByRole('figure').filter({ hasText: 'Found in how many seeds' });
    await figure.getByText('Numbers and downloads').click();
    await figure.getByRole('cell', { name: '0.661' }).waitFor();
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      figure.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(csv.suggestedFilename()).toBe(`${GROUP}-universality.csv`);
    expect(await readFile(await csv.path(), 'utf8')).toMatch(/^seeds,fraction,.*\r\n1,0.161/);
    const [png] = await Promise.all([
      page.waitForEvent('download'),
      figure.getByRole('button', { name: 'PNG' }).click(),
    ]);
    expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe('PNG');
  });

  test('the criterion is in the address, every view obeys it, and links take it along', async () => {
    const page = await open('pair');
    await page.getByText('768 of 1,024').waitFor();
    await page.getByRole('slider', { name: 'threshold' }).fill('0.9');
    await page.waitForURL(/threshold=0\.9/);
    await page.getByRole('img', { name: /; 0\.\d{3} at 0\.90$/ }).waitFor();
    await page.getByRole('combobox', { name: 'definition' }).selectOption('DECODER');
    await page.waitForURL(/definition=DECODER/);
    await page.reload();
    await LAST.pair(page);
    expect(await page.getByRole('slider', { name: 'threshold' }).inputValue()).toBe('0.9');
    await page.getByRole('link', { name: GROUP, exact: true }).click();
    await LAST.group(page);
    expect(new URL(page.url()).search).toBe('?definition=DECODER&threshold=0.9');
    await page.locator('.numbers .figure').first().hover();
    expect(await page.getByRole('tooltip').textContent()).toContain('C^d(i, pi_d(i)) >= 0.9');
  });

  test('a number says its definition, chance and interval, by pointer and by keyboard, and leads to its definition', async () => {
    const page = await open('group');
    const agreement = page.getByRole('link', { name: '0.870' }).first();
    await agreement.hover();
    const tip = page.getByRole('tooltip');
    expect(await tip.textContent()).toMatch(
      /Agreement: the fraction of latents.*both rows of a latent drawn together.*95% over seeds: 0\.\d{3} to [01]\.\d{3}/,
    );
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'detached' });
    await agreement.focus();
    await tip.waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Shared latent', exact: true }).waitFor();
    expect(page.url()).toBe(`${origin}/definitions#criterion`);
  });

  test('every definition that a number names is one of the catalogue', async () => {
    for (const view of ['home', 'group', 'pair', 'latent', 'orphan', 'search'] as const) {
      const page = await open(view);
      const named = await page
        .locator('a.figure')
        .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).hash.slice(1)));
      expect(named.length).toBeGreaterThan(1);
      await page.goto(`${origin}/definitions`);
      await LAST.definitions(page);
      for (const name of new Set(named))
        expect([name, await page.locator(`section#${name}`).count()]).toEqual([name, 1]);
    }
  });

  test('a latent has one column for each seed, with label, score, frequency, contexts and tokens', async () => {
    const page = await open('latent');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('"mom"');
    await page.getByText('Found in every seed.').waitFor();
    expect(await page.getByText('3 of 3').count()).toBe(1);
    for (const [seed, index] of [
      [1, 960],
      [2, 83],
      [3, 173],
    ]) {
      const column = page.getByRole('region', { name: `seed ${seed}, latent ${index}` });
      await column.getByText(/of 400,000 tokens/).waitFor();
      await column.getByText('30 examples').waitFor();
      await column.getByText('fires on, mean activation').waitFor();
      expect(await column.locator('.token.lit').count()).toBeGreaterThan(0);
    }
    await page.getByRole('link', { name: '961 ›' }).click();
    await page.waitForURL(/\/seed1\/961$/);
  });

  test('a seed that lacks a latent shows what comes closest, and why that is not accepted', async () => {
    const page = await open('orphan');
    await page.getByText('Only in this seed.').waitFor();
    const column = page.getByRole('region', { name: 'seed 2, latent 303' });
    await column.getByText('matched by decoder at 0.40, by encoder at 0.39, to two different latents').waitFor();
    expect(await column.getByRole('listitem').first().textContent()).toMatch(/^0\.88 seed 2 #303/);
  });

  test('search finds labels, one row for each feature, names and latents; facets narrow it', async () => {
    const page = await open('home');
    await page.getByRole('searchbox').fill('mom');
    await page.keyboard.press('Enter');
    await LAST.search(page);
    const rows = page.locator('.features > li');
    const all = await rows.count();
    const members = await rows.nth(1).getByRole('listitem').allTextContents();
    expect(members.map((text) => text.slice(0, 6))).toEqual(['seed 1', 'seed 2', 'seed 3']);
    await page.getByRole('spinbutton', { name: /in at least/ }).fill('3');
    await page.getByRole('spinbutton', { name: /in at least/ }).press('Tab');
    await page.waitForURL(/in=3/);
    await expect.poll(() => rows.count()).toBeLessThan(all);
    await page.getByRole('searchbox').fill(`${GROUP}/seed1/960`);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'seed 1 #960' }).waitFor();
  });

  test('what is not there is said, with what to do next', async () => {
    const page = await browser.open('/group/nobody');
    await page.getByRole('alert').getByText('Cannot use "nobody" for a run group').waitFor();
    expect(await page.getByRole('alert').getByRole('button', { name: 'Try again' }).count()).toBe(1);
    await page.goto(`${origin}/search?q=xyzzy`);
    await page.getByText('No label fits').waitFor();
    await page.goto(`${origin}/pair?a=${GROUP}/seed1&b=mlp_topk_k4_N512/seed1`);
    await page.getByText('have not been matched').waitFor();
    await page.goto(`${origin}/latent/${GROUP}/seed1/960?definition=nonsense&threshold=7`);
    await page.getByText('Found in every seed.').waitFor();
  });

  test('with the keyboard alone: skip to the view, reach a group, move the threshold', async () => {
    const page = await open('home');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.getAttribute('type'))) === 'range') break;
    }
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/threshold=0\.71/);
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent)) === GROUP) break;
    }
    await page.keyboard.press('Enter');
    await LAST.group(page);
    expect(page.url()).toContain('threshold=0.71');
  });

  test.each(names)('%s: axe finds nothing serious in both themes, and 400 pixels are enough', async (view) => {
    // axe itself makes markup from text, which the policy of the page forbids
    const page = await open(view, { colorScheme: 'light', viewport: { width: 400, height: 800 }, bypassCSP: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    await page.evaluate(axe.source);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
      const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run(document));
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => ({
          id,
          where: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
        }));
      expect([colorScheme, serious]).toEqual([colorScheme, []]);
    }
  });

  test('the chosen theme stays', async () => {
    const page = await open('home', { colorScheme: 'light' });
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  });

  test('the query editor comes from the same build and answers', async () => {
    const page = await browser.open('/graphql');
    await page.getByRole('button', { name: /Execute query/ }).waitFor();
  });
});
