import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build, type InlineConfig, mergeConfig } from 'vite';
import { shared } from '../../../vite.config.js';
import { chromiumArgs, findBrowser } from '../../tools/browsers.mjs';

export interface Site {
  url: string;
  context: BrowserContext;
  /** A page of it whose processor is `times` slower. */
  open(path: string, times: number): Promise<{ page: Page; slow(times: number): Promise<void> }>;
  close(): Promise<void>;
}

const types: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html' };

/**
 * Builds as the widget is built and serves it, beside `pages` and what lies in the folder `beside`, to a Chromium with a
 * profile of its own.
 */
export async function site(config: InlineConfig, pages: Record<string, string>, beside = ''): Promise<Site> {
  const executablePath = findBrowser('chromium');
  if (!executablePath) throw new Error('There is no Chromium: name its binary in CHROME_PATH.');
  const out = mkdtempSync(join(tmpdir(), 'tokenim-bench-page-'));
  const base = { configFile: false, logLevel: 'error', build: { outDir: out, emptyOutDir: false } } as const;
  await build(mergeConfig(mergeConfig(shared(), base), config));
  // A real origin: IndexedDB of a page without one is not on disk.
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    const page = pages[path];
    const file = [out, beside]
      .map((folder) => folder && join(folder, path))
      .find((name) => name && statSync(name, { throwIfNoEntry: false })?.isFile());
    response.statusCode = page === undefined && !file ? 404 : 200;
    response.setHeader(
      'Content-Type',
      page === undefined ? (types[extname(path)] ?? 'text/plain') : 'text/html',
    );
    response.end(page ?? (file ? readFileSync(file) : ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const context = await chromium.launchPersistentContext(join(out, 'profile'), {
    executablePath,
    args: [...chromiumArgs],
    headless: true,
    viewport: { width: 800, height: 700 },
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    context,
    async open(path, times) {
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      const slow = async (rate: number) => {
        await session.send('Emulation.setCPUThrottlingRate', { rate });
      };
      await slow(times);
      await page.goto(url + path);
      return { page, slow };
    },
    async close() {
      await context.close();
      server.close();
      rmSync(out, { recursive: true, force: true });
    },
  };
}
