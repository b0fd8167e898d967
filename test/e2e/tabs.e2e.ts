import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Body, down } from '@tokenim/protocol';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { chromiumArgs, findBrowser } from '../tools/browsers.mjs';
import { freePort, ServerProcess } from '../tools/server-process.js';
import { signToken } from '../tools/tokens.js';
import { Wire } from '../tools/wire.js';
import type { TabPage } from './tabs-page.js';

declare const tab: TabPage;

type FileBody = Extract<Body, { type: 'file' }>;

const app = { id: 'demo', secret: 'a secret for six tabs, 32 characters long' };
const scratch = mkdtempSync(join(tmpdir(), 'tokenim-tabs-'));

let server: ServerProcess;
let site: Server;
let url: string;
let browser: Browser;
let context: BrowserContext;

before(async () => {
  server = new ServerProcess({ data: join(scratch, 'data'), port: await freePort(), app });
  await server.start();
  const files = join(scratch, 'page');
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    resolve: { conditions: ['source', 'module', 'browser', 'development'] },
    build: {
      outDir: files,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'tabs-page.ts'),
        output: { entryFileNames: 'page.js', chunkFileNames: '[name].js' },
      },
    },
  });
  site = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    if (!/^[\w.-]+\.js$/.test(name)) {
      response
        .setHeader('Content-Type', 'text/html')
        .end(
          '<!doctype html><meta charset="utf-8"><title>tab</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
        );
      return;
    }
    response.setHeader('Content-Type', 'text/javascript').end(readFileSync(join(files, name)));
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH || findBrowser('chromium'),
    args: [...chromiumArgs],
  });
});

after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await server?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** A count of the server's `/metrics`. */
async function metric(line: string): Promise<number> {
  const text = await (await fetch(`${server.endpoint}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((l) => l.startsWith(`${line} `))
      ?.split(' ')[1] ?? 0,
  );
}

const sockets = () => metric('tokenim_connections');

async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1500; i += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Waited in vain until ${what}`);
}

const problems: string[] = [];
/** Sockets that tabs opened so far. */
let opened = 0;

async function openTab(user: string): Promise<Page> {
  const page = await context.newPage();
  page.on('websocket', () => {
    opened += 1;
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(url);
  await page.waitForFunction('window.tab');
  const token = await signToken(app, { id: user });
  await page.evaluate((options) => tab.start(options), {
    endpoint: server.endpoint,
    app: app.id,
    user,
    token,
  });
  return page;
}

async function leaders(pages: readonly Page[]): Promise<Page[]> {
  const led = await Promise.all(pages.map((page) => page.evaluate(() => tab.ledAt > 0)));
  return pages.filter((_, i) => led[i]);
}

/** All texts of a conversation as the server has them. */
async function stored(wire: Wire, conversation: string): Promise<string[]> {
  const texts: string[] = [];
  for (let after = 0; ; ) {
    const page = await wire.request<down.Page>({ t: 'history', conversation, after, limit: 200 });
    for (const message of page.messages) texts.push((message.body as { text: string }).text);
    if (page.to >= page.head) return texts;
    after = page.to;
  }
}

let tabs: Page[];
let conversation: string;
let bob: Wire;

test('six tabs of one user have one socket, and all show the same', async () => {
  bob = await Wire.open({
    endpoint: server.endpoint,
    token: await signToken(app, { id: 'bob' }),
    device: 'b1',
  });
  context = await browser.newContext();
  tabs = [];
  for (let i = 0; i < 6; i += 1) tabs.push(await openTab('ann'));
  await until('all tabs show that they are on line', async () => {
    const states = await Promise.all(tabs.map((page) => page.evaluate(() => tab.status)));
    return states.every((status) => status === 'online');
  });
  assert.equal(await sockets(), 2, 'bob and one for six tabs');
  assert.equal(opened, 1);
  assert.equal((await leaders(tabs)).length, 1);

  conversation = await tabs[3]!.evaluate(() => tab.create('bob'));
  await Promise.all(tabs.map((page) => page.evaluate((id) => tab.show(id), conversation)));
  await tabs[5]!.evaluate((id) => tab.sendAll(id, ['from the sixth tab']), conversation);
  await until('all tabs show what one of them wrote', async () => {
    const shown = await Promise.all(tabs.map((page) => page.evaluate(() => tab.shown)));
    return shown.every((texts) => texts.join() === 'from the sixth tab');
  });
  bob.send({ t: 'signal', kind: 'typing', conversation: conversation as never, on: true });
  await until('all tabs hear that bob types', async () => {
    const typed = await Promise.all(tabs.map((page) => page.evaluate(() => tab.typed)));
    return typed.every((times) => times > 0);
  });
  assert.equal(await tabs[4]!.evaluate((id) => tab.loadBefore(id, 2), conversation), 'loaded');
  assert.equal(await sockets(), 2);
});

test('leader after leader is closed while all are sending: another takes over, nothing is lost or doubled', async (t) => {
  const expected = ['from the sixth tab'];
  for (let round = 0; round < 5; round += 1) {
    const [leader, ...more] = await leaders(tabs);
    assert.ok(leader && more.length === 0);
    const rest = tabs.filter((page) => page !== leader);
    const names = new Map(tabs.map((page, i) => [page, `round ${round}, tab ${i}`]));
    const texts = (page: Page) => Array.from({ length: 15 }, (_, i) => `${names.get(page)}, ${i}`);
    const sending = rest.map((page) =>
      page.evaluate(({ id, all }) => tab.sendAll(id, all), { id: conversation, all: texts(page) }),
    );
    // The leader's own: what was on disk when it was closed must arrive, the rest may.
    void leader
      .evaluate(({ id, all }) => tab.sendAll(id, all), { id: conversation, all: texts(leader) })
      .catch(() => {});
    await until('some are sent', async () => (await leader.evaluate(() => tab.kept.length)) >= 5);
    const kept = await leader.evaluate(() => tab.kept.filter((text) => text !== 'from the sixth tab'));
    const closedAt = Date.now();
    await leader.close();
    tabs = rest;
    await until('another leads', async () => (await leaders(tabs)).length > 0);
    const [next] = await leaders(tabs);
    const tookOver = await next!.evaluate(() => tab.ledAt);
    t.diagnostic(`another led ${tookOver - closedAt} ms after the close began`);
    await Promise.all(sending);
    expected.push(...rest.flatMap(texts), ...kept);
    let all: string[] = [];
    await until('all is stored', async () => {
      all = await stored(bob, conversation);
      return expected.every((text) => all.includes(text));
    });
    await until('all tabs see an empty outbox', async () => {
      const unsent = await Promise.all(tabs.map((page) => page.evaluate(() => tab.unsent)));
      for (const { failed } of unsent) assert.equal(failed, 0);
      return unsent.every(({ waiting }) => waiting === 0);
    });
    all = await stored(bob, conversation);
    assert.equal(new Set(all).size, all.length, 'nothing is doubled');
    assert.equal(opened, round + 2, 'one socket more for each new leader');
    await until('the closed one is gone', async () => (await sockets()) === 2);
    for (const page of rest) {
      // What one tab wrote stands in the order of its writing.
      const mine: string[] = all.filter((text) => text.startsWith(`${names.get(page)},`));
      assert.deepEqual(
        mine,
        [...mine].sort((a, b) => Number(a.split(', ')[2]) - Number(b.split(', ')[2])),
      );
    }
    await until('all tabs show the newest', async () => {
      const shown = await Promise.all(tabs.map((page) => page.evaluate(() => tab.shown)));
      return shown.every((list) => list.join('\n') === all.slice(-list.length).join('\n') && list.length > 0);
    });
  }
  assert.deepEqual(problems, []);
});

test('a file goes on where it was when the tab that uploads it is closed', async () => {
  tabs.push(await openTab('ann'));
  const [leader] = await leaders(tabs);
  const other = tabs.find((page) => page !== leader)!;
  const wire = await context.newCDPSession(leader!);
  await wire.send('Network.enable');
  await wire.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 4 * 1024 * 1024,
  });
  const size = 20 * 1024 * 1024;
  const hash = await other.evaluate(({ id, size }) => tab.sendFile(id, size), { id: conversation, size });
  await until('a part is sent', () => other.evaluate(() => tab.uploaded > 5_000_000));
  const offsets: number[] = [];
  other.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  await leader!.close();
  tabs = [other];
  let body: FileBody | undefined;
  await until('the message is stored', async () => {
    const page = await bob.request<down.Page>({ t: 'history', conversation, limit: 1 });
    body = page.messages[0]!.body as FileBody;
    return body.type === 'file';
  });
  assert.deepEqual([body!.file.name, body!.file.size], ['film.bin', size]);
  assert.ok(offsets[0]! > 0, `went on from ${offsets[0]}`);
  const { url } = await bob.request<down.FileUrl>({ t: 'file', conversation, file: body!.file.id });
  const bytes = Buffer.from(await (await fetch(new URL(url, server.endpoint))).arrayBuffer());
  assert.equal(createHash('sha256').update(bytes).digest('hex'), hash);
});

test('a client that stops gives the lead on without closing its tab', async () => {
  tabs.push(await openTab('ann'));
  const [leader] = await leaders(tabs);
  await leader!.evaluate(() => tab.stop());
  const other = tabs.find((page) => page !== leader)!;
  await until('the other leads', () => other.evaluate(() => tab.ledAt > 0));
  await until('it is on line', () => other.evaluate(() => tab.status === 'online'));
  await until('there is one socket', async () => (await sockets()) === 2);
  bob.close();
  await context.close();
  await until('all are gone', async () => (await sockets()) === 0);
});
