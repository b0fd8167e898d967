import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../check.js';
import type { Context, Person } from '../context.js';
import { newCid } from '../ids.js';

/** One pixel: types are told by content, so an image must be one. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The file that every scanner of viruses rejects, in two parts, or one would reject this source. */
const eicar = Buffer.from(`${'X5O!P%@AP[4\\PZX54(P^)7CC)7}'}${'$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`);

const b64 = (value: string) => Buffer.from(value).toString('base64');

interface Uploaded {
  id: string;
  token: string;
  bytes: Buffer;
}

function create(t: Context, token: string, id: string, size: number, name = 'a.png', mime = 'image/png') {
  return fetch(`${t.http}/v1/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-length': String(size),
      'upload-metadata': `id ${b64(id)},filename ${b64(name)},filetype ${b64(mime)}`,
    },
  });
}

function patch(t: Context, token: string, id: string, offset: number, bytes: Buffer) {
  return fetch(`${t.http}/v1/files/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(bytes),
  });
}

function head(t: Context, token: string, id: string) {
  return fetch(`${t.http}/v1/files/${id}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' },
  });
}

async function upload(
  t: Context,
  by: Person,
  content: number | Buffer = 1000,
  name = 'a.png',
  mime = 'image/png',
): Promise<Uploaded> {
  const size = typeof content === 'number' ? content : content.length;
  const [id, token, bytes] = [
    newCid() as string,
    await t.token(by.user),
    typeof content === 'number' ? randomBytes(size) : content,
  ];
  const created = await create(t, token, id, size, name, mime);
  assert.equal(created.status, 201, `creating: ${created.status}`);
  const done = await patch(t, token, id, 0, bytes);
  assert.ok(done.ok, `uploading: ${done.status}`);
  return { id, token, bytes };
}

const message = (conversation: string, id: string, size: number, name = 'a.png', mime = 'image/png') => ({
  kind: 'message',
  conversation,
  body: { type: 'file', file: { id, name, mime, size } },
});

async function address(t: Context, by: Person, conversation: string, file: string): Promise<string> {
  const { url } = await by.ask('file', { t: 'file', conversation, file });
  return new URL(url, `${t.http}/`).href;
}

export const fileChecks = [
  check(
    '[U1] [U2] an upload goes on where it was; an id that exists is 409',
    async (t) => {
      const [id, token, bytes] = [newCid(), await t.token(t.user()), randomBytes(3000)];
      await t.connect(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sub);
      assert.equal((await create(t, token, id, 3000)).status, 201);
      assert.equal((await create(t, token, id, 3000)).status, 409);
      assert.ok((await patch(t, token, id, 0, bytes.subarray(0, 1000))).ok);
      const halfway = await head(t, token, id);
      assert.deepEqual([halfway.status, halfway.headers.get('upload-offset')], [200, '1000']);
      const wrong = await patch(t, token, id, 500, bytes.subarray(500));
      assert.equal(wrong.status, 409);
      assert.ok((await patch(t, token, id, 1000, bytes.subarray(1000))).ok);
      assert.equal((await head(t, token, id)).headers.get('upload-offset'), '3000');
    },
    'files',
  ),
  check(
    "[U2] another user's upload is 404; without a token nothing goes",
    async (t) => {
      const [a, b] = await t.people(2);
      const [id, mine, other] = [newCid(), await t.token(a!.user), await t.token(b!.user)];
      assert.equal((await create(t, mine, id, 10)).status, 201);
      assert.equal((await head(t, other, id)).status, 404);
      assert.equal((await patch(t, other, id, 0, randomBytes(10))).status, 404);
      assert.equal((await head(t, 'x.y.z', id)).status, 401);
      assert.equal((await create(t, 'x.y.z', newCid(), 10)).status, 401);
      assert.equal((await head(t, mine, newCid())).status, 404);
    },
    'files',
  ),
  check(
    '[U1] [U2] ids and names that try paths are refused or harmless; too large is 413',
    async (t) => {
      const a = await t.connect();
      const token = await t.token(a.user);
      for (const id of ['../../etc/passwd', '..%2f..%2fx', 'x', 'a/b/c/d/e/f/g/h/i/j', '']) {
        const { status } = await create(t, token, id, 10);
        assert.ok(status >= 400 && status < 500, `${id}: ${status}`);
      }
      for (const path of [
        '..%2f..%2f..%2fetc%2fpasswd',
        '%2e%2e%2f%2e%2e%2fx',
        '....//....//x',
        '%00',
        'x',
      ]) {
        const response = await fetch(`${t.http}/v1/files/${path}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        assert.ok(response.status >= 400 && response.status < 500, `${path}: ${response.status}`);
        assert.ok(!(await response.text()).includes('root:'));
      }
      assert.equal((await create(t, token, newCid(), a.welcome!.limits.file + 1)).status, 413);
      const conversation = await t.group(a);
      const { id } = await upload(t, a, 10, '../../evil.png');
      await a.writeOk(message(conversation, id, 10));
    },
    'files',
  ),
  check(
    '[U3] a message names only a whole upload of its sender, with the right size',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      const { id, token } = await upload(t, a!);
      assert.equal(await b!.writeRefused(message(conversation, id, 1000)), 'not_found');
      assert.equal(await a!.writeRefused(message(conversation, id, 999)), 'invalid');
      assert.equal(await a!.writeRefused(message(conversation, newCid(), 1000)), 'not_found');
      const half = newCid();
      await create(t, token, half, 1000);
      await patch(t, token, half, 0, randomBytes(500));
      assert.equal(await a!.writeRefused(message(conversation, half, 1000)), 'invalid');
      await a!.writeOk(message(conversation, id, 1000));
      const other = await t.group(a!, b!);
      assert.match(await a!.writeRefused(message(other, id, 1000)), /^(invalid|not_found|forbidden)$/);
    },
    'files',
  ),
  check(
    '[U8] the placeholder of a picture is kept as it came, and is short',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      const { id } = await upload(t, a!, png);
      const file = { id, name: 'a.png', mime: 'image/png', size: png.length };
      const image = (thumb: string) => ({
        kind: 'message',
        conversation,
        body: { type: 'image', file, width: 1, height: 1, thumb },
      });
      for (const thumb of ['', 'not base64!', 'A'.repeat(48)])
        assert.equal(await a!.writeRefused(image(thumb)), 'bad_frame');
      await a!.writeOk(image('3OcRJYB4d3h/iIeHeEh3eIhw+j3A'));
      const { messages } = await b!.ask('page', { t: 'history', conversation });
      assert.equal((messages.at(-1)!.body as { thumb?: string }).thumb, '3OcRJYB4d3h/iIeHeEh3eIhw+j3A');
    },
    'files',
  ),
  check(
    '[U4] [U5] members read a file by a signed address, with ranges; strangers and tricks do not',
    async (t) => {
      const [a, b, stranger] = await t.people(3);
      const conversation = await t.direct(a!, b!);
      const { id, bytes } = await upload(t, a!);
      assert.equal(await b!.askRefused({ t: 'file', conversation, file: id }), 'not_found');
      await a!.writeOk(message(conversation, id, 1000));
      const url = await address(t, b!, conversation, id);
      const whole = await fetch(url);
      assert.equal(whole.status, 200);
      assert.ok(Buffer.from(await whole.arrayBuffer()).equals(bytes));
      const part = await fetch(url, { headers: { range: 'bytes=10-19' } });
      assert.equal(part.status, 206);
      assert.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20)));
      assert.equal((await fetch(url, { method: 'HEAD' })).headers.get('content-length'), '1000');
      assert.equal(await stranger!.askRefused({ t: 'file', conversation, file: id }), 'not_found');
      const own = await t.direct(stranger!, a!);
      assert.equal(await stranger!.askRefused({ t: 'file', conversation: own, file: id }), 'not_found');
      const bare = new URL(url);
      bare.search = '';
      assert.ok([401, 403].includes((await fetch(bare)).status));
      const bent = url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
      assert.equal((await fetch(bent)).status, 403);
      const other = new URL(url);
      other.pathname = other.pathname.replace(id, newCid());
      assert.ok([403, 404].includes((await fetch(other)).status));
      const shape = new URL(url);
      shape.pathname = shape.pathname.replace(id, 'x');
      assert.equal((await fetch(shape)).status, 400);
    },
    'files',
  ),
  check(
    '[U4] [U5] who left the conversation reads no more, also by an address that was given before',
    async (t) => {
      const [a, b] = await t.people(2);
      const group = await t.group(a!, b!);
      const { id } = await upload(t, a!);
      await a!.writeOk(message(group, id, 1000));
      const url = await address(t, b!, group, id);
      await a!.writeOk({ kind: 'members', conversation: group, add: [], remove: [b!.user] });
      // An address of another origin is good until its end.
      if (new URL(url).host === new URL(t.http).host) {
        const { url: from, status } = await fetch(url);
        if (new URL(from).host === new URL(t.http).host) assert.equal(status, 403);
      }
      assert.equal(await b!.askRefused({ t: 'file', conversation: group, file: id }), 'not_found');
    },
    'files',
  ),
  check(
    '[U6] what a browser could run is served as an attachment, sandboxed, never sniffed',
    async (t) => {
      const a = await t.connect();
      const group = await t.group(a);
      for (const [name, mime, inline, bytes] of [
        ['a.png', 'image/png', true, png],
        ['a.html', 'text/html', false, Buffer.from('<script>alert(1)</script>')],
        ['a.svg', 'image/svg+xml', false, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
        ['b.png', 'image/png', false, Buffer.from('<html><script>alert(1)</script></html>')],
        ['a.js', 'text/javascript', false, Buffer.from('alert(1)')],
        ['a.xml', 'application/xml', false, Buffer.from('<?xml version="1.0"?><a/>')],
        ['a.pdf', 'application/pdf', false, Buffer.from('%PDF-1.7\n')],
      ] as const) {
        const { id } = await upload(t, a, bytes, name, mime);
        await a.writeOk(message(group, id, bytes.length, name, mime));
        const { headers, url } = await fetch(await address(t, a, group, id));
        if (new URL(url).host === new URL(t.http).host) {
          assert.equal(headers.get('x-content-type-options'), 'nosniff');
          assert.match(headers.get('content-security-policy') ?? '', /sandbox/);
        }
        const disposition = headers.get('content-disposition') ?? 'inline';
        assert.equal(disposition.startsWith('attachment'), !inline, `${name}: ${disposition}`);
      }
    },
    'files',
  ),
  check(
    '[U7] a voice message comes out as it went in; a head has its length; beyond its bounds it is refused',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      const { id } = await upload(t, a!, 10, 'v.webm', 'audio/webm');
      const voiced = (voice: object, mime = 'audio/webm') => {
        const { body, ...op } = message(conversation, id, 10, 'v.webm', mime);
        return { ...op, body: { ...body, voice } };
      };
      const good = { duration: 4300, peaks: [0, 17, 255] };
      for (const op of [
        voiced({ ...good, duration: 0 }),
        voiced({ ...good, duration: 86_400_001 }),
        voiced({ ...good, peaks: [256] }),
        voiced({ ...good, peaks: Array(65).fill(1) }),
        voiced({ ...good, more: 1 }),
      ])
        assert.equal(await a!.writeRefused(op), 'bad_frame');
      assert.equal(await a!.writeRefused(voiced(good, 'image/png')), 'invalid');
      const op = voiced(good);
      await a!.writeOk(op);
      const { messages } = await b!.ask('page', { t: 'history', conversation });
      assert.deepEqual(messages[0]!.body, op.body);
      const { conversations } = await b!.ask('heads', { t: 'heads', conversations: [conversation] });
      assert.equal(conversations[0]!.last?.duration, 4300);
    },
    'files',
  ),
  check(
    '[U9] a file that is being checked, or was rejected, is named by no message and read by nobody',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      for (const [bytes, end] of [
        [randomBytes(1000), null],
        [eicar, 'rejected'],
      ] as const) {
        const { id, token } = await upload(t, a!, bytes, 'a.bin', 'application/octet-stream');
        const state = async () => (await head(t, token, id)).headers.get('upload-check');
        const naming = message(conversation, id, bytes.length, 'a.bin', 'application/octet-stream');
        const refused = () => a!.writeRefused(naming);
        const unread = async () => {
          for (const who of [a!, b!]) {
            assert.equal(await who.askRefused({ t: 'file', conversation, file: id }), 'not_found');
          }
        };
        assert.equal(await state(), 'pending');
        assert.equal(await refused(), 'checking');
        await unread();
        const until = Date.now() + 4 * t.patience;
        while ((await state()) === 'pending' && Date.now() < until) await sleep(100);
        assert.equal(await state(), end);
        if (end) {
          assert.equal(await refused(), 'rejected');
          await unread();
        } else {
          await a!.writeOk(naming);
          const read = await fetch(await address(t, b!, conversation, id));
          assert.ok(Buffer.from(await read.arrayBuffer()).equals(bytes));
        }
      }
    },
    'files',
    'scanner',
  ),
  check(
    '[U10] types that are not taken and too large ones are refused, by their claim and by their bytes',
    async (t) => {
      const a = await t.connect();
      const { fileTypes = [], fileSizes = {} } = a.welcome!.limits;
      assert.ok(fileTypes.length > 0 && fileSizes.image, 'the app has no such limits');
      const [token, conversation] = [await t.token(a.user), await t.group(a)];
      const refused = async (size: number, mime: string) => {
        const answer = await create(t, token, newCid(), size, 'a', mime);
        return [answer.status, ((await answer.json()) as { error?: { code: string } }).error?.code];
      };
      assert.deepEqual(await refused(10, 'application/x-msdownload'), [415, 'file_type']);
      assert.deepEqual(await refused(fileSizes.image + 1, 'image/png'), [413, 'too_large']);
      const good = await upload(t, a, png, 'a.png', 'IMAGE/PNG');
      const naming = (mime: string) => message(conversation, good.id, png.length, 'a.png', mime);
      assert.equal(await a.writeRefused(naming('application/x-msdownload')), 'file_type');
      await a.writeOk(naming('image/png'));
      for (const bytes of [Buffer.from('MZ\x90\0\x03\0\0\0'), Buffer.from('#!/bin/sh'), randomBytes(1000)]) {
        const id = newCid();
        assert.equal((await create(t, token, id, bytes.length)).status, 201);
        const { ok, status } = await patch(t, token, id, 0, bytes);
        assert.ok(ok || status === 415, `uploading: ${status}`);
        assert.equal(await a.writeRefused(message(conversation, id, bytes.length)), 'file_type');
      }
    },
    'files',
    'file-limits',
  ),
  check(
    '[U11] no more files are under way than may be, and the next goes when one is named or ended',
    async (t) => {
      const a = await t.connect();
      const { files: most = 0 } = a.welcome!.limits;
      assert.ok(most > 0, 'the app has no such limit');
      const conversation = await t.group(a);
      const first = await upload(t, a, png);
      const more = Array.from({ length: most - 1 }, () => newCid());
      for (const id of more) assert.equal((await create(t, first.token, id, 10)).status, 201);
      const next = newCid();
      const full = await create(t, first.token, next, 10);
      assert.equal(full.status, 429);
      assert.ok(Number(full.headers.get('retry-after')) > 0, 'no Retry-After');
      await a.writeOk(message(conversation, first.id, png.length));
      assert.equal((await create(t, first.token, next, 10)).status, 201);
      assert.equal((await create(t, first.token, newCid(), 10)).status, 429);
      const headers = { authorization: `Bearer ${first.token}`, 'tus-resumable': '1.0.0' };
      await fetch(`${t.http}/v1/files/${next}`, { method: 'DELETE', headers });
      assert.equal((await create(t, first.token, newCid(), 10)).status, 201);
    },
    'files',
    'file-limits',
  ),
  check(
    '[U12] a voice message over the limit is refused',
    async (t) => {
      const a = await t.connect();
      const { voice: most = 0 } = a.welcome!.limits;
      assert.ok(most > 0, 'the app has no such limit');
      const conversation = await t.group(a);
      const bytes = Buffer.from('\x1a\x45\xdf\xa3\x42\x82\x84webm', 'latin1');
      const { id } = await upload(t, a, bytes, 'v.webm', 'audio/webm');
      const { body, ...op } = message(conversation, id, bytes.length, 'v.webm', 'audio/webm');
      const voiced = (duration: number) => ({ ...op, body: { ...body, voice: { duration, peaks: [] } } });
      assert.equal(await a.writeRefused(voiced(most + 1)), 'too_large');
      await a.writeOk(voiced(most));
    },
    'files',
    'file-limits',
  ),
];
