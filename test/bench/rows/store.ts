import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumArgs, findBrowser } from '../../tools/browsers.mjs';
import type { StoreFigures } from '../store-page.js';
import type { Measurement } from './row.js';

async function bundle(out: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source', 'module', 'browser', 'production'] },
    build: {
      outDir: out,
      minify: true,
      target: 'es2022',
      lib: { entry: join(import.meta.dirname, '..', 'store-page.ts'), formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return readFileSync(join(out, 'page.js'), 'utf8');
}

async function measureInChromium(): Promise<StoreFigures> {
  const executablePath = findBrowser('chromium');
  if (!executablePath) throw new Error('There is no Chromium: name its binary in CHROME_PATH.');
  const out = mkdtempSync(join(tmpdir(), 'tokenim-bench-page-'));
  const script = await bundle(out);
  // A real origin: IndexedDB of a page without one is not on disk.
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const context = await chromium.launchPersistentContext(join(out, 'profile'), {
    executablePath,
    args: [...chromiumArgs],
    headless: true,
  });
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    return await page.evaluate(() => window.result);
  } finally {
    await context.close();
    server.close();
    rmSync(out, { recursive: true, force: true });
  }
}

export const store: Measurement = {
  name: 'store',
  async run() {
    const { applied, bulkPut } = await measureInChromium();
    return [
      {
        what: 'store: 10,000 operations applied, in Chromium',
        unit: 'rows/s',
        value: applied,
        bare: bulkPut,
        budget: '≥ 50 % of bulkPut',
        ok: applied >= bulkPut / 2,
      },
    ];
  },
};
