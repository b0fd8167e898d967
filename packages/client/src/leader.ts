import type { ConversationId, Down, FileId, UserId, up } from '@tokenim/protocol';
import type { Store } from '@tokenim/store';
import type { Backend } from './backend.js';
import type { Clock } from './clock.js';
import { ClientError } from './errors.js';
import type { PictureSettings } from './pictures/prepare.js';
import { Engine } from './sync/engine.js';
import type { Tokens } from './sync/tokens.js';
import type { Work } from './sync/work.js';
import { lazyUploads } from './transfers/lazy-uploads.js';
import type { Uploads } from './transfers/uploads.js';
import type { ClientEvents, PersonPresence } from './types.js';

/** What any tab asks of the one that has the connection. */
export interface LeaderCalls {
  open: { params: { tab: string; conversation?: ConversationId }; result: undefined };
  loadBefore: { params: { conversation: ConversationId; seq: number }; result: 'loaded' | 'offline' };
  typing: { params: { conversation: ConversationId; on: boolean }; result: undefined };
  presence: { params: { users: UserId[] }; result: [UserId, PersonPresence][] };
  search: { params: Omit<up.Search, 't' | 'id'>; result: Down };
  file: { params: { conversation: ConversationId; file: FileId }; result: { url: string; expires: number } };
}

export interface LeaderOptions {
  store: Store;
  backend: Backend;
  clock: Clock;
  tokens: Tokens;
  endpoint: string;
  pictures?: PictureSettings | undefined;
  device: string;
  work: Work;
  /** To this tab and, by it, to the others. */
  emit<K extends keyof ClientEvents>(event: K, payload: ClientEvents[K]): void;
  onFault?: ((error: unknown) => void) | undefined;
  onOnline?: () => void;
}

/** What runs in the tab that leads, and nowhere else: the engine and the uploads. */
export class Leader {
  readonly engine: Engine;
  readonly #uploads: Uploads;

  constructor(options: LeaderOptions) {
    const { store, clock, tokens, endpoint, emit } = options;
    this.#uploads = lazyUploads({
      endpoint,
      clock,
      store,
      token: (renew) => tokens.get(renew),
      pictures: options.pictures,
      onProgress: (progress) => emit('progress', progress),
      onDone: () => this.engine.wake('outbox'),
      onDelayed: () => this.engine.wake('outbox'),
      onFailed: (failed) => emit('refused', failed),
    });
    this.engine = new Engine({
      ...options,
      onOnline: (online) => {
        this.#uploads.setOnline(online);
        if (online) options.onOnline?.();
      },
    });
  }

  start(): void {
    this.engine.start();
    this.#uploads.wake();
  }

  async stop(): Promise<void> {
    await this.#uploads.stop();
    await this.engine.stop();
  }

  wake(what: string): void {
    this.engine.wake(what);
    if (what === 'outbox') this.#uploads.wake();
  }

  async call<K extends keyof LeaderCalls>(
    method: K,
    params: LeaderCalls[K]['params'],
  ): Promise<LeaderCalls[K]['result']> {
    const call = { method, params } as Call;
    switch (call.method) {
      case 'open':
        this.engine.open(call.params.tab, call.params.conversation);
        return undefined;
      case 'typing':
        this.engine.signal({ kind: 'typing', ...call.params });
        return undefined;
      case 'loadBefore':
        return this.engine.loadBefore(call.params.conversation, call.params.seq);
      case 'presence': {
        const answer = await this.engine.request({ t: 'presence', users: call.params.users });
        if (answer.t !== 'presence') throw new ClientError('bad_answer');
        return answer.users.map(({ user, state, seen }) => [
          user,
          { state: state === 'online' || state === 'away' ? state : 'offline', seen },
        ]);
      }
      case 'search':
        return this.engine.request({ t: 'search', ...call.params });
      case 'file': {
        const answer = await this.engine.request({ t: 'file', ...call.params });
        if (answer.t !== 'file') throw new ClientError('bad_answer');
        return { url: answer.url, expires: answer.expires };
      }
    }
  }
}

type Call = { [K in keyof LeaderCalls]: { method: K; params: LeaderCalls[K]['params'] } }[keyof LeaderCalls];
