import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationId } from '@tokenim/protocol';
import { fileId, type Harness, metadata, startHarness } from './harness.js';

let h: Harness;
before(async () => {
  h = await startHarness();
});
after(() => h.stop());

const tus = { 'Tus-Resumable': '1.0.0' };
const bytesType = { 'Content-Type': 'application/offset+octet-stream' };

async function as(user: string, app?: string) {
  return { ...tus, Authorization: `Bearer ${await h.token(user, app)}` };
}

async function begin(user: string, id: string, size: number, more: Record<string, string> = {}) {
  return fetch(`${h.origin}/v1/files`, {
    method: 'POST',
    headers: {
      ...(await as(user)),
      'Upload-Length': String(size),
      'Upload-Metadata': metadata({ id, filename: 'a.txt', filetype: 'text/plain', ...more }),
    },
  });
}

async function put(user: string, id: string, offset: number, bytes: string | Uint8Array<ArrayBuffer>) {
  return fetch(`${h.origin}/v1/files/${id}`, {
    method: 'PATCH',
    headers: { ...(await as(user)), ...bytesType, 'Upload-Offset': String(offset) },
    body: bytes,
  });
}

async function head(user: string, id: string, app?: string) {
  return fetch(`${h.origin}/v1/files/${id}`, { method: 'HEAD', headers: await as(user, app) });
}

async function code(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error: { code: string; detail: string } };
  assert.doesNotMatch(error.detail, /tokenim-http|\.ts|at /, 'no path and no stack');
  return error.code;
}

/** Everything in the data folder, relative to it. */
async function stored(): Promise<string[]> {
  const all = await readdir(h.data, { recursive: true, withFileTypes: true });
  return all.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name).slice(h.data.length + 1));
}

test('[U2] an upload in two parts is whole, on disk and in the storage', async () => {
  const id = fileId();
  const made = await begin('ann', id, 11);
  assert.equal(made.status, 201);
  assert.equal(made.headers.get('location'), `files/${id}`);
  assert.equal((await put('ann', id, 0, 'hello ')).headers.get('upload-offset'), '6');
  assert.equal(h.files.get(`demo/${id}`)?.complete, false);
  assert.equal((await head('ann', id)).headers.get('upload-offset'), '6');
  assert.equal((await put('ann', id, 6, 'world')).status, 204);
  assert.equal(h.files.get(`demo/${id}`)?.complete, true);
  assert.equal(await readFile(join(h.data, 'files', 'demo', id), 'utf8'), 'hello world');
});

test('[U2] an empty file is whole at once', async () => {
  const id = fileId();
  assert.equal((await begin('ann', id, 0)).status, 201);
  assert.equal(h.files.get(`demo/${id}`)?.complete, true);
});

test('[U1] an upload that was cut goes on from where HEAD says', async () => {
  const id = fileId();
  const size = 600_000;
  const bytes = new Uint8Array(size).map((_, i) => i % 251);
  await begin('ann', id, size);
  const cut = request(`${h.origin}/v1/files/${id}`, {
    method: 'PATCH',
    headers: { ...(await as('ann')), ...bytesType, 'Upload-Offset': '0', 'Content-Length': size },
  });
  const gone = new Promise((done) => cut.on('error', done));
  cut.write(bytes.subarray(0, 300_000));
  // Some of it must have reached the disk before the line goes.
  const path = join(h.data, 'files', 'demo', id);
  while (!(await stat(path).catch(() => undefined))?.size) await sleep(5);
  cut.destroy();
  await gone;
  const found = await head('ann', id);
  assert.equal(found.status, 200);
  const offset = Number(found.headers.get('upload-offset'));
  assert.ok(offset > 0 && offset <= 300_000, String(offset));
  assert.equal(found.headers.get('upload-length'), String(size));
  assert.equal(
    found.headers.get('upload-metadata'),
    metadata({ id, filename: 'a.txt', filetype: 'text/plain' }),
  );
  assert.equal((await put('ann', id, offset, bytes.subarray(offset))).status, 204);
  assert.deepEqual(new Uint8Array(await readFile(path)), bytes);
  assert.equal(h.files.get(`demo/${id}`)?.complete, true);
});

test('[U2] a second POST of an id is 409 and leaves what is there', async () => {
  const id = fileId();
  await begin('ann', id, 10);
  await put('ann', id, 0, 'hello');
  const again = await begin('ann', id, 10);
  assert.equal(again.status, 409);
  assert.equal(await code(again), 'conflict');
  assert.equal((await begin('bob', id, 10)).status, 409);
  assert.equal((await head('ann', id)).headers.get('upload-offset'), '5');
  const wrong = await put('ann', id, 3, 'xx');
  assert.equal(wrong.status, 409);
});

test("[U2] another user's upload is 404, whatever is asked of it", async () => {
  const id = fileId();
  await begin('ann', id, 10);
  assert.equal((await head('bob', id)).status, 404);
  const patched = await put('bob', id, 0, 'hello');
  assert.equal(patched.status, 404);
  assert.equal(await code(patched), 'not_found');
  const deleted = await fetch(`${h.origin}/v1/files/${id}`, { method: 'DELETE', headers: await as('bob') });
  assert.equal(deleted.status, 404);
  assert.equal((await head('ann', id, 'other')).status, 404);
  assert.equal((await head('ann', fileId())).status, 404);
  assert.equal((await head('ann', id)).headers.get('upload-offset'), '0');
});

test('[T4] without a right token nothing is answered but 401', async () => {
  const id = fileId();
  await begin('ann', id, 10);
  for (const authorization of [
    undefined,
    'Bearer x.y.z',
    'Bearer ',
    'Basic YTpi',
    'bearer eyJhbGciOiJub25lIn0.e30.',
  ]) {
    const headers = { ...tus, ...(authorization === undefined ? {} : { Authorization: authorization }) };
    for (const [method, path] of [
      ['POST', '/v1/files'],
      ['PATCH', `/v1/files/${id}`],
      ['DELETE', `/v1/files/${id}`],
    ]) {
      const answer = await fetch(h.origin + path, { method, headers });
      assert.equal(answer.status, 401, `${method} ${authorization}`);
      assert.equal(await code(answer), 'unauthorized');
    }
  }
  assert.ok(h.files.has(`demo/${id}`));
});

test('[B1] a file over the limit, or more bytes than announced, is 413', async () => {
  const big = await begin('ann', fileId(), 2 * 1024 * 1024);
  assert.equal(big.status, 413);
  assert.equal(await code(big), 'too_large');
  const id = fileId();
  await begin('ann', id, 5);
  assert.equal((await put('ann', id, 0, 'much too long')).status, 413);
  const body = new Blob(['much too long']).stream();
  const chunked = await fetch(`${h.origin}/v1/files/${id}`, {
    method: 'PATCH',
    headers: { ...(await as('ann')), ...bytesType, 'Upload-Offset': '0' },
    body,
    duplex: 'half',
  } as RequestInit);
  assert.equal(chunked.status, 413);
  assert.ok((await stat(join(h.data, 'files', 'demo', id))).size <= 5);
});

test('[U1] an id that is no UUIDv7 is 400, and nothing is stored', async () => {
  const before = await stored();
  const tricks = [
    '../../escape',
    '..%2f..%2fescape',
    '/etc/passwd',
    'C:\\windows',
    'a\0b',
    '.',
    '..',
    '',
    'x'.repeat(3000),
    '0199c7e0-1b00-7000-8000-0000000000f1/../x',
    '0199C7E0-1B00-7000-8000-0000000000F1',
    '0199c7e0-1b00-4000-8000-0000000000f1',
    '__proto__',
  ];
  for (const trick of tricks) {
    const made = await begin('ann', trick, 3);
    assert.equal(made.status, 400, JSON.stringify(trick));
    assert.equal(await code(made), 'invalid');
  }
  assert.deepEqual(await stored(), before);
});

test('[U5] a path that is no id is 400 or 404, and nothing outside is read or written', async () => {
  const before = await stored();
  const { port } = new URL(h.origin);
  const headers = { ...(await as('ann')), ...bytesType, 'Upload-Offset': '0' };
  for (const [path, status] of [
    ['/v1/files/..%2f..%2f..%2fetc%2fpasswd', 400],
    ['/v1/files/%2Fetc%2Fpasswd', 400],
    ['/v1/files/a%00b', 400],
    ['/v1/files/%zz', 400],
    [`/v1/files/${'x'.repeat(4000)}`, 400],
    ['/v1/files/../../../../etc/passwd', 404],
    ['/v1/files/x/../../etc/passwd', 404],
    ['/v1/files/a/b', 404],
    ['/v1/files/', 404],
  ] as const) {
    for (const method of ['HEAD', 'PATCH', 'DELETE', 'GET']) {
      // `fetch` would tidy the path up before sending it.
      const got = await new Promise<number>((done, fail) => {
        const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
          answer.resume().on('end', () => done(answer.statusCode!));
        });
        asked.on('error', fail).end();
      });
      assert.equal(got, status, `${method} ${path}`);
    }
  }
  assert.deepEqual(await stored(), before);
});

test('[U1] a name is never a path: it is kept for people only, and bad ones are 400', async () => {
  const id = fileId();
  assert.equal((await begin('ann', id, 2, { filename: '../../../evil.sh' })).status, 201);
  await put('ann', id, 0, 'ab');
  assert.ok((await stored()).includes(join('files', 'demo', id)));
  assert.ok(!(await stored()).some((path) => path.includes('evil')));
  for (const filename of ['a\0b', '', 'x'.repeat(256)]) {
    assert.equal((await begin('ann', fileId(), 2, { filename })).status, filename === '' ? 201 : 400);
  }
  assert.equal((await begin('ann', fileId(), 2, { filetype: 'text/html\r\nX: y' })).status, 400);
});

test('tus: a malformed request is refused with a fitting status', async () => {
  const headers = await as('ann');
  const post = (more: Record<string, string>) =>
    fetch(`${h.origin}/v1/files`, { method: 'POST', headers: { ...headers, ...more } });
  const good = metadata({ id: fileId() });
  assert.equal((await post({ 'Upload-Metadata': good })).status, 400);
  assert.equal((await post({ 'Upload-Metadata': good, 'Upload-Length': '-1' })).status, 400);
  assert.equal((await post({ 'Upload-Metadata': good, 'Upload-Length': '1e3' })).status, 400);
  assert.equal((await post({ 'Upload-Metadata': 'id !!!', 'Upload-Length': '1' })).status, 400);
  assert.equal((await post({ 'Upload-Length': '1' })).status, 400);
  assert.equal((await post({ 'Upload-Metadata': good, 'Upload-Defer-Length': '1' })).status, 400);
  const versionless = await fetch(`${h.origin}/v1/files`, {
    method: 'POST',
    headers: { Authorization: headers.Authorization, 'Upload-Length': '1', 'Upload-Metadata': good },
  });
  assert.equal(versionless.status, 412);
});

test('tus: a header that is bent is 400, and nothing comes of it', async () => {
  const id = fileId();
  await begin('ann', id, 10);
  const patch = (more: Record<string, string>, method = 'PATCH') =>
    raw(method, `/v1/files/${id}`, { ...bytesType, 'Upload-Offset': '0', ...more }, 'abc');
  for (const trick of [
    { 'Upload-Offset': '-1' },
    { 'Upload-Offset': '0x0' },
    { 'Upload-Offset': '0, 0' },
    { 'Upload-Offset': '1e0' },
    { 'Upload-Offset': '' },
    { 'Content-Type': 'text/html' },
    { 'Content-Type': '' },
    { 'Upload-Length': '20' },
    { 'X-HTTP-Method-Override': 'DELETE' },
  ]) {
    assert.deepEqual(await patch(trick as never), [400, 'invalid'], JSON.stringify(trick));
  }
  assert.equal((await head('ann', id)).headers.get('upload-offset'), '0');
  assert.deepEqual(await patch({ 'X-HTTP-Method-Override': 'PATCH' }, 'POST'), [404, 'not_found']);
});

/** A request as it is written, with nothing tidied up: status and code. */
async function raw(method: string, path: string, more: Record<string, string>, body: string) {
  const headers = { ...(await as('ann')), 'Content-Length': body.length, ...more };
  return new Promise<[number, string?]>((done, fail) => {
    const { port } = new URL(h.origin);
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => done([answer.statusCode!, JSON.parse(text || '{}').error?.code]));
    });
    asked.on('error', fail).end(body);
  });
}

test('[U2] a user may end an upload, but not a file that a message names', async () => {
  const id = fileId();
  await begin('ann', id, 3);
  await put('ann', id, 0, 'abc');
  const path = `${h.origin}/v1/files/${id}`;
  const file = h.files.get(`demo/${id}`)!;
  file.conversation = 'c' as ConversationId;
  const named = await fetch(path, { method: 'DELETE', headers: await as('ann') });
  assert.equal(named.status, 403);
  assert.equal(await code(named), 'forbidden');
  delete file.conversation;
  assert.equal((await fetch(path, { method: 'DELETE', headers: await as('ann') })).status, 204);
  assert.equal((await head('ann', id)).status, 404);
  assert.ok(!(await stored()).includes(join('files', 'demo', id)));
  assert.equal((await begin('ann', id, 3)).status, 201, 'the id is free again');
});

test('[U1] after a crash between record and bytes the upload goes on', async () => {
  const id = fileId();
  await begin('ann', id, 3);
  await rm(join(h.data, 'files', 'demo', id), { force: true });
  assert.equal((await head('ann', id)).headers.get('upload-offset'), '0');
  assert.equal((await put('ann', id, 0, 'abc')).status, 204);
  h.files.get(`demo/${id}`)!.complete = false;
  assert.equal((await head('ann', id)).headers.get('upload-offset'), '3');
  assert.equal(h.files.get(`demo/${id}`)?.complete, true);
});

test("cross-origin: the app's pages only, and preflights for the listed headers", async () => {
  const preflight = await fetch(`${h.origin}/v1/files`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://any.example', 'Access-Control-Request-Method': 'PATCH' },
  });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PATCH/);
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Authorization.*Upload-Offset/);
  assert.equal(preflight.headers.get('access-control-allow-credentials'), null);

  const id = fileId();
  await begin('ann', id, 3);
  const from = async (origin: string) =>
    fetch(`${h.origin}/v1/files/${id}`, {
      method: 'HEAD',
      headers: { ...(await as('ann')), Origin: origin },
    });
  const mine = await from('https://shop.example');
  assert.equal(mine.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.match(mine.headers.get('access-control-expose-headers') ?? '', /Upload-Offset/);
  const foreign = await from('https://evil.example');
  assert.equal(foreign.status, 403);
  assert.equal(foreign.headers.get('access-control-allow-origin'), null);
});

test('[B5] a server that drains takes no new bytes', async () => {
  const id = fileId();
  await begin('ann', id, 3);
  h.state.draining = true;
  try {
    assert.equal((await put('ann', id, 0, 'abc')).status, 503);
    assert.equal((await head('ann', id)).status, 200);
  } finally {
    h.state.draining = false;
  }
});

test('[U10] a type that is not taken is 415, too many bytes of its kind 413, before any byte comes', async () => {
  h.state.limits = { fileTypes: ['image/*', 'application/pdf'], fileSizes: { image: 2000 } };
  const asked = async (filetype: string, size: number) => {
    const answer = await begin('kim', fileId(), size, { filetype });
    return answer.status === 201 ? 201 : [answer.status, await code(answer)];
  };
  assert.equal(await asked('image/png', 2000), 201);
  assert.equal(await asked('IMAGE/PNG', 1), 201);
  assert.equal(await asked('image/png; charset=binary', 1), 201);
  assert.equal(await asked('application/pdf', 2001), 201);
  assert.deepEqual(await asked('image/png', 2001), [413, 'too_large']);
  assert.deepEqual(await asked('text/plain', 1), [415, 'file_type']);
  assert.deepEqual(await asked('', 1), [415, 'file_type']);
  h.state.limits = { fileTypes: [] };
  assert.deepEqual(await asked('image/png', 0), [415, 'file_type']);
  h.state.limits = {};
});

test('[U10] bytes of a type that is not taken go as soon as they are whole', async () => {
  h.state.limits = { fileTypes: ['image/*'], files: 1 };
  const id = fileId();
  assert.equal((await begin('meg', id, 4, { filename: 'a.png', filetype: 'image/png' })).status, 201);
  const whole = await put('meg', id, 0, 'MZ\x03\0');
  assert.deepEqual([whole.status, await code(whole)], [415, 'file_type']);
  assert.equal((await head('meg', id)).headers.get('upload-check'), 'rejected');
  assert.ok(!(await stored()).some((path) => path.includes(id)));
  // It is no longer under way.
  const next = fileId();
  assert.equal((await begin('meg', next, 8, { filename: 'b.png', filetype: 'image/png' })).status, 201);
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  assert.equal((await put('meg', next, 0, png)).status, 204);
  h.state.limits = {};
});

test('[U11] one more file than may be under way waits until one is named or ended', async () => {
  h.state.limits = { files: 2 };
  const ids = [fileId(), fileId()];
  for (const id of ids) assert.equal((await begin('lou', id, 5)).status, 201);
  assert.equal((await begin('lou', ids[0]!, 5)).status, 409);
  const third = await begin('lou', fileId(), 5);
  assert.deepEqual([third.status, await code(third)], [429, 'rate_limited']);
  assert.ok(Number(third.headers.get('retry-after')) > 0);
  assert.equal((await begin('max', fileId(), 5)).status, 201);
  await fetch(`${h.origin}/v1/files/${ids[0]}`, { method: 'DELETE', headers: await as('lou') });
  assert.equal((await begin('lou', fileId(), 5)).status, 201);
  Object.assign(h.files.get(`demo/${ids[1]}`)!, { conversation: 'c' as ConversationId });
  assert.equal((await begin('lou', fileId(), 5)).status, 201);
  h.state.limits = {};
});
