import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppId } from '@tokenim/protocol';
import { createServer } from '@tokenim/server';
import { chromium, type Request } from 'playwright-core';
import { servePlayground } from '../../playground/serve.js';
import { chromiumArgs, findBrowser } from '../tools/browsers.mjs';
import { brotli } from '../tools/build/compress.js';
import { freePort } from '../tools/server-process.js';

export interface File {
  name: string;
  raw: number;
  brotli: number;
}

export interface Measured {
  /** Loaded from the chat's server before anyone opens the chat. */
  closed: File[];
  /** All that an open text chat has loaded: opened, one message sent and acknowledged. */
  open: File[];
}

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'packages/widget/dist');

/** Visits the shop in a fresh Chromium, with the real server, and notes each script that comes from it. */
export async function measure(): Promise<Measured> {
  const data = mkdtempSync(join(tmpdir(), 'tokenim-size-'));
  const secret = 'size-size-size-size-size-size-size-size';
  const shop = await freePort();
  const server = createServer({
    host: '127.0.0.1',
    port: await freePort(),
    data,
    apps: [{ id: 'demo' as AppId, secret, origins: ['*'] }],
    http: { widgetDir: dist },
  });
  await server.listen();
  const playground = await servePlayground({ secret, endpoint: server.url, port: shop });
  const browser = await chromium.launch({ executablePath: findBrowser('chromium'), args: [...chromiumArgs] });
  try {
    const page = await browser.newPage();
    const asked = new Set<string>();
    page.on('request', (request: Request) => {
      const url = new URL(request.url());
      if (url.origin === server.url && request.method() === 'GET') asked.add(url.pathname);
    });
    page.on('websocket', () => asked.add('a WebSocket'));
    await page.goto(playground.url);
    await page.locator('tim-widget .launcher').waitFor();
    // Long enough for anything that waits for an idle moment.
    await page.waitForTimeout(1000);
    const closed = [...asked].map(sizeOf);

    await page.locator('tim-widget .launcher').click();
    await page.locator('tim-widget textarea').fill('How large are you?');
    await page.keyboard.press('Enter');
    await page.locator('tim-widget tim-thread').getByText('How large are you?').waitFor();
    await page.waitForTimeout(1500);
    asked.delete('a WebSocket');
    return { closed, open: [...asked].map(sizeOf) };
  } finally {
    await browser.close();
    await playground.close();
    await server.close();
    rmSync(data, { recursive: true, force: true });
  }
}

function sizeOf(path: string): File {
  const file = join(dist, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new Error(`The page asked the chat's server for ${path}, which is not of the widget's build.`);
  }
  const bytes = readFileSync(file);
  return { name: path, raw: bytes.byteLength, brotli: brotli(bytes).byteLength };
}
