import { type Down, retryAfterClose, type Up, type up } from '@tokenim/protocol';
import type { ConnectionState } from '@tokenim/store';
import type { Backend, Link } from '../backend.js';
import { Backoff } from '../backoff.js';
import type { Clock } from '../clock.js';
import type { Tokens } from './tokens.js';

export type State = Omit<ConnectionState, 'storage'>;

export interface ConnectionHandlers {
  /** All of `hello` but the token; asked for before each attempt. */
  hello(): Promise<Omit<up.Hello, 't' | 'token'>>;
  onFrame(frame: Down): void;
  /** The link is gone; also after an attempt that failed. */
  onDown(): void;
  /** Nothing was heard for a while: what was lost last shows only if asked for. */
  onQuiet(): void;
  onState(state: State): void;
}

/** Milliseconds of silence after which the other side is asked for a sign, and for which it is then waited. */
const silence = 25_000;
const patience = 10_000;
/** Milliseconds for `welcome`: as long as the server waits for `hello`. */
const welcomeTime = 10_000;

/**
 * Keeps one connection: `off` → `connecting` → `syncing` (hello sent) → `online`; from each of them, when the link
 * ends, → `offline` (waits, then `connecting` again) or `refused` (for good, until started anew).
 *
 * Invariants: at most one link; of a link that was given up nothing more is heard; every wait has full jitter.
 */
export class Connection {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #tokens: Tokens;
  readonly #handlers: ConnectionHandlers;
  readonly #backoff: Backoff;
  #state: State = { status: 'off' };
  #link: Link | undefined;
  /** The link of the running attempt, before it is open too. */
  #attempted: Link | undefined;
  /** Grows with each attempt and end, so that what belongs to an older one is known as such. */
  #term = 0;
  #retry: unknown;
  #liveness: unknown;
  #heardAt = 0;

  constructor(backend: Backend, clock: Clock, tokens: Tokens, handlers: ConnectionHandlers) {
    this.#backend = backend;
    this.#clock = clock;
    this.#tokens = tokens;
    this.#handlers = handlers;
    this.#backoff = new Backoff(clock, { base: 1000, cap: 30_000 });
  }

  get state(): State {
    return this.#state;
  }

  start(): void {
    if (this.#state.status === 'off' || this.#state.status === 'refused') void this.#attempt();
  }

  stop(): void {
    this.#end();
    this.#to({ status: 'off' });
  }

  /** The network may be back, or someone looks: no need to wait for the next attempt, or for the silence to end. */
  nudge(): void {
    if (this.#state.status === 'offline') void this.#attempt();
    else if (this.#link && this.#state.status === 'online') this.#probe();
  }

  /** False where there is no link to send on. */
  send(frame: Up): boolean {
    if (!this.#link) return false;
    this.#link.send(frame);
    return true;
  }

  /** All that was missed is asked for and being applied. */
  synced(): void {
    this.#backoff.reset();
    if (this.#state.status === 'syncing') this.#to({ status: 'online' });
  }

  /** The link is of no use: end it and try again later. */
  fail(): void {
    if (this.#state.status === 'off' || this.#state.status === 'refused') return;
    this.#end();
    this.#later();
  }

  async #attempt(): Promise<void> {
    this.#end();
    const term = this.#term;
    this.#to({ status: 'connecting' });
    let hello: up.Hello;
    try {
      const token = await this.#tokens.get();
      if (term !== this.#term) return;
      hello = { t: 'hello', ...(await this.#handlers.hello()), token };
    } catch {
      if (term === this.#term) this.#later();
      return;
    }
    if (term !== this.#term) return;
    const link = this.#backend.connect({
      onOpen: () => {
        if (term !== this.#term) return;
        this.#link = link;
        link.send(hello);
        this.#to({ status: 'syncing' });
        this.#heardAt = this.#clock.now();
        this.#liveness = this.#clock.setTimeout(() => this.fail(), welcomeTime);
      },
      onFrame: (frame) => {
        if (term !== this.#term) return;
        this.#heardAt = this.#clock.now();
        if (frame.t === 'welcome') this.#listen(silence);
        this.#handlers.onFrame(frame);
      },
      onClose: (code) => {
        if (term === this.#term) this.#closed(code);
      },
    });
    this.#attempted = link;
  }

  #closed(code: number): void {
    this.#link = undefined;
    this.#attempted = undefined;
    this.#end();
    const retry = retryAfterClose(code);
    if (retry === 'no') this.#to({ status: 'refused', code: String(code) });
    else if (retry === 'renew' && this.#tokens.refused()) void this.#attempt();
    else this.#later();
  }

  #later(): void {
    const wait = this.#backoff.next();
    this.#to({ status: 'offline', retryAt: this.#clock.now() + wait });
    this.#retry = this.#clock.setTimeout(() => void this.#attempt(), wait);
  }

  #end(): void {
    this.#term += 1;
    this.#clock.clearTimeout(this.#retry);
    this.#clock.clearTimeout(this.#liveness);
    const link = this.#link ?? this.#attempted;
    this.#link = undefined;
    this.#attempted = undefined;
    link?.close();
    this.#handlers.onDown();
  }

  /** Looks again after `ms` whether anything was heard. */
  #listen(ms: number): void {
    this.#clock.clearTimeout(this.#liveness);
    this.#liveness = this.#clock.setTimeout(() => {
      const quiet = this.#clock.now() - this.#heardAt;
      if (quiet < silence) this.#listen(silence - quiet);
      else this.#probe();
    }, ms);
  }

  /** Asks for a sign of life; without one the link is dead, whatever the browser thinks. */
  #probe(): void {
    const askedAt = this.#clock.now();
    this.#link?.send({ t: 'ping', id: pingId });
    this.#handlers.onQuiet();
    this.#clock.clearTimeout(this.#liveness);
    this.#liveness = this.#clock.setTimeout(() => {
      if (this.#heardAt < askedAt) this.fail();
      else this.#listen(silence);
    }, patience);
  }

  #to(state: State): void {
    const { status, code, retryAt } = this.#state;
    if (status === state.status && code === state.code && retryAt === state.retryAt) return;
    this.#state = state;
    this.#handlers.onState(state);
  }
}

/** Above all numbers of requests, which count from 1. */
const pingId = 2 ** 40;
