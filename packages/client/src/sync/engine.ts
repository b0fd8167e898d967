import {
  type Cid,
  type ConversationId,
  type Down,
  defaultLimits,
  type down,
  inShort,
  type Limits,
  protocolVersion,
  type Up,
  type up,
} from '@tokenim/protocol';
import type { OpsInput, OpsResult, Store } from '@tokenim/store';
import type { Backend } from '../backend.js';
import type { Clock } from '../clock.js';
import { asClientError, ClientError } from '../errors.js';
import { Pump } from '../outbox/pump.js';
import type { ClientEvents } from '../types.js';
import { Announcements } from './announcements.js';
import { Connection, type State } from './connection.js';
import { Heads } from './heads.js';
import { type Batch, Inbox } from './inbox.js';
import { Marks } from './marks.js';
import { Pulls } from './pulls.js';
import { type Request, Requests } from './requests.js';
import type { Tokens } from './tokens.js';
import { Work } from './work.js';

export interface EngineOptions {
  store: Store;
  backend: Backend;
  clock: Clock;
  tokens: Tokens;
  /** Random id of this client. */
  device: string;
  work?: Work;
  emit<K extends keyof ClientEvents>(event: K, payload: ClientEvents[K]): void;
  /** Something failed on this device; the engine goes on. */
  onFault?(error: unknown): void;
  /** A connection came up or went down. */
  onOnline?(online: boolean): void;
}

/** Conversations whose newest page is fetched without anyone looking. */
const prefetched = 20;
/** Conversations that are looked at after a resume, whether or not it named them. */
const checked = 50;

/**
 * Makes the store agree with the server over one connection. It runs in the tab that leads. One unit, since each kind of
 * frame has one place where what follows from it is decided; what is asked and pulled stands in files of its own.
 *
 * Phases, by `state.status`: `connecting` → `syncing` (hello sent; `welcome` opens the way for writes and pulls, the
 * last `changes` ends the phase) → `online`; `offline` and `refused` as in connection.ts.
 *
 * Invariants: frames are handled one after another, each in one transaction of the store; what fails in the store
 * ends the connection, and the next resume brings it again; no answer is trusted that the store calls stale.
 */
export class Engine {
  readonly #o: EngineOptions;
  readonly work: Work;
  readonly #requests: Requests;
  readonly #connection: Connection;
  readonly #inbox: Inbox;
  readonly #pulls: Pulls;
  readonly #heads: Heads;
  readonly #marks: Marks;
  readonly #pump: Pump;
  readonly #announcements = new Announcements();
  /** Threads on screens, one per tab. */
  readonly #open = new Map<string, ConversationId>();
  #limits: Limits = defaultLimits;
  #welcomed = false;
  /** Server's time minus this device's, in milliseconds. */
  #skew = 0;
  #states: Promise<void> = Promise.resolve();

  constructor(options: EngineOptions) {
    this.#o = options;
    const { store, backend, clock, tokens } = options;
    this.work = options.work ?? new Work();
    const work = this.work;
    const send = (frame: Up) => this.#connection.send(frame);
    const online = () => this.#welcomed;
    const limits = () => this.#limits;
    const failed = (error: unknown) => this.#failed(error);
    this.#requests = new Requests(clock, send);
    this.#inbox = new Inbox(work, (batch) => this.#handle(batch), failed);
    this.#connection = new Connection(backend, clock, tokens, {
      hello: () => work.run(() => this.#hello()),
      onFrame: (frame) => this.#frame(frame),
      onDown: () => this.#down(),
      onQuiet: () => this.#heads.sync(),
      onState: (state) => this.#stateIs(state),
    });
    const askHead = (conversation: ConversationId) => this.#heads.ask([conversation]);
    const common = { store, clock, work, online, failed, askHead, requests: this.#requests };
    this.#heads = new Heads({
      ...common,
      onHeads: (ids) => {
        for (const id of ids) this.#pulls.need(id);
      },
      onSynced: (changed) => this.#plan(changed),
    });
    this.#marks = new Marks(common);
    this.#pulls = new Pulls({
      ...common,
      limits,
      isOpen: (conversation) => this.#isOpen(conversation),
      applyOps: (input) => this.#applyOps(input),
      onPage: (conversation, to) => {
        this.#marks.wake();
        this.#announce(conversation, to);
      },
    });
    this.#pump = new Pump({
      ...common,
      limits,
      send,
      refused: (refusal) => options.emit('refused', refusal),
      renew: () => void this.#renew(),
    });
  }

  start(): void {
    this.#connection.start();
  }

  /** Ends the connection; resolves when nothing is written to the store any more. */
  async stop(): Promise<void> {
    this.#connection.stop();
    this.#pulls.stop();
    this.#pump.stop();
    this.#marks.stop();
    await this.#inbox.drained();
    await this.#states;
    await this.work.idle();
  }

  get state(): State {
    return this.#connection.state;
  }

  /** The server's time in milliseconds, as far as known. */
  serverNow(): number {
    return this.#o.clock.now() + this.#skew;
  }

  /** The network or the user is back. */
  nudge(): void {
    this.#connection.nudge();
  }

  /** Something new in the store: writes or marks. */
  wake(what: 'outbox' | 'marks' | string): void {
    if (what === 'marks') this.#marks.wake();
    else this.#pump.wake();
  }

  /** What a tab shows. */
  open(tab: string, conversation: ConversationId | undefined): void {
    if (conversation === undefined) {
      this.#open.delete(tab);
      return;
    }
    this.#open.set(tab, conversation);
    this.#pulls.need(conversation);
  }

  /** Sends a request; rejects with a ClientError, `offline` at once where there is no connection. */
  request(request: Request, apply?: (answer: Down) => Promise<void>): Promise<Down> {
    if (!this.#welcomed) return Promise.reject(new ClientError('offline'));
    return this.#requests.ask(request, apply);
  }

  signal(
    signal:
      | Omit<Extract<up.Signal, { kind: 'typing' }>, 't'>
      | Omit<Extract<up.Signal, { kind: 'presence' }>, 't'>,
  ): void {
    if (this.#welcomed) this.#connection.send({ t: 'signal', ...signal });
  }

  /** Fetches the page before `seq` into the store. */
  async loadBefore(conversation: ConversationId, seq: number): Promise<'loaded' | 'offline'> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      let outcome: Awaited<ReturnType<Store['applyPage']>> | undefined;
      try {
        await this.request({ t: 'history', conversation, before: seq, limit: 50 }, async (page) => {
          if (page.t !== 'page') return;
          outcome = await this.#o.store.applyPage({ page, mode: 'older' });
          this.#pulls.need(conversation, { epoch: page.epoch, seq: page.head });
        });
      } catch (error) {
        const { fate } = asClientError(error, 'storage');
        if (fate === 'permanent') throw error;
        return 'offline';
      }
      if (outcome === 'applied') return 'loaded';
      if (outcome !== 'stale') this.#heads.ask([conversation]);
    }
    return 'offline';
  }

  async #hello(): Promise<Omit<up.Hello, 't' | 'token'>> {
    // What the last connection brought is applied first, so that the cursor says so.
    await this.#inbox.drained();
    const { store, device } = this.#o;
    const cursor = await store.cursor();
    const hello: Omit<up.Hello, 't' | 'token'> = {
      v: [protocolVersion, protocolVersion],
      features: ['search'],
      device,
      resume: cursor ? { epoch: cursor.epoch, version: cursor.version } : { version: 0 },
    };
    const visible = [...this.#open.values()].at(-1);
    const held = visible && (await store.held(visible));
    if (held && !held.local && !held.left && held.to > 0) {
      hello.open = { conversation: held.id, epoch: held.epoch, after: held.to };
    }
    return hello;
  }

  #frame(frame: Down): void {
    switch (frame.t) {
      case 'signal':
        // Never waits behind messages (rule S1).
        this.#signalled(frame);
        break;
      case 'pong':
        break;
      case 'expiring':
        void this.#renew();
        break;
      default:
        this.#inbox.push(frame);
    }
  }

  async #handle(batch: Batch): Promise<void> {
    switch (batch.t) {
      case 'op':
        return this.#pushed(batch.frames);
      case 'ack':
        return this.#acked(batch.frames);
      case 'pointer': {
        const { behind, unknown } = await this.#o.store.applyPointers(batch.frames);
        if (behind || unknown.length > 0) this.#heads.sync();
        return;
      }
      case 'other':
        return this.#other(batch.frames[0]);
    }
  }

  async #other(frame: Down): Promise<void> {
    const { store } = this.#o;
    if ('id' in frame && typeof frame.id === 'number') {
      await this.#requests.answer(frame.id, frame);
      return;
    }
    switch (frame.t) {
      case 'welcome':
        await store.setUser(
          frame.user as NonNullable<Awaited<ReturnType<Store['user']>>>,
          frame.limits as Limits,
        );
        this.#skew = frame.time - this.#o.clock.now();
        this.#limits = frame.limits;
        this.#welcomed = true;
        this.#heads.resumed();
        this.#pump.wake();
        this.#pulls.pump();
        this.#marks.wake(0);
        this.#o.onOnline?.(true);
        break;
      case 'changes':
        await this.#heads.changes(frame);
        break;
      case 'ops':
      case 'reset':
        await this.#pulls.apply(frame);
        this.#pulls.need(frame.conversation, { epoch: frame.epoch, seq: frame.head });
        break;
      case 'refuse':
        await this.#pump.refuse(frame);
        break;
      case 'lag':
        this.#heads.sync();
        break;
      default:
        break;
    }
  }

  async #pushed(frames: readonly down.OpFrame[]): Promise<void> {
    const { conversation, epoch } = frames[0]!;
    const ops = frames.map((frame) => frame.op);
    const versions = frames.map((frame) => frame.version);
    const { outcome, to, fresh, behind, skipped } = await this.#applyOps({
      conversation,
      epoch,
      ops,
      versions,
    });
    if (outcome !== 'applied') {
      const early = ops.filter((op) => op.seq > to);
      this.#announcements.hold(conversation, early, (await this.#o.store.user())?.id);
    }
    if (outcome === 'gap') {
      this.#pulls.need(conversation, { epoch, seq: Math.max(...ops.map((op) => op.seq)) });
    }
    if (outcome !== 'applied' && outcome !== 'gap') this.#heads.ask([conversation]);
    // Where no version was missed nothing else would bring what the head has missed.
    else if (skipped && !behind) this.#heads.ask([conversation]);
    if (behind) this.#heads.sync();
    for (const { sender, seq, body } of fresh) {
      this.#o.emit('message', { conversation, sender, seq, ...inShort(body) });
    }
  }

  async #applyOps(input: OpsInput): Promise<OpsResult> {
    const result = await this.#o.store.applyOps(input);
    if (result.settled.length > 0) this.#pump.settled(result.settled);
    if (result.fresh.length > 0) this.#marks.wake();
    if (result.outcome === 'applied') this.#announce(input.conversation, result.to);
    return result;
  }

  /** Messages that were pushed too early are on this device now. */
  #announce(conversation: ConversationId, to: number): void {
    for (const message of this.#announcements.reached(conversation, to)) this.#o.emit('message', message);
  }

  async #acked(frames: readonly down.Ack[]): Promise<void> {
    const { conversation, epoch } = frames[0]!;
    const results = await this.#o.store.acknowledge(frames);
    const settled: Cid[] = [];
    const unknown: Cid[] = [];
    let gap = false;
    let behind = false;
    let made = false;
    for (const [i, result] of results.entries()) {
      (result.outcome === 'acknowledged' ? settled : unknown).push(frames[i]!.cid);
      if (result.op?.kind === 'create') made = true;
      gap ||= result.gap;
      behind ||= result.behind;
    }
    if (gap) this.#pulls.need(conversation, { epoch, seq: Math.max(...frames.map((frame) => frame.seq)) });
    if (behind) this.#heads.sync();
    // A create makes more than its writer knows: names, agents, and a direct one may have been there before.
    if (made || (behind && settled.length === 0)) this.#heads.ask([conversation]);
    this.#pump.settled(settled);
    if (unknown.length > 0) await this.#pump.unknown(unknown);
  }

  #signalled(frame: down.SignalDown): void {
    const { kind, user, conversation, on, state, seen } = frame;
    if (kind === 'typing' && conversation !== undefined && on !== undefined) {
      this.#o.emit('typing', { conversation, user, on });
    } else if (kind === 'presence' && (state === 'online' || state === 'away' || state === 'offline')) {
      this.#o.emit('presence', { user, state, ...(seen === undefined ? {} : { seen }) });
    }
  }

  /** Logs that are held or wanted, and not at their head. */
  async #plan(changed: readonly ConversationId[]): Promise<void> {
    this.#connection.synced();
    const { store } = this.#o;
    const recent = await store.recent(checked);
    this.#heads.ask(recent.filter(({ guessed, left }) => guessed && !left).map(({ id }) => id));
    for (const [i, { id, seq, to, left }] of recent.entries()) {
      if (!left && to < seq && (to > 0 || i < prefetched)) this.#pulls.need(id);
    }
    const others = new Set(changed);
    for (const { id } of recent) others.delete(id);
    for (const { id, seq, to } of await store.heldOf([...others])) {
      if (to > 0 && to < seq) this.#pulls.need(id);
    }
    for (const id of this.#open.values()) this.#pulls.need(id);
    this.#pulls.pump();
  }

  #isOpen(conversation: ConversationId): boolean {
    for (const open of this.#open.values()) if (open === conversation) return true;
    return false;
  }

  async #renew(): Promise<void> {
    try {
      const token = await this.#o.tokens.get(true);
      await this.request({ t: 'auth', token });
    } catch {
      // The server closes with 4401 at the token's end, and the next attempt fetches one again.
    }
  }

  #down(): void {
    const was = this.#welcomed;
    this.#welcomed = false;
    this.#inbox.clear();
    this.#requests.failAll();
    this.#heads.down();
    this.#pulls.down();
    this.#pump.down();
    this.#marks.stop();
    if (was) this.#o.onOnline?.(false);
  }

  /** The store could not: what was on its way is brought again by the next resume. */
  #failed(error: unknown): void {
    if (asClientError(error, 'storage').code !== 'storage') return;
    this.#o.onFault?.(error);
    this.#connection.fail();
  }

  #stateIs(state: State): void {
    this.#states = this.#states
      .then(() => this.work.run(() => this.#o.store.setConnection(state)))
      // Only what is shown; the connection itself does not depend on it.
      .catch(() => {});
  }
}
