import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AppId, Cid, ConversationId, down, Epoch, UserId, WriteOp } from '@tokenim/protocol';
import { defaultLimits } from '@tokenim/protocol';
import { createCore, InProcessBus, type ServerCore, SqliteStorage } from '@tokenim/server';
import { numberedCid } from '../../tools/cid.js';
import { signToken } from '../../tools/tokens.js';
import { app } from '../processes.js';
import type { Measurement } from './row.js';

const conversations = 10_000;
const changed = 10;
const repeats = 300;
const appId = app.id as AppId;
const me = 'me' as UserId;

/** A user with 10,000 direct conversations of one message each; then one more message in ten of them. */
async function fill(storage: SqliteStorage): Promise<number> {
  await storage.upsertApp({ id: appId, secret: app.secret, origins: ['*'] });
  await storage.upsertUser(appId, { id: me });
  const other = (index: number) => `u-${String(index).padStart(5, '0')}` as UserId;
  const id = (index: number) => `d~me~${other(index)}` as ConversationId;
  const common = { type: 'write', app: appId, now: 1_750_000_000_000, limits: defaultLimits } as const;
  let number = 0;
  const message = (index: number, text: string) => ({
    ...common,
    user: other(index),
    cid: numberedCid(1, number++) as Cid,
    op: { kind: 'message', conversation: id(index), body: { type: 'text', text } } as WriteOp,
  });
  for (let from = 0; from < conversations; from += 100) {
    const group = Array.from({ length: 100 }, (_, offset) => from + offset);
    for (const index of group) await storage.upsertUser(appId, { id: other(index), name: `Person ${index}` });
    const creates = group.map((index) => ({
      ...common,
      user: me,
      cid: numberedCid(0, number++) as Cid,
      op: { kind: 'create', conversation: id(index), type: 'direct', members: [other(index)] } as WriteOp,
    }));
    await storage.commit([...creates, ...group.map((index) => message(index, 'Hello, is anybody there?'))]);
  }
  const before = (await storage.getUser(appId, me))!.version;
  const step = conversations / changed;
  await storage.commit(
    Array.from({ length: changed }, (_, index) => message(index * step, 'One more question, if I may.')),
  );
  return before;
}

/** From the arrival of `hello` to the sending of `changes`: token, user, welcome and the ten heads. */
async function resumeOnce(
  core: ServerCore,
  hello: string,
): Promise<{ ms: number; frame: down.Changes; bytes: number }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const connection = core.accept({
      bufferedAmount: 0,
      send(text) {
        const frame = JSON.parse(text) as down.Changes;
        if (frame.t !== 'changes') return;
        const ms = performance.now() - start;
        connection.closed();
        resolve({ ms, frame, bytes: Buffer.byteLength(text) });
      },
      close: (code, reason) => reject(new Error(`The core closed with ${code}, ${reason}.`)),
    });
    connection.message(hello);
  });
}

/** The same ten rows by a bare index, and their text made. */
function bareOnce(database: DatabaseSync): (version: number) => number {
  const select = database.prepare('SELECT head FROM bare WHERE version > ? ORDER BY version LIMIT 500');
  return (version) => {
    const start = performance.now();
    const heads = select.all(version).map((row) => JSON.parse(row.head as string));
    JSON.stringify({ t: 'changes', conversations: heads });
    return performance.now() - start;
  };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

export const resume: Measurement = {
  name: 'resume',
  async run() {
    const data = mkdtempSync(join(tmpdir(), 'tokenim-bench-resume-'));
    const storage = new SqliteStorage({ path: join(data, 'tokenim.sqlite') });
    const core = createCore({ storage, bus: new InProcessBus(() => {}) });
    const bare = new DatabaseSync(join(data, 'bare.sqlite'));
    try {
      const version = await fill(storage);
      const epoch: Epoch = await storage.epoch();
      const token = await signToken(app, { id: me });
      const times: number[] = [];
      let last: Awaited<ReturnType<typeof resumeOnce>> | undefined;
      for (let repeat = 0; repeat < repeats; repeat++) {
        const hello = {
          t: 'hello',
          v: [1, 1],
          features: [],
          token,
          device: `resume-${repeat}`,
          resume: { epoch, version },
        };
        last = await resumeOnce(core, JSON.stringify(hello));
        times.push(last.ms);
      }
      if (last!.frame.conversations.length !== changed) {
        throw new Error(`${last!.frame.conversations.length} conversations came instead of ${changed}.`);
      }
      bare.exec('CREATE TABLE bare (version INTEGER PRIMARY KEY, head TEXT)');
      const insert = bare.prepare('INSERT INTO bare VALUES (?, ?)');
      bare.exec('BEGIN');
      const heads = last!.frame.conversations;
      for (let row = 1; row <= conversations; row++) insert.run(row, JSON.stringify(heads[row % changed]));
      bare.exec('COMMIT');
      const measure = bareOnce(bare);
      const bareTimes = Array.from({ length: repeats }, () => measure(conversations - changed));
      const ms = median(times);
      const bareBytes = JSON.stringify(heads).length;
      return [
        {
          what: `resume: ${changed} of 10,000 changed, on the server`,
          unit: 'ms',
          value: ms,
          bare: median(bareTimes),
          budget: '≤ 2',
          ok: ms <= 2,
        },
        {
          what: `resume: ${changed} of 10,000 changed, on the wire`,
          unit: 'bytes',
          value: last!.bytes,
          bare: bareBytes,
          budget: '≤ 4,096',
          ok: last!.bytes <= 4096,
        },
      ];
    } finally {
      await core.drain();
      await storage.close();
      bare.close();
      rmSync(data, { recursive: true, force: true });
    }
  },
};
