import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { AppId, ConversationId, FileId, UserId } from '@tokenim/protocol';
import { pino } from 'pino';
import { FolderBytes } from '../bytes/folder-bytes.js';
import { type AddressOptions, fileSigner } from './file-address.js';
import { apps, fileId, type Harness, startHarness } from './harness.js';
import { StoredFiles } from './stored-files.js';

let h: Harness;
before(async () => {
  h = await startHarness();
});
after(() => h.stop());

/** A finished upload of ann's. */
async function have(content: string | Uint8Array, name = 'a.txt', mime = 'text/plain'): Promise<string> {
  const id = fileId();
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  await mkdir(join(h.data, 'files', 'demo'), { recursive: true });
  await writeFile(join(h.data, 'files', 'demo', id), bytes);
  h.files.set(`demo/${id}`, {
    app: 'demo' as AppId,
    id: id as FileId,
    owner: 'ann' as UserId,
    name,
    mime,
    size: bytes.length,
    created: Date.now(),
    complete: true,
    conversation: 'c' as ConversationId,
  });
  return id;
}

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(h.origin + path, { headers, method });

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(1000, 7)]);

test('[U5] the address gives the bytes, to GET and HEAD', async () => {
  const url = h.signed('bob', await have(png, 'cat.png', 'image/png'));
  const answer = await get(url);
  assert.equal(answer.status, 200);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), png);
  assert.equal(answer.headers.get('content-type'), 'image/png');
  assert.equal(answer.headers.get('content-length'), '1008');
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  const head = await get(url, {}, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-length'), '1008');
  assert.equal(head.headers.get('accept-ranges'), 'bytes');
  const empty = await get(h.signed('bob', await have('')));
  assert.equal(empty.status, 200);
  assert.equal(await empty.text(), '');
  assert.equal((await get(url, { 'If-None-Match': answer.headers.get('etag')! })).status, 304);
});

test('[U6] with `d` in the query even a picture is an attachment', async () => {
  const url = h.signed('bob', await have(png, 'cat.png', 'image/png'));
  assert.match((await get(url)).headers.get('content-disposition')!, /^inline; /);
  const saved = await get(`${url}&d`);
  assert.equal(saved.status, 200);
  assert.match(saved.headers.get('content-disposition')!, /^attachment; /);
});

test('[U5] ranges answer 206, or 416 beyond the end', async () => {
  const url = h.signed('bob', await have('0123456789'));
  for (const [range, status, body, place] of [
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=5-2', 200, '0123456789', null],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['lines=0-1', 200, '0123456789', null],
    ['bytes=-', 200, '0123456789', null],
  ] as const) {
    const answer = await get(url, { Range: range });
    assert.equal(answer.status, status, range);
    assert.equal(await answer.text(), body, range);
    assert.equal(answer.headers.get('content-range'), place, range);
    const head = await get(url, { Range: range }, 'HEAD');
    assert.equal(head.status, status, range);
    assert.equal(head.headers.get('content-range'), place, range);
  }
  assert.equal((await get(url, { Range: 'bytes=0-3', 'If-Range': '"other"' })).status, 200);
});

test('[U6] HTML and SVG come down as attachments, whatever was claimed', async () => {
  for (const [content, name, mime] of [
    ['<!doctype html><script>alert(1)</script>', 'page.html', 'text/html'],
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'a.svg', 'image/svg+xml'],
    ['<html><script>alert(1)</script>', 'cat.png', 'image/png'],
    ['%!PS', 'a.pdf', 'application/pdf'],
    ['<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>', 'a.xml', 'application/xml'],
  ] as const) {
    const answer = await get(h.signed('bob', await have(content, name, mime)));
    assert.match(answer.headers.get('content-disposition')!, /^attachment; /, name);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('content-security-policy'), "sandbox; default-src 'none'");
    assert.equal(await answer.text(), content);
  }
  const pdf = await get(h.signed('bob', await have('%PDF-1.7', 'a.pdf', 'application/pdf')));
  assert.match(pdf.headers.get('content-disposition')!, /^attachment; /);
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  const image = await get(h.signed('bob', await have(png, 'page.html', 'text/html')));
  assert.match(image.headers.get('content-disposition')!, /^inline; /);
  assert.equal(image.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(image.headers.get('content-security-policy'), "sandbox; default-src 'none'");
});

test('[U6] a name cannot break out of its header or point to a folder', async () => {
  for (const [name, written] of [
    ['../../x.sh', '"__.._x.sh"'],
    ['a"; filename="b.exe', '"a_; filename=_b.exe"'],
    ['a\r\nSet-Cookie: x=1', '"a__Set-Cookie_ x=1"'],
    ['50 %.txt', `"50 _.txt"; filename*=UTF-8''50%20%25.txt`],
    ['发票.pdf', `"__.pdf"; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf`],
  ] as const) {
    const answer = await get(h.signed('bob', await have('x', name)));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('set-cookie'), null);
    const value = answer.headers.get('content-disposition')!;
    assert.equal(value, `attachment; filename=${written}`);
  }
});

test('[U5] a signature is for one file, user, app and time', async () => {
  const id = await have('secret');
  const other = await have('other');
  const url = h.signed('bob', id);
  assert.equal((await get(url)).status, 200);
  const with_ = (change: (query: URLSearchParams) => void) => {
    const [path, query] = url.split('?');
    const parameters = new URLSearchParams(query);
    change(parameters);
    return `${path}?${parameters}`;
  };
  for (const [what, changed] of [
    ['file', url.replace(id, other)],
    ['user', with_((q) => q.set('u', 'eve'))],
    ['app', with_((q) => q.set('a', 'other'))],
    ['unknown app', with_((q) => q.set('a', 'none'))],
    ['time', with_((q) => q.set('e', String(Number(q.get('e')) + 1)))],
    ['odd time', with_((q) => q.set('e', '1e99'))],
    ['signature', with_((q) => q.set('s', (q.get('s')![0] === 'A' ? 'B' : 'A') + q.get('s')!.slice(1)))],
    ['longer', with_((q) => q.set('s', `${q.get('s')}==`))],
    ['empty', with_((q) => q.set('s', ''))],
    ['none', url.split('?')[0]!],
    ['key of another app', h.signed('bob', id, { app: 'other' }).replace('a=other', 'a=demo')],
  ] as const) {
    const answer = await get(changed);
    assert.equal(answer.status, 403, what);
    assert.doesNotMatch(await answer.text(), /secret/);
    assert.equal((await get(changed, {}, 'HEAD')).status, 403, what);
  }
});

test('[U4] an address for all is the permission until it ends, and caches may keep it so long', async () => {
  const id = await have(png, 'cat.png', 'image/png');
  const expires = Date.now() + 60_000;
  const url = h.signed(undefined, id, { expires });
  h.state.readers = () => false;
  try {
    const answer = await get(url, { Origin: 'https://any.example' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('vary'), null);
    const [, age] = /^public, max-age=(\d+), immutable$/.exec(answer.headers.get('cache-control')!)!;
    assert.ok(Number(age) > 50 && Number(age) <= 60, age);
    assert.equal((await get(url.replace('a=demo', 'a=demo&u=bob'))).status, 403, 'not signed for one reader');
  } finally {
    h.state.readers = () => true;
  }
  assert.equal((await get(h.signed(undefined, id, { expires: Date.now() - 1 }))).status, 403);
});

test('[U5] addresses lead where the settings say, and those for all are the same for a while', async () => {
  const [one, two] = apps;
  const storage = { getApp: async (id: string) => apps.find((each) => each.id === id) };
  const now = 1_760_000_123_456;
  const file = fileId() as FileId;
  const at = (ms: number, options?: AddressOptions) => fileSigner(storage, { now: () => now + ms }, options);
  const [ann, bob] = ['ann' as UserId, 'bob' as UserId];
  const own = await at(0)(one!.id, ann, file);
  assert.match(own.url, /^\/v1\/files\/[^?]+\?a=demo&u=ann&e=/);
  assert.notEqual(own.url, (await at(0)(one!.id, bob, file)).url);
  const base = 'https://files.example/x';
  assert.ok(
    (await at(0, { base })(one!.id, ann, file)).url.startsWith(`${base}/v1/files/${file}?a=demo&u=ann&`),
  );
  const shared = at(0, { base, shared: true });
  const first = await shared(one!.id, ann, file);
  assert.deepEqual(await shared(one!.id, bob, file), first);
  assert.ok(!first.url.includes('u='));
  const left = first.expires - now;
  assert.ok(left > 5 * 60_000 && left <= 10 * 60_000, String(left));
  assert.notEqual((await shared(two!.id, bob, file)).url, first.url);
  assert.notEqual((await at(5 * 60_000, { base, shared: true })(one!.id, bob, file)).url, first.url);
});

test('[U5] an ended address is 403', async () => {
  const id = await have('x');
  assert.equal((await get(h.signed('bob', id, { expires: Date.now() - 1 }))).status, 403);
});

test('[U4] membership is checked on every read', async () => {
  const url = h.signed('bob', await have('x'));
  assert.equal((await get(url)).status, 200);
  h.state.readers = (user) => user !== 'bob';
  try {
    assert.equal((await get(url)).status, 403);
    assert.equal((await get(url, {}, 'HEAD')).status, 403);
  } finally {
    h.state.readers = () => true;
  }
});

test('[U5] a file that is gone, not whole, or of no right id', async () => {
  assert.equal((await get(h.signed('bob', fileId()))).status, 404);
  const id = await have('x');
  h.files.get(`demo/${id}`)!.complete = false;
  assert.equal((await get(h.signed('bob', id))).status, 404);
  assert.equal((await get(h.signed('bob', 'short'))).status, 400);
});

test('[T4] a token opens no file by GET', async () => {
  const id = await have('x');
  const answer = await get(`/v1/files/${id}`, { Authorization: `Bearer ${await h.token('ann')}` });
  assert.equal(answer.status, 403);
});

test('the sweep removes old files that no message names, and only those', async () => {
  const named = await have('named');
  const old = await have('old');
  const fresh = await have('fresh');
  const file = (id: string) => h.files.get(`demo/${id}`)!;
  file(named).created = 1;
  Object.assign(file(old), { created: 1, conversation: undefined });
  delete file(fresh).conversation;
  const storage = {
    listUnnamedFiles: async (before: number) =>
      [...h.files.values()].filter((f) => f.conversation === undefined && f.created < before),
    getFile: async (app: string, id: string) => h.files.get(`${app}/${id}`),
    deleteFile: async (app: string, id: string) => void h.files.delete(`${app}/${id}`),
  };
  const bytes = new FolderBytes(join(h.data, 'files'));
  assert.equal(await new StoredFiles(bytes, storage as never, pino({ level: 'silent' })).sweep(1000), 1);
  assert.ok(h.files.has(`demo/${named}`) && h.files.has(`demo/${fresh}`) && !h.files.has(`demo/${old}`));
  assert.equal((await get(h.signed('bob', named))).status, 200);
});
