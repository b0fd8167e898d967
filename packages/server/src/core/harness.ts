import { AppId, directConversation, type Limits, type UserId } from '@tokenim/protocol';
import { SignJWT } from 'jose';
import { InProcessBus } from '../bus/in-process-bus.js';
import { SqliteStorage } from '../storage/sqlite/sqlite-storage.js';
import type { Storage } from '../storage/storage.js';
import type { Clock } from './clock.js';
import type { Connection, CoreOptions, Peer, ServerCore } from './options.js';
import { createCore } from './server-core.js';
import type { Socket } from './socket.js';

/** For the tests beside: a core on a database in memory, sockets that are arrays, and a clock set by hand. */

export const app = AppId.parse('demo');
export const secret = 'a secret of at least thirty-two characters';
export const direct = directConversation('ann' as UserId, 'bob' as UserId);

// biome-ignore lint/suspicious/noExplicitAny: tests look into frames that their schemas have checked elsewhere
export type Frame = any;

export class FakeClock implements Clock {
  time = 1_700_000_000_000;
  private readonly timers = new Map<number, { at: number; run: () => void }>();
  private last = 0;

  now(): number {
    return this.time;
  }
  setTimeout(run: () => void, ms: number): number {
    this.timers.set(++this.last, { at: this.time + ms, run });
    return this.last;
  }
  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as number);
  }
  soon(run: () => void): void {
    setImmediate(run);
  }
  random(): number {
    return 0.5;
  }
  /** Lets time pass, and everything that it starts run. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].run();
    }
    this.time = end;
    await settle();
  }
}

/** Until all that can happen without time has happened. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await new Promise((go) => setImmediate(go));
}

export class Client implements Socket {
  frames: Frame[] = [];
  code: number | undefined;
  /** The code, once closed. */
  readonly ended: Promise<number>;
  private end!: (code: number) => void;
  reason = '';
  bufferedAmount = 0;
  connection!: Connection;
  welcome: Frame;
  private readonly waiting: ((frame: Frame) => void)[] = [];
  private made = 0;

  constructor() {
    this.ended = new Promise((done) => {
      this.end = done;
    });
  }

  send(text: string): void {
    const frame = JSON.parse(text);
    const next = this.waiting.shift();
    if (next) next(frame);
    else this.frames.push(frame);
  }
  close(code: number, reason: string): void {
    this.code = code;
    this.reason = reason;
    this.end(code);
    this.connection?.closed();
  }
  /** The next frame. */
  next(): Promise<Frame> {
    if (this.frames.length > 0) return Promise.resolve(this.frames.shift());
    return new Promise((done) => this.waiting.push(done));
  }
  up(frame: Frame): void {
    this.connection.message(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }
  /** Sends and gives the next frame. */
  ask(frame: Frame): Promise<Frame> {
    this.up(frame);
    return this.next();
  }
  write(op: Frame, id = cid()): Promise<Frame> {
    return this.ask({ t: 'write', cid: id, op });
  }
  say(conversation: string, text: string, id = cid()): Promise<Frame> {
    return this.write({ kind: 'message', conversation, body: { type: 'text', text } }, id);
  }
  request(frame: Frame): Promise<Frame> {
    this.made += 1;
    return this.ask({ id: this.made, ...frame });
  }
  /** Forgets what has come so far. */
  async quiet(): Promise<this> {
    await settle();
    this.frames = [];
    return this;
  }
}

let made = 0;
export function cid(): string {
  made += 1;
  return `0199c7e0-1b00-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

export interface World {
  core: ServerCore;
  storage: Storage;
  clock: FakeClock;
  token(user: string, claims?: Record<string, unknown>, life?: number): Promise<string>;
  /** A connection that has said nothing yet. */
  open(peer?: Peer): Client;
  /** One that is welcome. */
  connect(user: string, hello?: Frame, claims?: Record<string, unknown>): Promise<Client>;
  /** Ann and Bob, with a conversation between them. */
  pair(): Promise<[Client, Client]>;
}

export async function world(
  options: Partial<CoreOptions> & { appLimits?: Partial<Limits>; origins?: string[] } = {},
): Promise<World> {
  const clock = new FakeClock();
  const storage = options.storage ?? new SqliteStorage({ path: ':memory:' });
  await storage.upsertApp({ id: app, secret, origins: options.origins ?? ['*'], limits: options.appLimits });
  const core = createCore({ bus: new InProcessBus(), clock, ...options, storage });
  const self: World = {
    core,
    storage,
    clock,
    token: (user, claims = {}, life = 3600) =>
      new SignJWT({ iss: app, sub: user, exp: Math.floor(clock.now() / 1000) + life, ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret)),
    open(peer) {
      const client = new Client();
      client.connection = core.accept(client, peer);
      return client;
    },
    async connect(user, hello = {}, claims = {}) {
      const client = self.open();
      const token = await self.token(user, claims);
      const frame = {
        t: 'hello',
        v: [1, 1],
        features: [],
        token,
        device: `of-${user.replaceAll('.', '-')}`,
        ...hello,
      };
      client.welcome = await client.ask(frame);
      return client;
    },
    async pair() {
      const ann = await self.connect('ann');
      const bob = await self.connect('bob');
      await ann.quiet();
      await ann.write({ kind: 'create', conversation: direct, type: 'direct', members: ['bob'] });
      await ann.quiet();
      await bob.quiet();
      return [ann, bob];
    },
  };
  return self;
}
