// Runs in Chromium: applies operations through the store, then puts the very rows that came out of it with Dexie's
// bulkPut, in groups of the same size, into a database with the same indexes. Leaves its figures in `window.result`.
import type { ConversationId, Epoch, Head, LogOp, UserId } from '@tokenim/protocol';
import { openStore } from '@tokenim/store';
import { Dexie } from 'dexie';

export interface StoreFigures {
  operations: number;
  /** Per second; the better of the rounds. */
  applied: number;
  bulkPut: number;
}

const total = 10_000;
const group = 200;
const rounds = 3;
const epoch = 'bench' as Epoch;
const conversation = 'd~a~b' as ConversationId;

const text = 'Is the blue one still there? I would like two of them, please. 还有蓝色的吗？';
const operations = Array.from({ length: total }, (_, index): LogOp => {
  const seq = index + 1;
  const sender = (index % 3 === 0 ? 'a' : 'b') as UserId;
  const ts = 1_750_000_000_000 + index * 1000;
  const cid = `01977420-0000-7000-8000-${seq.toString(16).padStart(12, '0')}`;
  const message = { seq, ord: seq, cid, sender, ts, body: { type: 'text', text: `${seq}. ${text}` } };
  return { kind: 'message', seq, by: sender, ts, message } as LogOp;
});
const head = {
  id: conversation,
  kind: 'direct',
  epoch,
  seq: total,
  ord: total,
  ts: operations.at(-1)!.ts,
  version: 1,
  members: [{ id: 'a' }, { id: 'b' }],
  me: { read: 0, readOrd: 0, delivered: 0 },
} as unknown as Head;

async function applyOnce(name: string): Promise<number> {
  const store = await openStore({ app: 'bench', user: name, storage: 'disk' });
  await store.setUser({ id: 'a' as UserId });
  await store.applyChanges({ t: 'changes', epoch, version: 1, conversations: [head], more: false });
  const start = performance.now();
  for (let from = 0; from < total; from += group) {
    const { outcome } = await store.applyOps({
      conversation,
      epoch,
      ops: operations.slice(from, from + group),
      head: total,
    });
    if (outcome !== 'applied') throw new Error(`The store answered ${outcome}.`);
  }
  const took = performance.now() - start;
  await store.close();
  return took;
}

async function rowsOf(name: string): Promise<unknown[]> {
  const database = await new Dexie(name).open();
  const rows = await database.table('messages').toArray();
  database.close();
  return rows;
}

async function putOnce(name: string, rows: unknown[]): Promise<number> {
  const database = new Dexie(name);
  database.version(1).stores({ messages: '[conversation+seq], ownCid' });
  await database.open();
  const start = performance.now();
  for (let from = 0; from < total; from += group) {
    await database.table('messages').bulkPut(rows.slice(from, from + group));
  }
  const took = performance.now() - start;
  database.close();
  await Dexie.delete(name);
  return took;
}

async function run(): Promise<StoreFigures> {
  let applied = 0;
  let bulkPut = 0;
  for (let round = 0; round < rounds; round++) {
    const before = new Set(await Dexie.getDatabaseNames());
    applied = Math.max(applied, total / (await applyOnce(`a${round}`)));
    const name = (await Dexie.getDatabaseNames()).find((one) => !before.has(one))!;
    const rows = await rowsOf(name);
    if (rows.length !== total) throw new Error(`The store holds ${rows.length} rows.`);
    bulkPut = Math.max(bulkPut, total / (await putOnce(`bare${round}`, rows)));
    await Dexie.delete(name);
  }
  return { operations: total, applied: applied * 1000, bulkPut: bulkPut * 1000 };
}

declare global {
  interface Window {
    result: Promise<StoreFigures>;
  }
}
window.result = run();
