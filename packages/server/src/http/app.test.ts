import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { decodeJwt, jwtVerify } from 'jose';
import { apps, type Harness, startHarness } from './harness.js';

let h: Harness;
const script = `console.log(${JSON.stringify('x'.repeat(2000))});`;

before(async () => {
  h = await startHarness({ visitorRate: 20, proxies: 1 });
  const dir = join(h.data, 'widget');
  await mkdir(join(dir, 'chunks'), { recursive: true });
  for (const name of ['tokenim.js', 'chunks/panel-Bx3_9fQk.js', 'chunks/chat-composer.js']) {
    await writeFile(join(dir, name), script);
    await writeFile(join(dir, `${name}.br`), brotliCompressSync(script));
    await writeFile(join(dir, `${name}.gz`), gzipSync(script));
  }
  await writeFile(join(dir, 'demo.html'), '<script>alert(1)</script>');
  await writeFile(join(h.data, 'secret.js'), 'secret');
});
after(() => h.stop());

const visitor = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${h.origin}/v1/visitors`, { method: 'POST', body: JSON.stringify(body), headers });

interface Visitor {
  user: string;
  token: string;
  expires: number;
  refresh: string;
}

test('[T5] a visitor gets an id and a token, and a new token for the same id', async () => {
  const first = (await (await visitor({ app: 'demo' })).json()) as Visitor;
  assert.match(first.user, /^v\.[A-Za-z0-9_-]{20}$/);
  const { payload } = await jwtVerify(first.token, new TextEncoder().encode(apps[0]!.secret));
  assert.equal(payload.iss, 'demo');
  assert.equal(payload.sub, first.user);
  assert.equal(payload.role, 'visitor');
  assert.equal(payload.exp! * 1000, first.expires);
  const again = (await (await visitor({ app: 'demo', refresh: first.refresh })).json()) as Visitor;
  assert.equal(again.user, first.user);
  assert.equal(decodeJwt(again.token).sub, first.user);
  assert.notEqual(((await (await visitor({ app: 'demo' })).json()) as Visitor).user, first.user);
});

test('[T5] a refresh token is good for its app only, and for nothing else', async () => {
  const { refresh, token } = (await (await visitor({ app: 'demo' })).json()) as Visitor;
  const [head, body, signature] = refresh.split('.');
  const claims = JSON.parse(Buffer.from(body!, 'base64url').toString());
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const [what, request] of [
    ['another app', { app: 'other', refresh }],
    ['an access token', { app: 'demo', refresh: token }],
    [
      'another user',
      { app: 'demo', refresh: [head, encode({ ...claims, sub: 'v.eve' }), signature].join('.') },
    ],
    ['unsigned', { app: 'demo', refresh: [encode({ alg: 'none' }), body, ''].join('.') }],
    ['nonsense', { app: 'demo', refresh: 'x' }],
  ] as const) {
    const answer = await visitor(request);
    assert.equal(answer.status, 401, what);
    assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'unauthorized');
  }
  const upload = await fetch(`${h.origin}/v1/files`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${refresh}`, 'Tus-Resumable': '1.0.0' },
  });
  assert.equal(upload.status, 401);
});

test('[T5] refusals have a code and a fitting status', async () => {
  for (const [body, status, code] of [
    [{}, 400, 'bad_frame'],
    [[], 400, 'bad_frame'],
    [{ app: 1 }, 400, 'bad_frame'],
    [{ app: 'demo', more: 1 }, 400, 'bad_frame'],
    [{ app: 'none' }, 404, 'not_found'],
    [{ app: 'demo', refresh: 'x'.repeat(9000) }, 413, 'too_large'],
  ] as const) {
    const answer = await visitor(body);
    assert.equal(answer.status, status, JSON.stringify(body).slice(0, 40));
    assert.equal(((await answer.json()) as { error: { code: string } }).error.code, code);
  }
});

test("[T5] pages of the app's origins only", async () => {
  const mine = await visitor({ app: 'demo' }, { Origin: 'https://shop.example' });
  assert.equal(mine.status, 200);
  assert.equal(mine.headers.get('access-control-allow-origin'), 'https://shop.example');
  const foreign = await visitor({ app: 'demo' }, { Origin: 'https://evil.example' });
  assert.equal(foreign.status, 403);
  assert.equal(foreign.headers.get('access-control-allow-origin'), null);
  assert.equal((await visitor({ app: 'other' }, { Origin: 'https://evil.example' })).status, 200);
});

test('[T5] one address cannot make visitors without end', async () => {
  let answer = await visitor({ app: 'demo' });
  for (let i = 0; i < 30 && answer.status === 200; i++) answer = await visitor({ app: 'demo' });
  assert.equal(answer.status, 429);
  assert.ok(Number(answer.headers.get('retry-after')) > 0);
  assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'rate_limited');
});

/** Without the decoding and tidying of `fetch`. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = new URL(h.origin);
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, fail) => {
    request({ host: '127.0.0.1', port, path, headers, method }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () =>
        done({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', fail)
      .end();
  });
}

test('the widget comes precompressed, as the browser accepts it', async () => {
  const br = await raw('/tokenim.js', { 'Accept-Encoding': 'gzip, deflate, br, zstd' });
  assert.equal(br.headers['content-encoding'], 'br');
  assert.deepEqual(br.body, brotliCompressSync(script));
  assert.equal(br.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(br.headers['access-control-allow-origin'], '*');
  assert.equal(br.headers.vary, 'Accept-Encoding');
  assert.equal(br.headers['cache-control'], 'public, max-age=300, stale-while-revalidate=604800');
  const gzip = await raw('/tokenim.js', { 'Accept-Encoding': 'gzip;q=0.5, br;q=0' });
  assert.equal(gzip.headers['content-encoding'], 'gzip');
  const plain = await raw('/tokenim.js');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.body.toString(), script);
  assert.notEqual(plain.headers.etag, br.headers.etag);
  const head = await raw('/tokenim.js', {}, 'HEAD');
  assert.equal(head.headers['content-length'], String(script.length));
  assert.equal(head.body.length, 0);
});

test('the loader is asked about again, hashed chunks are kept for a year', async () => {
  const { headers } = await raw('/tokenim.js');
  const again = await raw('/tokenim.js', { 'If-None-Match': `"x", W/${headers.etag}` });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
  const chunk = await raw('/chunks/panel-Bx3_9fQk.js', { 'Accept-Encoding': 'br' });
  assert.equal(chunk.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(
    (await raw('/chunks/chat-composer.js')).headers['cache-control'],
    'public, max-age=300, stale-while-revalidate=604800',
  );
  await writeFile(join(h.data, 'widget', 'tokenim.js'), 'changed()');
  assert.equal((await raw('/tokenim.js', { 'If-None-Match': String(headers.etag) })).status, 200);
});

test('nothing outside the folder, and no page, is served', async () => {
  for (const path of [
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/chunks/../../secret.js',
    '/chunks/..%2f..%2fsecret.js',
    '//secret.js',
    '/chunks//panel-Bx3_9fQk.js',
    '/.\\secret.js',
    '/tokenim.js%00.js',
    '/tokenim.js.br',
    '/demo.html',
    '/chunks',
    '/none.js',
    '/',
    `/${'x'.repeat(5000)}.js`,
  ]) {
    const answer = await raw(path);
    assert.ok(answer.status === 404 || answer.status === 400, `${path} ${answer.status}`);
    assert.doesNotMatch(answer.body.toString(), /^secret/);
  }
});

test('/healthz is alive, /readyz can serve', async () => {
  assert.equal((await raw('/healthz')).status, 200);
  assert.equal((await raw('/readyz')).status, 200);
  h.state.broken = true;
  const broken = await raw('/readyz');
  assert.equal(broken.status, 503);
  assert.doesNotMatch(broken.body.toString(), /path/);
  h.state.broken = false;
  h.state.draining = true;
  assert.equal((await raw('/readyz')).status, 503);
  assert.equal((await raw('/healthz')).status, 200);
  h.state.draining = false;
});

test('/metrics may ask for a token', async () => {
  assert.match((await raw('/metrics')).body.toString(), /^tokenim_connections/);
  const guarded = await startHarness({ metricsToken: 'a-token-of-metrics' });
  const ask = (authorization?: string) =>
    fetch(`${guarded.origin}/metrics`, { headers: authorization ? { Authorization: authorization } : {} });
  assert.equal((await ask()).status, 401);
  assert.equal((await ask('Bearer wrong')).status, 401);
  assert.equal((await ask('Bearer a-token-of-metrics')).status, 200);
  await guarded.stop();
});

test('[E2] a fault of the server shows no stack and no path', async () => {
  h.state.broken = true;
  const answer = await visitor({ app: 'demo' }, { 'X-Forwarded-For': '10.0.0.9' });
  h.state.broken = false;
  assert.equal(answer.status, 500);
  assert.deepEqual(await answer.json(), { error: { code: 'internal', detail: 'The server failed.' } });
  assert.equal((await fetch(`${h.origin}/v1/nothing`)).status, 404);
});
