import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Body,
  BodyDown,
  Down,
  directConversation,
  errorCodes,
  isKnownOp,
  LogOp,
  messageCid,
  retryAfterClose,
  Up,
  type UserId,
  utf8Length,
} from './index.js';

const cid = '0199c7e0-1b00-7000-8000-000000000001';
const conversation = 'd~ada~bo';
const write = (op: object) => ({ t: 'write', cid, op });
const text = (value: string) => ({ type: 'text', text: value });
const message = (body: object) => write({ kind: 'message', conversation, body });
const hello = { t: 'hello', v: [1, 1], features: [], token: 'x', device: 'd' };
const file = { id: '0199c7e0-1b00-7000-8000-0000000000f1', name: 'a', mime: 'image/png', size: 0 };

const spoken = { ...file, mime: 'audio/webm' };
const voice = { duration: 4300, peaks: [0, 255] };

const goodUp: Record<string, object[]> = {
  hello: [hello, { ...hello, resume: { version: 0 } }, { ...hello, v: [1, 7], features: ['calls'] }],
  auth: [{ t: 'auth', id: 1, token: 'x' }],
  write: [
    message(text('x')),
    message({ ...text('x'), mentions: Array(50).fill('ada') }),
    message({ type: 'file', file, text: 'x', mentions: [] }),
    message({ type: 'file', file: spoken, voice }),
    message({ type: 'file', file: spoken, voice: { duration: 86_400_000, peaks: Array(64).fill(1) } }),
    message({ type: 'file', file: spoken, voice: { duration: 1, peaks: [] } }),
    message({ type: 'custom', name: 'a.b', fallback: 'f', data: { deep: [{ a: null }] } }),
    write({ kind: 'members', conversation, add: [], remove: [] }),
    write({ kind: 'react', conversation, target: 1, emoji: '👨‍👩‍👧', on: false }),
  ],
  mark: [
    { t: 'mark', id: 1, conversation, delivered: 1 },
    { t: 'mark', id: 1, conversation, pinned: true, archived: false, muted: true },
  ],
  history: [{ t: 'history', id: 1, conversation }],
  ops: [{ t: 'ops', id: 1, conversation, epoch: 'e', after: 0 }],
  sync: [{ t: 'sync', id: 1, version: 0 }],
  heads: [{ t: 'heads', id: 1, conversations: [conversation] }],
  members: [{ t: 'members', id: 1, conversation }],
  presence: [{ t: 'presence', id: 1, users: ['ada'] }],
  file: [{ t: 'file', id: 1, conversation, file: file.id }],
  ping: [{ t: 'ping', id: 1 }],
  signal: [{ t: 'signal', kind: 'typing', conversation, on: true }],
};

const badUp: Record<string, object[]> = {
  hello: [
    { ...hello, v: [1] },
    { ...hello, v: [0, 1] },
    { ...hello, token: '' },
    { ...hello, device: '../x' },
    { ...hello, resume: {} },
    { ...hello, resume: { version: -1 } },
    { ...hello, extra: 1 },
  ],
  auth: [
    { t: 'auth', id: 1 },
    { t: 'auth', id: 0, token: 'x' },
  ],
  write: [
    { ...message(text('x')), extra: 1 },
    { ...message(text('x')), cid: cid.toUpperCase() },
    { ...message(text('x')), cid: '0199c7e0-1b00-4000-8000-000000000001' },
    message(text('')),
    message({ ...text('x'), mentions: Array(51).fill('ada') }),
    message({ ...text('x'), mentions: ['a~b'] }),
    message({ type: 'custom', name: 'x', fallback: 'x', data: {}, mentions: [] }),
    message({ type: 'custom', name: 'x', data: {} }),
    message({ type: 'poll', fallback: 'x' }),
    message({ type: 'image', file, width: 0, height: 1 }),
    message({ type: 'image', file: spoken, width: 1, height: 1, voice }),
    message({ type: 'file', file: spoken, voice: { ...voice, duration: 0 } }),
    message({ type: 'file', file: spoken, voice: { ...voice, duration: 86_400_001 } }),
    message({ type: 'file', file: spoken, voice: { ...voice, peaks: [256] } }),
    message({ type: 'file', file: spoken, voice: { ...voice, peaks: Array(65).fill(1) } }),
    message({ type: 'file', file: spoken, voice: { ...voice, by: 'ada' } }),
    message({ type: 'file', file: { ...file, size: 0.5 } }),
    message({ type: 'file', file: { ...file, id: '../../etc/passwd' } }),
    write({ kind: 'edit', conversation, target: 0, body: text('x') }),
    write({ kind: 'react', conversation, target: 1, emoji: '', on: true }),
    write({ kind: 'title', conversation, title: 'x'.repeat(201) }),
    write({ kind: 'create', conversation, type: 'room', members: [] }),
    write({ kind: 'nothing', conversation }),
  ],
  mark: [
    { t: 'mark', id: 1, conversation, read: 0 },
    { t: 'mark', id: 1, conversation, muted: 1 },
  ],
  history: [{ t: 'history', id: 1, conversation, limit: 501 }],
  ops: [{ t: 'ops', id: 1, conversation, after: 0 }],
  sync: [{ t: 'sync', id: 1 }],
  heads: [{ t: 'heads', id: 1, conversations: [] }],
  members: [{ t: 'members', id: 1, conversation: '' }],
  presence: [{ t: 'presence', id: 1, users: ['a~b'] }],
  file: [{ t: 'file', id: 1, conversation, file: 'short' }],
  ping: [{ t: 'ping' }, { t: 'ping', id: 1.5 }, { t: 'ping', id: '1' }],
  signal: [
    { t: 'signal', kind: 'nothing' },
    { t: 'signal', kind: 'presence', state: 'offline' },
  ],
};

for (const [type, frames] of Object.entries(goodUp)) {
  test(`${type}: good frames pass`, () => {
    for (const frame of frames) assert.ok(Up.safeParse(frame).success, JSON.stringify(frame));
  });
}
for (const [type, frames] of Object.entries(badUp)) {
  test(`[F2] ${type}: bad frames do not pass`, () => {
    for (const frame of frames) assert.ok(!Up.safeParse(frame).success, JSON.stringify(frame));
  });
}

test('[F3] a client frame with an unknown field does not pass, a server frame keeps it', () => {
  for (const frame of Object.values(goodUp).flat()) assert.ok(!Up.safeParse({ ...frame, x: 1 }).success);
  assert.deepEqual(Down.parse({ t: 'pong', id: 1, x: { y: 1 } }), { t: 'pong', id: 1, x: { y: 1 } });
});

test('[F2] what is no object, and what has no type, does not pass', () => {
  for (const frame of [null, 1, 'x', [], {}, { t: 1 }, { t: 'nothing' }, { t: '__proto__' }]) {
    assert.ok(!Up.safeParse(frame).success);
  }
});

const downs: [string, object, object][] = [
  ['ack', { cid, conversation, epoch: 'e', seq: 1, ts: 1 }, { seq: 0 }],
  ['refuse', { cid, code: 'invalid', retry: false }, { code: 'Not A Code' }],
  ['ok', { id: 1 }, { id: 0 }],
  ['error', { code: 'bad_frame', retry: false }, { retry: 'no' }],
  ['changes', { epoch: 'e', version: 0, conversations: [], more: false }, { more: 1 }],
  ['page', { id: 1, conversation, epoch: 'e', head: 0, from: 0, to: 0, messages: [] }, { head: -1 }],
  [
    'page',
    {
      ...{ id: 1, conversation, epoch: 'e', head: 1, from: 1, to: 1, messages: [] },
      ops: [{ kind: 'create', seq: 1, by: 'ada', ts: 1, type: 'group', members: [{ id: 'ada' }] }],
    },
    { ops: [{ kind: 'title', seq: 1, by: 'ada', ts: 1 }] },
  ],
  ['ops', { conversation, epoch: 'e', head: 0, ops: [], more: false }, { ops: {} }],
  ['reset', { conversation, epoch: 'e', head: 0, floor: 0 }, { epoch: '' }],
  ['heads', { id: 1, conversations: [] }, { conversations: [{}] }],
  ['members', { id: 1, conversation, members: [], more: false }, { members: [{ id: '' }] }],
  ['presence', { id: 1, users: [] }, { users: [{ user: 'ada' }] }],
  ['file', { id: 1, file: file.id, url: '/x', expires: 1 }, { url: 1 }],
  ['pong', { id: 1 }, { id: null }],
  [
    'op',
    { conversation, epoch: 'e', op: { kind: 'poll', seq: 1, by: 'ada', ts: 1 } },
    { op: { kind: 'poll' } },
  ],
  ['pointer', { conversation, user: 'ada' }, { read: -1 }],
  ['signal', { kind: 'anything', user: 'ada' }, { user: '' }],
  ['lag', {}, { t: 'lags' }],
  ['expiring', { in: 1 }, { in: '1' }],
];
for (const [t, good, bad] of downs) {
  test(`${t} down: a good frame passes, a bad one does not`, () => {
    assert.ok(Down.safeParse({ t, ...good }).success);
    assert.ok(!Down.safeParse({ t, ...good, ...bad }).success);
  });
}

test('[B1] texts are bounded in bytes of UTF-8', () => {
  assert.equal(utf8Length('aé漢😀'), 1 + 2 + 3 + 4);
  assert.ok(Body.safeParse(text('a'.repeat(16384))).success);
  assert.ok(!Body.safeParse(text('a'.repeat(16385))).success);
  assert.ok(Body.safeParse(text('漢'.repeat(5461))).success);
  assert.ok(!Body.safeParse(text('漢'.repeat(5462))).success);
  assert.ok(Body.safeParse(text('😀'.repeat(4096))).success);
  assert.ok(!Body.safeParse(text('😀'.repeat(4097))).success);
});

test('[B1] NUL and lone surrogates are not text', () => {
  for (const bad of ['a\u0000', '\ud83d', '\ude00', 'a\ude00\ud83db', '\ud83d\ud83d\ude00']) {
    assert.ok(!Body.safeParse(text(bad)).success, JSON.stringify(bad));
  }
  for (const good of ['😀', '\u200f', 'e\u0301', '\u{10ffff}']) assert.ok(Body.safeParse(text(good)).success);
});

test('[L6] a direct conversation has one id from both sides, by code units', () => {
  const id = (a: string, b: string) => directConversation(a as UserId, b as UserId);
  assert.equal(id('bo', 'ada'), 'd~ada~bo');
  assert.equal(id('ada', 'bo'), 'd~ada~bo');
  assert.equal(id('a', 'B'), 'd~B~a');
  assert.equal(id('a10', 'a9'), 'd~a10~a9');
});

test('[E3] what a client does after a close', () => {
  assert.deepEqual([4400, 4403, 4406, 4413].map(retryAfterClose), ['no', 'no', 'no', 'no']);
  assert.equal(retryAfterClose(4401), 'renew');
  for (const code of [1000, 1001, 1006, 1011, 4408, 4409, 4429, 4503, 4508, 4999]) {
    assert.equal(retryAfterClose(code), 'yes', String(code));
  }
});

test('[E1] what can help when repeated', () => {
  const helps = Object.entries(errorCodes).filter(([, { retry }]) => retry);
  assert.deepEqual(helps.map(([code]) => code).sort(), [
    'checking',
    'internal',
    'rate_limited',
    'token_expired',
    'unavailable',
  ]);
});

test('[V3] an unknown operation is kept whole; a known one with a wrong shape is none', () => {
  const poll = { kind: 'poll', seq: 3, by: 'ada', ts: 1, question: 'x' };
  assert.deepEqual(LogOp.parse(poll), poll);
  assert.ok(!isKnownOp(LogOp.parse(poll)));
  assert.ok(!LogOp.safeParse({ kind: 'message', seq: 3, by: 'ada', ts: 1 }).success);
});

test('[V4] [V2] a body of unknown type, and unknown fields of a known one, are kept', () => {
  const poll = { type: 'poll', fallback: 'A poll', options: ['a'] };
  assert.deepEqual(BodyDown.parse(poll), poll);
  const newer = { type: 'text', text: 'x', color: 'red' };
  assert.deepEqual(BodyDown.parse(newer), newer);
});

test('the cid of an operation is that of its message', () => {
  const inner = { seq: 2, ord: 1, cid, sender: 'ada', ts: 1, body: text('x') };
  assert.equal(messageCid(LogOp.parse({ kind: 'message', seq: 2, by: 'ada', ts: 1, message: inner })), cid);
  assert.equal(messageCid(LogOp.parse({ kind: 'delete', seq: 3, by: 'ada', ts: 1, target: 2 })), undefined);
});
