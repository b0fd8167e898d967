import type { UserId } from '@tokenim/protocol';
import { Backoff } from './backoff.js';
import { forgetTab, watchBrowser } from './browser.js';
import { delay, systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import { ClientError } from './errors.js';
import { clientWrites } from './outbox/writes.js';
import { type Ports, Session } from './session.js';
import { Slot } from './slot.js';
import { slotViews } from './slot-views.js';
import { subjectOf, Tokens } from './sync/tokens.js';
import { Typing } from './sync/typing.js';
import { Work } from './sync/work.js';
import type { Client, ClientEvents, ClientOptions } from './types.js';
import { uuidSource } from './uuid.js';

const works = new WeakMap<Client, Work>();

/** Makes a client. Nothing is opened, and nothing stored, before `start`. */
export function createClient(options: ClientOptions, ports: Ports = {}): Client {
  const clock = ports.clock ?? systemClock;
  const uuid = uuidSource(clock);
  const emitter = new Emitter<ClientEvents>();
  const work = new Work();
  const slot = new Slot<Session>();
  let tokens = new Tokens(options.token, clock);
  let starting: Promise<Session> | undefined;
  let unwatch = () => {};

  const session = (): Promise<Session> =>
    starting ?? Promise.reject(new ClientError('stopped', 'start() first'));

  /** The user, where the site did not say: of the token, which is asked for until it comes. */
  async function whose(still: () => boolean): Promise<UserId> {
    const backoff = new Backoff(clock, { base: 1000 });
    let id: string | undefined = options.user;
    while (id === undefined) {
      id = await tokens.get().then(subjectOf, () => undefined);
      if (!still()) throw new ClientError('stopped');
      if (id === undefined) await delay(clock, backoff.next());
    }
    return id as UserId;
  }

  async function begin(still: () => boolean): Promise<Session> {
    const me = await whose(still);
    const opened = await Session.open({ options, ports, me, clock, tokens, work, emitter, uuid });
    if (!still()) {
      await opened.stop();
      await opened.store.close();
      throw new ClientError('stopped');
    }
    unwatch = watchBrowser(() => opened.nudge());
    slot.set(opened);
    return opened;
  }

  async function end(how: 'close' | 'erase'): Promise<void> {
    const ending = slot.value;
    starting = undefined;
    unwatch();
    slot.set(undefined);
    await ending?.stop();
    await ending?.store[how]();
    if (ending && how === 'erase') forgetTab(options.app, ending.me);
  }

  const typing = new Typing(clock, (conversation, on) => {
    slot.value?.tabs.call('typing', { conversation, on }).catch(() => {});
  });
  const wakeMarks = (moved: boolean) => {
    if (moved) slot.value?.tabs.wake('marks');
  };

  const client: Client = {
    views: slotViews(slot),
    options,
    ...clientWrites({ store: session, clock, uuid, wake: () => slot.value?.tabs.wake('outbox') }),

    async start() {
      if (!starting) {
        const mine: Promise<Session> = work.run(() => begin(() => starting === mine));
        starting = mine;
        mine.catch(() => {
          if (starting === mine) starting = undefined;
        });
      }
      await starting;
    },
    stop: () => end('close'),
    async signOut({ erase = false } = {}) {
      await end(erase ? 'erase' : 'close');
      tokens = new Tokens(options.token, clock);
    },

    markRead: async (conversation, seq) =>
      wakeMarks(await (await session()).store.markRead(conversation, seq)),
    markUnread: async (conversation) => wakeMarks(await (await session()).store.markUnread(conversation)),
    setFlags: async (conversation, flags) =>
      wakeMarks(await (await session()).store.setFlags(conversation, flags)),
    setDraft: async (conversation, text) => (await session()).store.setDraft(conversation, text),

    open: async (conversation) => (await session()).open(conversation),
    loadBefore: async (conversation, seq) =>
      (await session()).tabs.call('loadBefore', { conversation, seq }).catch(offline),
    typing: (conversation, on) => typing.set(conversation, on),
    async presence(users) {
      const known = await (await session()).tabs.call('presence', { users: [...users] });
      return new Map(known);
    },

    async search() {
      const { store, tabs } = await session();
      const [{ withServer }, local] = await Promise.all([import('./search.js'), store.search()]);
      return withServer(local, (method, params) => tabs.call(method, params));
    },

    blob: async (conversation, file) => (await session()).files.blob(conversation, file),
    kept: async (file) => (await session()).files.kept(file),
    fileUrl: async (conversation, file) => (await session()).files.url(conversation, file),
    on: (event, listener) => emitter.on(event, listener),
  };
  works.set(client, work);
  return client;
}

/**
 * Resolves when the client has nothing more to do by itself: all that is left waits for the network or for time.
 * For simulations, which then let the next thing happen.
 */
export async function idle(client: Client): Promise<void> {
  await works.get(client)?.idle();
}

function offline(error: unknown): 'offline' {
  if (error instanceof ClientError && (error.fate === 'offline' || error.fate === 'retry')) return 'offline';
  throw error;
}
