import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { AppId, Cid, type ConversationId, type Down, Up, type UserId } from '@tokenim/protocol';
import { SignJWT } from 'jose';
import { InProcessBus } from '../bus/in-process-bus.js';
import { SqliteStorage } from '../storage/sqlite/sqlite-storage.js';
import { dump } from './dump.js';
import { type Generated, generate, type Known, seeded } from './fuzz-frames.js';
import type { ServerCore } from './options.js';
import { createCore } from './server-core.js';

/**
 * Spoilt frames against the real core and a real database. Settings: TOKENIM_FUZZ_FRAMES (how many, default
 * 100000), TOKENIM_FUZZ_SEED (to repeat a run; it is printed).
 */
const frames = Number(process.env.TOKENIM_FUZZ_FRAMES ?? 100_000);
const seed = Number(process.env.TOKENIM_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Connections that send at the same time. */
const lanes = 16;
/** Milliseconds after which a missing answer is a failure. */
const patience = 10_000;

const app = AppId.parse('demo');
const secret = 'fuzz-secret-'.repeat(4);

const token = (user: string) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(app)
    .setSubject(user)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));

type Answer = (Down & { id?: number; cid?: string; code?: string }) | { t: 'closed'; code: number };

/** One client over a socket that is not there. */
class Client {
  readonly got: Answer[] = [];
  closed: number | undefined;
  #heard: () => void = () => {};
  readonly #connection: ReturnType<ServerCore['accept']>;

  constructor(core: ServerCore) {
    this.#connection = core.accept({
      send: (text) => this.#hear(JSON.parse(text)),
      close: (code) => {
        this.closed ??= code;
        this.#hear({ t: 'closed', code });
      },
      bufferedAmount: 0,
    });
  }

  send(data: string | Uint8Array, isBinary = false): void {
    this.#connection.message(data, isBinary);
  }

  leave(): void {
    this.#connection.closed();
  }

  /** The first thing heard that fits. */
  async hear(fits: (answer: Answer) => boolean): Promise<Answer> {
    let waited: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      waited = setTimeout(() => fail(new Error(`no answer; heard ${JSON.stringify(this.got)}`)), patience);
    });
    try {
      for (;;) {
        const found = this.got.find(fits);
        if (found) return found;
        await Promise.race([late, new Promise<void>((heard) => (this.#heard = heard))]);
      }
    } finally {
      clearTimeout(waited);
    }
  }

  #hear(answer: Answer): void {
    this.got.push(answer);
    this.#heard();
  }
}

async function connect(core: ServerCore, user: string, device: string): Promise<Client> {
  const client = new Client(core);
  client.send(JSON.stringify({ t: 'hello', v: [1, 1], features: [], token: await token(user), device }));
  assert.equal((await client.hear(() => true)).t, 'welcome');
  return client;
}

/** What PROTOCOL.md says about a frame of who is a member of nothing. `undefined`: this one would be stored. */
function rightAnswer({ data, isBinary }: Generated): ((answer: Answer) => boolean) | undefined {
  const closes = (code: number) => (a: Answer) => a.t === 'closed' && a.code === code;
  if (isBinary) return closes(4400); // F1
  if (Buffer.byteLength(data) > 65_536) return closes(4413); // F4
  let object: Record<string, unknown>;
  try {
    const text = typeof data === 'string' ? data : new TextDecoder('utf-8', { fatal: true }).decode(data);
    object = JSON.parse(text);
  } catch {
    return closes(4400); // F1
  }
  if (object === null || typeof object !== 'object' || Array.isArray(object)) return closes(4400); // F1
  const { cid, id } = object;
  const cidOk = typeof cid === 'string' && Cid.safeParse(cid).success;
  const idOk = Number.isSafeInteger(id) && (id as number) >= 1;
  const error = (codes: string[]) => (a: Answer) => a.t === 'error' && a.id === id && codes.includes(a.code!);
  if (isDeeper(object, 40)) return (a) => closes(4400)(a) || bad(a);
  function bad(a: Answer): boolean {
    // F2: refused by what of its address can be read, else closed
    if (cidOk && a.t === 'refuse') return a.cid === cid && a.code === 'bad_frame';
    if (idOk && a.t === 'error') return a.id === id && a.code === 'bad_frame';
    return !cidOk && !idOk && closes(4400)(a);
  }
  const frame = parse(object);
  if (!frame) return bad;
  switch (frame.t) {
    case 'hello':
      return closes(4400); // H1
    case 'write':
      if (frame.op.kind === 'create') return undefined;
      return (a) => a.t === 'refuse' && a.cid === cid && a.code === 'not_found'; // W6
    case 'auth':
      return error(['unauthorized']);
    case 'history':
    case 'ops':
    case 'mark':
    case 'members':
    case 'file':
      return error(['not_found', 'bad_frame']);
    case 'sync':
      return (a) => (a.t === 'changes' && a.id === id) || error(['bad_frame'])(a);
    case 'heads':
      return (a) => a.t === 'heads' && a.id === id && a.conversations.length === 0;
    case 'presence':
      return (a) => a.t === 'presence' && a.id === id && a.users.length === 0;
    case 'ping':
      return (a) => a.t === 'pong' && a.id === id;
    case 'signal':
      return () => false; // S1
  }
}

/** A check of a length throws where an object's `length` cannot be compared. */
function parse(object: unknown): Up | undefined {
  try {
    return Up.safeParse(object).data;
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, than: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return than === 0 || Object.values(value).some((one) => isDeeper(one, than - 1));
}

test(`[F1] [F2] [F3] [F4] ${frames} spoilt frames each get their answer, and nothing is stored (seed ${seed})`, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tokenim-fuzz-'));
  const path = join(folder, 'db.sqlite');
  const faults: unknown[] = [];
  const storage = new SqliteStorage({ path, onFault: (error) => faults.push(error) });
  const core = createCore({
    storage,
    bus: new InProcessBus(),
    limits: { frameRate: 1_000_000, unacked: 1_000_000 },
    signFile: () => ({ url: '/x', expires: 1 }),
    metrics: {
      connections() {},
      frame() {},
      commit() {},
      pushes() {},
      error: (code) => void (code === 'fault' && faults.push(code)),
    },
  });
  t.after(async () => {
    await core.drain();
    await storage.close();
    rmSync(folder, { recursive: true });
  });
  await storage.upsertApp({ id: app, secret, origins: ['*'] });

  // Two people who talk, and must not notice anything.
  const ann = await connect(core, 'ann', 'ann');
  const bob = await connect(core, 'bob', 'bob');
  const group = '0199c7e0-1b00-7000-8000-000000000001';
  const write = (cid: string, op: object) => ann.send(JSON.stringify({ t: 'write', cid, op }));
  write(group, { kind: 'create', conversation: group, type: 'group', members: ['bob'], title: 'Ours' });
  const said = '0199c7e0-1b00-7000-8000-000000000002';
  write(said, { kind: 'message', conversation: group, body: { type: 'text', text: 'hello' } });
  await bob.hear((a) => a.t === 'op' && a.op.seq === 2);
  const file = '0199c7e0-1b00-7000-8000-0000000000f1';
  await storage.putFile(app, {
    id: file as never,
    owner: 'ann' as UserId,
    name: 'a.txt',
    mime: 'text/plain',
    size: 3,
    created: 1,
  });
  await storage.completeFile(app, file as never, 'application/pdf', false);
  const known: Known = { conversations: [group, 'd~ann~bob', 'd~ann~mallory'], users: ['ann', 'bob'], file };

  for (let lane = 0; lane < lanes; lane++) await connect(core, 'mallory', `lane-${lane}`);
  const before = dump(path);
  const quiet = ann.got.length + bob.got.length;
  const counts = new Map<string, number>();
  const hello = await token('mallory');
  let number = 0;
  let stop = false;

  async function lane(name: number): Promise<void> {
    let client: Client | undefined;
    let asked = 1_000_000_000;
    while (!stop && number < frames) {
      const mine = number++;
      const random = seeded(seed + mine);
      let made = generate(random, known, mine);
      let right = rightAnswer(made);
      while (!right) {
        made = generate(random, known, mine);
        right = rightAnswer(made);
      }
      counts.set(made.how, (counts.get(made.how) ?? 0) + 1);
      try {
        // One in twenty comes where a `hello` should: any other frame, or a bad `hello`, closes (H1).
        if (random() < 0.05) {
          const stranger = new Client(core);
          stranger.send(made.data, made.isBinary);
          const { code } = (await stranger.hear((a) => a.t === 'closed')) as { code: number };
          assert.ok(code === 4400 || code === 4413 || code === 4401 || code === 4406, `closed with ${code}`);
          continue;
        }
        if (!client || client.closed !== undefined) {
          client = new Client(core);
          const device = `lane-${name}`;
          client.send(JSON.stringify({ t: 'hello', v: [1, 1], features: [], token: hello, device }));
          await client.hear((a) => a.t === 'welcome');
        }
        client.got.length = 0;
        client.send(made.data, made.isBinary);
        // The pong shows that the connection lives, also where no answer is right.
        const id = asked++;
        client.send(JSON.stringify({ t: 'ping', id }));
        const silent = isSignal(made);
        const end = await client.hear(
          (a) =>
            (!silent && isAnswer(a, id)) ||
            (a.t === 'closed' ? true : silent && a.t === 'pong' && a.id === id),
        );
        if (silent) assert.equal(end.t, 'pong', 'a signal is not answered');
        else assert.ok(right(end), `answered by ${JSON.stringify(end)}`);
      } catch (error) {
        stop = true;
        const text = Buffer.from(made.data).toString('utf8').slice(0, 2000);
        throw new Error(`seed ${seed}, frame ${mine} (${made.how}): ${(error as Error).message}\n${text}`, {
          cause: error,
        });
      }
    }
    client?.leave();
  }
  await Promise.all(Array.from({ length: lanes }, (_, i) => lane(i)));

  assert.deepEqual(faults, [], 'no fault of the server');
  assert.deepEqual(dump(path), before, 'nothing is stored');
  assert.equal(ann.got.length + bob.got.length, quiet, 'the others heard nothing');
  assert.equal(({} as Record<string, unknown>).admin, undefined);
  const last = '0199c7e0-1b00-7000-8000-000000000003';
  write(last, { kind: 'message', conversation: group, body: { type: 'text', text: 'still here' } });
  await ann.hear((a) => a.t === 'ack' && a.cid === last && a.seq === 3);
  await bob.hear((a) => a.t === 'op' && a.op.seq === 3 && a.conversation === (group as ConversationId));
  t.diagnostic([...counts].map(([how, count]) => `${how} ${count}`).join(', '));
});

function isSignal({ data, isBinary }: Generated): boolean {
  if (isBinary || Buffer.byteLength(data) > 65_536) return false;
  try {
    return parse(JSON.parse(Buffer.from(data).toString('utf8')))?.t === 'signal';
  } catch {
    return false;
  }
}

/** Anything that could answer the frame before the ping; pushes and the ping's pong cannot. */
function isAnswer(answer: Answer, ping: number): boolean {
  return !(answer.t === 'pong' && answer.id === ping) && answer.t !== 'signal' && answer.t !== 'expiring';
}
