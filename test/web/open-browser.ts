/**
 * Debian's Chromium for tests of the explorer. Where it is not installed the tests are left out, and their titles say so: `.ci/chromium` installs it.
 *
 * A page notes what must not happen: errors on the console or in scripts, and requests to another machine.
 */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const CHROMIUM = '/usr/bin/chromium';

/** Why there is no browser; null if there is one. */
export const browserMissing: string | null = existsSync(CHROMIUM) ? null : `${CHROMIUM} is not installed`;

/** For titles of groups of tests: `explorer (left out: /usr/bin/chromium is not installed)`. */
export const titled = (title: string) => (browserMissing === null ? title : `${title} (left out: ${browserMissing})`);

export interface TestBrowser {
  /** A new page of its own context. Expects on closing that nothing forbidden has happened. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>;
  /** Closes the pages, and expects of all of them that nothing forbidden has happened. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the browser; pages are opened relative to `origin`. */
export async function openBrowser(origin: string): Promise<TestBrowser> {
  // as root Chromium refuses its own sandbox; it is shown nothing but our own server here
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  let faults: string[] = [];
  const pages: Page[] = [];
  return {
    async open(address, options = {}) {
      const page = await browser.newPage(options);
      pages.push(page);
      page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => faults.push(`script: ${String(error)}`));
      page.on('request', (request) => {
        const { protocol, origin: asked } = new URL(request.url());
        if (asked !== origin && protocol !== 'blob:' && protocol !== 'data:') faults.push(`request: ${request.url()}`);
      });
      await page.goto(new URL(address, origin).href);
      return page;
    },
    async closePages() {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
      const seen = faults;
      faults = [];
      expect(seen).toEqual([]);
    },
    close: () => browser.close(),
  };
}
