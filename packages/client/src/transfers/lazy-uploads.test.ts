import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Cid, ConversationId, FileId } from '@tokenim/protocol';
import type { OutboxRow, UploadState } from '@tokenim/store';
import { systemClock } from '../clock.js';
import { deferred } from '../deferred.js';
import { lazyUploads } from './lazy-uploads.js';
import type { Uploads, UploadsOptions } from './uploads.js';

let rows: OutboxRow[];
let events: string[];
let timers: (() => void)[];
let load: () => Promise<void>;

const real: Uploads = {
  wake: () => void events.push('wake'),
  setOnline: (online) => void events.push(online ? 'online' : 'offline'),
  stop: async () => void events.push('stop'),
};

function entry(cid: string, upload: Partial<UploadState> = {}): OutboxRow {
  const conversation = 'c1' as ConversationId;
  const file = { id: `file-${cid}` as FileId, name: 'a', mime: 'text/plain', size: 1 };
  return {
    cid: cid as Cid,
    order: 1,
    conversation,
    op: { kind: 'message', conversation, body: { type: 'file', file } },
    state: 'waiting',
    attempts: 0,
    upload: { file: file.id, size: 1, offset: 0, done: false, ...upload },
  };
}

function make(): Uploads {
  return lazyUploads({
    endpoint: 'http://x',
    clock: {
      ...systemClock,
      setTimeout: (fn) => timers.push(fn),
      clearTimeout() {},
    },
    store: {
      uploads: async () => rows,
      retryLater: async (cid) => void events.push(`later ${cid}`),
    } as Partial<UploadsOptions['store']> as UploadsOptions['store'],
    token: async () => 't',
    onProgress() {},
    onDone() {},
    onDelayed: (cid) => void events.push(`delayed ${cid}`),
    onFailed() {},
    async loadUploads() {
      events.push('load');
      await load();
      return { createUploads: () => real };
    },
  });
}

/** All that follows from what has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  rows = [];
  events = [];
  timers = [];
  load = async () => {};
});

test('without uploads, and off line, their code is not fetched', async () => {
  const uploads = make();
  uploads.setOnline(true);
  uploads.wake();
  await settled();
  uploads.setOnline(false);
  rows = [entry('a')];
  uploads.wake();
  await settled();
  assert.deepEqual(events, []);
});

test('what is done or paused does not need it', async () => {
  rows = [entry('a', { done: true }), entry('b', { paused: true }), { ...entry('c'), state: 'failed' }];
  make().setOnline(true);
  await settled();
  assert.deepEqual(events, []);
});

test('the first upload fetches it once, and from then on it hears of all', async () => {
  const uploads = make();
  uploads.setOnline(true);
  await settled();
  rows = [entry('a')];
  uploads.wake();
  uploads.wake();
  await settled();
  uploads.wake();
  uploads.setOnline(false);
  await uploads.stop();
  assert.deepEqual(events, ['load', 'online', 'wake', 'offline', 'stop']);
});

test('an upload that comes while the store is being read is not overlooked', async () => {
  const uploads = make();
  uploads.setOnline(true);
  rows = [entry('a')];
  uploads.wake();
  await settled();
  assert.deepEqual(events, ['load', 'online']);
});

test('code that does not come holds nobody up, and is asked for again', async () => {
  rows = [entry('a')];
  load = () => Promise.reject(new Error('no such chunk'));
  make().setOnline(true);
  await settled();
  assert.deepEqual(events, ['load', 'later a', 'delayed a']);
  assert.equal(timers.length, 1);
  load = async () => {};
  timers[0]!();
  await settled();
  assert.deepEqual(events.slice(3), ['load', 'online']);
});

test('a line that is lost while the code comes is asked for no upload', async () => {
  rows = [entry('a')];
  const gate = deferred<void>();
  load = () => gate.promise;
  const uploads = make();
  uploads.setOnline(true);
  await settled();
  uploads.setOnline(false);
  gate.resolve();
  await settled();
  assert.deepEqual(events, ['load', 'offline']);
});

test('stopped while it comes, nothing begins', async () => {
  rows = [entry('a')];
  const gate = deferred<void>();
  load = () => gate.promise;
  const uploads = make();
  uploads.setOnline(true);
  await settled();
  const stopped = uploads.stop();
  gate.resolve();
  await stopped;
  assert.deepEqual(events, ['load']);
});
