import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Cid, type ConversationId, defaultLimits, type FileId, type Up } from '@tokenim/protocol';
import type { OutboxRow, Store } from '@tokenim/store';
import { Work } from '../sync/work.js';
import { Pump } from './pump.js';

const conversation = 'd~ada~bo' as ConversationId;
const entry = (n: number): OutboxRow => ({
  cid: `0199c7e0-1b00-7000-8000-00000000000${n}` as Cid,
  order: n,
  conversation,
  op: { kind: 'message', conversation, body: { type: 'text', text: `n ${n}` } },
  state: 'waiting',
  attempts: 0,
});

/** A pump over an outbox that is an array, and a clock whose timers run when told. */
function pumpOver(outbox: OutboxRow[]) {
  const sent: string[] = [];
  const timers: (() => void)[] = [];
  const pump = new Pump({
    store: {
      waiting: async () => [...outbox],
      entry: async (cid: Cid) => outbox.find((one) => one.cid === cid),
    } as unknown as Store,
    clock: {
      now: () => 0,
      setTimeout: (run) => timers.push(run),
      clearTimeout: (timer) => {
        timers[(timer as number) - 1] = () => {};
      },
      random: () => 0.5,
    },
    work: new Work(),
    limits: () => defaultLimits,
    online: () => true,
    send: (frame: Up) => sent.push((frame as { cid: string }).cid.slice(-1)) > 0,
    refused: () => {},
    renew: () => {},
    failed: (error) => assert.fail(String(error)),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { pump, sent, timers, settle };
}

test('[W3] an entry that another tab settled frees its place when its ack comes', async () => {
  const outbox = [entry(1), entry(2)];
  const { pump, sent, settle } = pumpOver(outbox);
  pump.wake();
  await settle();
  assert.deepEqual(sent, ['1']);
  const [{ cid }] = outbox.splice(0, 1) as [OutboxRow];
  await pump.unknown([cid]);
  await settle();
  assert.deepEqual(sent, ['1', '2']);
});

test('[W3] an ack of another life of the log leaves the entry waiting', async () => {
  const outbox = [entry(1), entry(2)];
  const { pump, sent, settle } = pumpOver(outbox);
  pump.wake();
  await settle();
  await pump.unknown([outbox[0]!.cid]);
  await settle();
  assert.deepEqual(sent, ['1']);
});

test('what is sent again after a time without answer is what the outbox still holds', async () => {
  const outbox = [entry(1), entry(2)];
  const { pump, sent, timers, settle } = pumpOver(outbox);
  pump.wake();
  await settle();
  outbox.splice(0, 1);
  for (const run of [...timers]) run();
  await settle();
  assert.deepEqual(sent, ['1', '2']);
});

test('messages overtake a file that is large, or that had to be tried again; a small one keeps its place', async () => {
  const upload = (size: number) => ({
    file: '0199c7e0-1b00-7000-8000-0000000000ff' as FileId,
    size,
    offset: 0,
    done: false,
  });
  const ahead: [OutboxRow, string[]][] = [
    [{ ...entry(1), upload: upload(50_000) }, []],
    [{ ...entry(1), upload: upload(50_000), attempts: 1 }, ['2']],
    [{ ...entry(1), upload: upload(20_000_000) }, ['2']],
    [{ ...entry(1), upload: { ...upload(50_000), paused: true } }, ['2']],
    [{ ...entry(1), upload: { ...upload(20_000_000), done: true } }, ['1']],
  ];
  for (const [first, expected] of ahead) {
    const { pump, sent, settle } = pumpOver([first, entry(2)]);
    pump.wake();
    await settle();
    assert.deepEqual(sent, expected, JSON.stringify(first));
  }
});
