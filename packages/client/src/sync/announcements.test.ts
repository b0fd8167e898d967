import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConversationId, LogOp } from '@tokenim/protocol';
import { Announcements } from './announcements.js';

const conversation = 'c' as ConversationId;
const message = (seq: number, by: string) =>
  ({ kind: 'message', seq, by, ts: 1, message: { seq, body: { type: 'text', text: `n${seq}` } } }) as LogOp;

test('pushed messages are told once, in order, when the log has reached them; own ones and other operations never', () => {
  const announcements = new Announcements();
  announcements.hold(conversation, [message(4, 'ann'), message(3, 'ann'), message(5, 'me')], 'me');
  announcements.hold(
    conversation,
    [message(4, 'ann'), { kind: 'title', seq: 2, by: 'ann', ts: 1, title: 'x' } as LogOp],
    'me',
  );
  announcements.hold(conversation, [message(9, 'ann')], 'me');
  const seqs = (to: number) => announcements.reached(conversation, to).map(({ seq }) => seq);
  assert.deepEqual(seqs(2), []);
  assert.deepEqual(announcements.reached(conversation, 5), [
    { conversation, sender: 'ann', seq: 3, text: 'n3' },
    { conversation, sender: 'ann', seq: 4, text: 'n4' },
  ]);
  assert.deepEqual(seqs(5), []);
  assert.deepEqual(seqs(9), [9]);
  assert.deepEqual(announcements.reached('other' as ConversationId, 9), []);
});

test('what is held is bounded', () => {
  const announcements = new Announcements();
  announcements.hold(
    conversation,
    Array.from({ length: 500 }, (_, i) => message(i + 1, 'ann')),
    'me',
  );
  assert.equal(announcements.reached(conversation, 500).length, 200);
  announcements.hold(conversation, [message(501, 'ann')], 'me');
  assert.equal(announcements.reached(conversation, 501).length, 1);
});
