import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deferred } from './deferred.js';
import { Emitter } from './emitter.js';

interface Events {
  count: number;
  word: string;
}

test('listeners hear their event until they unsubscribe', () => {
  const emitter = new Emitter<Events>();
  const heard: unknown[] = [];
  const off = emitter.on('count', (n) => heard.push(n));
  emitter.on('word', (w) => heard.push(w));
  emitter.emit('count', 1);
  emitter.emit('word', 'a');
  off();
  off();
  emitter.emit('count', 2);
  emitter.clear();
  emitter.emit('word', 'b');
  assert.deepEqual(heard, [1, 'a']);
});

test('a listener may leave or join while hearing', () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const off = emitter.on('word', () => {
    heard.push('first');
    off();
    emitter.on('word', () => heard.push('late'));
  });
  emitter.on('word', () => heard.push('second'));
  emitter.emit('word', '');
  assert.deepEqual(heard, ['first', 'second']);
  emitter.emit('word', '');
  assert.deepEqual(heard, ['first', 'second', 'second', 'late']);
});

test('a listener that throws is reported and does not silence the others', async () => {
  const emitter = new Emitter<Events>();
  const reported = deferred<unknown>();
  const former = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.once('uncaughtException', reported.resolve);
  let heard = 0;
  emitter.on('count', () => {
    throw new Error('mine');
  });
  emitter.on('count', () => heard++);
  emitter.emit('count', 1);
  assert.equal(heard, 1);
  assert.match(String(await reported.promise), /mine/);
  for (const listener of former) process.on('uncaughtException', listener);
});
