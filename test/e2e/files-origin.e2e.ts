import assert from 'node:assert/strict';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { AppId, type down } from '@tokenim/protocol';
import { createServer, type RunningServer } from '@tokenim/server';
import type { Browser, Page } from 'playwright-core';
import { numberedCid } from '../tools/cid.js';
import { signToken } from '../tools/tokens.js';
import { Wire } from '../tools/wire.js';
import { launch } from './stage.js';

/** What users upload, in the hands of a real browser: nothing of it may ever run, on the server's origin above all. */

const app = { id: AppId.parse('demo'), secret: 'a secret of the origin test, 32 characters' };
let server: RunningServer;
let browser: Browser;
let wire: Wire;
/** Hears what ran, and serves the same bytes as a page of its own, to show that they would run. */
let witness: Server;
let heard: string[] = [];
let witnessUrl = '';
let uploads = 0;
let control = { type: '', bytes: '' };

before(async () => {
  witness = createHttpServer((request, answer) => {
    if (request.url?.startsWith('/ran')) heard.push(request.url);
    answer.writeHead(200, {
      'Content-Type': request.url === '/control' ? control.type : 'text/plain',
      'Access-Control-Allow-Origin': '*',
    });
    answer.end(request.url === '/control' ? control.bytes : 'ok');
  });
  await new Promise<void>((ready) => witness.listen(0, '127.0.0.1', ready));
  witnessUrl = `http://127.0.0.1:${(witness.address() as AddressInfo).port}`;
  server = createServer({ apps: [{ ...app, origins: ['*'] }] });
  await server.listen();
  wire = await Wire.open({
    endpoint: server.url,
    token: await signToken(app, { id: 'mallory' }),
    device: 'm',
  });
  browser = (await launch()) as Browser;
});
after(async () => {
  await browser?.close();
  wire?.close();
  await server?.close();
  witness?.closeAllConnections();
  witness?.close();
});

/** Uploads what a page could run and gives the address that a reader gets. */
async function upload(name: string, type: string, bytes: string): Promise<string> {
  const id = numberedCid(0, ++uploads);
  const encoded = Object.entries({ id, filename: name, filetype: type }).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const made = await fetch(`${server.url}/v1/files`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await signToken(app, { id: 'mallory' })}`,
      'Tus-Resumable': '1.0.0',
      'Upload-Length': String(Buffer.byteLength(bytes)),
      'Upload-Metadata': encoded.join(','),
      'Content-Type': 'application/offset+octet-stream',
    },
    body: bytes,
  });
  assert.equal(made.status, 201);
  const { url } = await wire.request<down.FileUrl>({ t: 'file', conversation: 'none', file: id });
  return server.url + url;
}

/** A page of the server's own origin, without any policy of its own. */
async function ownPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${server.url}/healthz`);
  return page;
}

const script = () => `fetch(${JSON.stringify(`${witnessUrl}/ran`)}, { mode: 'no-cors' });`;
const svg = () =>
  `<svg xmlns="http://www.w3.org/2000/svg" onload="${script().replaceAll('"', '&quot;')}"><script>${script()}</script></svg>`;
const xhtml = () =>
  `<html xmlns="http://www.w3.org/1999/xhtml"><body><script>${script()}</script></body></html>`;
const pages: [string, string, () => string][] = [
  ['page.html', 'text/html', () => `<!doctype html><title>x</title><script>${script()}</script>`],
  ['picture.svg', 'image/svg+xml', svg],
  ['page.xhtml', 'application/xhtml+xml', xhtml],
  ['data.xml', 'application/xml', xhtml],
];

for (const [name, type, make] of pages) {
  test(`[U6] ${name} runs in no way that a page can open it`, async () => {
    control = { type, bytes: make() };
    heard = [];
    const shown = await browser.newPage();
    await shown.goto(`${witnessUrl}/control`);
    for (let i = 0; i < 100 && heard.length === 0; i++) await shown.waitForTimeout(20);
    assert.ok(heard.length > 0, 'as a page of its own it does run');
    await shown.close();

    for (const claimed of [type, 'image/png', 'application/pdf']) {
      heard = [];
      const address = await upload(name, claimed, control.bytes);
      const page = await ownPage();
      const saved = page.waitForEvent('download');
      await page.goto(address).catch(() => {});
      assert.equal((await saved).suggestedFilename(), name, 'it is saved, not shown');
      await page.goto(`${server.url}/healthz`);
      await page.evaluate(async (url) => {
        for (const [tag, key] of [
          ['iframe', 'src'],
          ['embed', 'src'],
          ['object', 'data'],
          ['img', 'src'],
          ['script', 'src'],
        ] as const) {
          const element = document.createElement(tag);
          element.setAttribute(key, url);
          document.body.append(element);
        }
        await navigator.serviceWorker?.register(url).catch(() => {});
        new Worker(url).onerror = () => {};
        const frame = document.createElement('iframe');
        frame.src = url.replace(/&s=.*/, (s) => `${s}&x=.html`);
        document.body.append(frame);
      }, address);
      await page.waitForTimeout(500);
      assert.deepEqual(heard, [], `claimed to be ${claimed}`);
      await page.close();
    }
  });
}

test('[U6] a picture that is a script too is a picture only', async () => {
  heard = [];
  const address = await upload('both.gif', 'image/gif', `GIF89a=1;${script()}`);
  const page = await ownPage();
  const failed = await page.evaluate(
    (url) =>
      new Promise<boolean>((done) => {
        const element = document.createElement('script');
        element.src = url;
        element.onload = () => done(false);
        element.onerror = () => done(true);
        document.body.append(element);
      }),
    address,
  );
  assert.ok(failed);
  await page.goto(address).catch(() => {});
  await page.waitForTimeout(300);
  assert.deepEqual(heard, []);
  await page.close();
});
