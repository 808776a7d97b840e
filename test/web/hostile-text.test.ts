/** Labels and tokens that try to be more than text stay text: markup, right-to-left, zero width, very long. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { beginCollection, copyContexts, publishCollection } from '../../db/stores/activation-writer.ts';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { type GraphServer, startGraphServer } from '../../src/graph/http/server.ts';
import { exampleContext, exampleExplanation } from '../db/example-explanations.ts';
import { type Edge, latentId, openExampleEdge } from '../graph/example-edge.ts';
import { browserMissing, openBrowser, type TestBrowser, titled } from './open-browser.ts';

const HOSTILE = [
  '<img src=x onerror="document.title=\'hacked\'"><script>document.title="hacked"</script>',
  '\u202egnol saw txet siht\u202c and \u200bzero\u200d\ufeff width',
  `${'long '.repeat(2_000)}end`,
  '<svg onload=alert(1)> friend',
];

describe.skipIf(browserMissing !== null)(titled('hostile text'), () => {
  let edge: Edge;
  let server: GraphServer;
  let browser: TestBrowser;

  beforeAll(async () => {
    edge = await openExampleEdge();
    const [dictionary] = edge.seeds;
    const rows = HOSTILE.map((text, index) => exampleExplanation({ index, text: `${text} friend` }));
    await writeExplanations(edge.db, { dictionary, jobId: null, rows });
    const { key } = await beginCollection(edge.db, {
      dictionary,
      job: null,
      collection: {
        source: 'test',
        dataset: null,
        tokens: 10,
        contextLength: 2,
        hasTokenTexts: true,
        details: null,
        externalKey: 'hostile',
      },
    });
    await copyContexts(edge.db, {
      collection: key,
      rows: HOSTILE.map((text, index) =>
        exampleContext({ index, ordinal: 0, tokens: [text, ' b'], activations: [2, 0] }),
      ),
    });
    await publishCollection(edge.db, key);
    server = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0 });
    browser = await openBrowser(new URL(server.url).origin);
  });
  afterEach(() => browser.closePages());
  afterAll(async () => {
    await browser?.close();
    await server.close();
    await edge.close();
  });

  test.each(HOSTILE.map((text, index) => [index, text] as const))(
    'latent %i shows its label and tokens as text',
    async (index, text) => {
      const page = await browser.open(`/latent/${latentId(edge.seeds[0], index)}`, {
        viewport: { width: 400, height: 800 },
      });
      await page.getByText('Strongest and middle contexts').first().waitFor();
      expect(await page.title()).toContain('Reseed');
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
      const label = (await page.locator('.column.own .label').textContent()) ?? '';
      const start = text.startsWith('\u202e') ? '\\u202egnol saw' : text.slice(0, 40);
      expect(label.startsWith(start)).toBe(true);
      expect(label.length).toBeLessThan(500);
      const shown = (await page.locator('main').textContent()) ?? '';
      expect(shown).not.toMatch(/[\u200b-\u200f\u202a-\u202e\ufeff]/);
    },
  );

  test('a search shows them as text, with what matched marked', async () => {
    const page = await browser.open('/search?q=friend');
    await page.getByText('different features').waitFor();
    expect(await page.locator('.features mark').count()).toBeGreaterThanOrEqual(4);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).not.toBe('hacked');
  });
});
