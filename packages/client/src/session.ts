import type { ConversationId, UserId } from '@tokenim/protocol';
import { type OpenOptions, openStore, type Store } from '@tokenim/store';
import type { Backend } from './backend.js';
import type { Clock } from './clock.js';
import type { Emitter } from './emitter.js';
import { ClientError } from './errors.js';
import { Leader, type LeaderCalls } from './leader.js';
import type { Presence } from './presence.js';
import { socketBackend } from './socket/socket-backend.js';
import type { Tokens } from './sync/tokens.js';
import type { Work } from './sync/work.js';
import { browserLocks } from './tabs/leadership.js';
import { joinTabs, type Tabs, tabsName } from './tabs/tabs.js';
import { createFiles, type Files } from './transfers/files.js';
import type { ClientEvents, ClientOptions } from './types.js';

/** What looks whether somebody is here comes when a page has been open for so many milliseconds: none is away before. */
const presenceAfter = 60_000;

/** What a client is built on; each has a default. */
export interface Ports {
  /** Default: the protocol over a WebSocket to `endpoint`. */
  backend?: Backend;
  /** Default: the system's. */
  clock?: Clock;
  openStore?: (options: OpenOptions) => Promise<Store>;
  /** Hears of what failed on this device; the client goes on by itself. */
  onFault?: (error: unknown) => void;
}

export interface SessionOptions {
  options: ClientOptions;
  ports: Ports;
  me: UserId;
  clock: Clock;
  tokens: Tokens;
  work: Work;
  emitter: Emitter<ClientEvents>;
  uuid(): string;
}

/** One client between its start and its stop: the open store, its place among the tabs, the engine where it leads. */
export class Session {
  readonly store: Store;
  readonly me: UserId;
  readonly tabs: Tabs<LeaderCalls, ClientEvents>;
  readonly files: Files;
  readonly #o: SessionOptions;
  readonly #tab: string;
  #leader: Leader | undefined;
  #presence: Presence | undefined;
  #presenceTimer: unknown;
  #shown: ConversationId | undefined;

  static async open(options: SessionOptions): Promise<Session> {
    const { ports, me } = options;
    const { app, storage = 'disk' } = options.options;
    return new Session(options, await (ports.openStore ?? openStore)({ app, user: me, storage }));
  }

  private constructor(options: SessionOptions, store: Store) {
    this.#o = options;
    this.store = store;
    this.me = options.me;
    this.#tab = options.uuid();
    const { clock, emitter } = options;
    const { app, endpoint, tabs: shared } = options.options;
    this.tabs = joinTabs<LeaderCalls, ClientEvents>({
      name: tabsName(app, this.me),
      clock,
      // Without a disk in common tabs have nothing to share.
      locks: shared === false || store.storage === 'memory' ? undefined : browserLocks(),
      onLead: () => this.#lead(),
      onLost: () => this.#lost(),
      onWake: (what) => {
        if (what === 'nudge') this.#leader?.engine.nudge();
        else if (what === 'here') this.#presence?.here();
        else this.#leader?.wake(what);
      },
      onCall: (method, params) =>
        this.#leader
          ? (this.#leader.call(method, params as never) as Promise<never>)
          : Promise.reject(new ClientError('offline')),
      onEvent: (event, payload) => emitter.emit(event, payload),
      onNewLeader: () => this.open(this.#shown),
    });
    this.files = createFiles({
      endpoint,
      clock,
      store,
      serverNow: () => this.#leader?.engine.serverNow() ?? clock.now(),
      address: (conversation, file) => this.tabs.call('file', { conversation, file }),
    });
    if (typeof document !== 'undefined') this.#attend();
  }

  #attend(): void {
    const { clock } = this.#o;
    this.#presenceTimer = clock.setTimeout(async () => {
      const module = await import('./presence.js').catch(() => this.#attend());
      if (!module || this.#presenceTimer === undefined) return;
      this.#presence = new module.Presence({
        clock,
        page: document,
        tell: () => this.tabs.wake('here'),
        send: (state) => this.#leader?.engine.signal({ kind: 'presence', state }),
      });
    }, presenceAfter);
  }

  /** What this tab shows, for the leader. */
  open(conversation: ConversationId | undefined): void {
    this.#shown = conversation;
    this.tabs.call('open', { tab: this.#tab, ...(conversation ? { conversation } : {}) }).catch(() => {});
  }

  /**
   * The network or the user is back. The leader may be a hidden tab, whose own timers a browser lets run once a
   * minute: the tab that is looked at wakes it.
   */
  nudge(): void {
    this.tabs.wake('nudge');
  }

  async stop(): Promise<void> {
    const ending = this.#leader;
    this.#leader = undefined;
    this.#o.clock.clearTimeout(this.#presenceTimer);
    this.#presenceTimer = undefined;
    this.#presence?.stop();
    // The engine first: the next tab leads as soon as this one leaves.
    await ending?.stop();
    this.tabs.stop();
  }

  #lead(): void {
    const { clock, tokens, work, ports, emitter, uuid } = this.#o;
    const { endpoint, pictures } = this.#o.options;
    this.#leader = new Leader({
      store: this.store,
      clock,
      tokens,
      work,
      endpoint,
      pictures,
      device: uuid(),
      backend: ports.backend ?? socketBackend({ endpoint }),
      onFault: ports.onFault,
      onOnline: () => this.#presence?.connected(),
      emit: (event, payload) => {
        emitter.emit(event, payload);
        this.tabs.broadcast(event, payload);
      },
    });
    if (this.#shown) this.#leader.engine.open(this.#tab, this.#shown);
    this.#leader.start();
    this.#presence?.here();
    emitter.emit('leader', { leading: true });
  }

  async #lost(): Promise<void> {
    const lost = this.#leader;
    this.#leader = undefined;
    this.#o.emitter.emit('leader', { leading: false });
    await lost?.stop();
  }
}
