import { type Clock, systemClock } from '../clock.js';
import { type Deferred, deferred } from '../deferred.js';
import { asClientError, ClientError, type ClientErrorCode } from '../errors.js';
import { browserLocks, type Leadership, type Locks, seekLeadership } from './leadership.js';

/**
 * How the tabs of one user work as one client. One leads: it has the socket and runs the pump. The others write
 * to the store and speak to the leader over a BroadcastChannel:
 *
 * - `wake`: follower → leader, "there is something new in the store". Lost ones do no harm: a new leader looks.
 * - `taken`: leader → follower, "I am here and have your wake or call". Without it in time, a tab that someone looks
 *   at takes over: the leader is stopped or hangs.
 * - `call`, `answer`: follower → leader and back, what needs the socket. A call without an answer is repeated at
 *   the next leader, and fails with `offline` when its time is over.
 * - `event`: leader → followers, what is not in the store.
 * - `leader`: a tab leads and is ready; `join`: a tab has come and wants to know who leads.
 *
 * Invariant: a call is run by one leader at a time, and never before that leader is ready.
 */
export type CallMap = Record<string, { params: unknown; result: unknown }>;

export interface TabsOptions<Calls extends object, Events extends object> {
  /** Shared by the tabs that work as one: `tabsName(app, user)`. */
  name: string;
  /** This tab leads now: start the engine. Calls of all tabs wait until the promise resolves. */
  onLead(): void | Promise<void>;
  /** It no longer leads (the page is put away, or another tab took over): stop the engine. Not called by `stop`. */
  onLost(): void | Promise<void>;
  /** In the leader: something new in the store. */
  onWake(what: string): void;
  /** In the leader: do what a tab, this one included, asked for. What it throws reaches the asker as ClientError. */
  onCall<K extends keyof Calls>(method: K, params: ParamsOf<Calls, K>): Promise<ResultOf<Calls, K>>;
  /** In a follower: something happened at the leader. */
  onEvent<K extends keyof Events>(event: K, payload: Events[K]): void;
  /** In the leader, when it is ready and when a tab joins: broadcast what others cannot read from the store. */
  onJoin?(): void;
  /** In a follower: there is a new leader; tell it again what it must know of this tab. */
  onNewLeader?(): void;
  clock?: Clock;
  /** `undefined` makes this tab work alone. Default: the browser's. */
  locks?: Locks | undefined;
}

export type ParamsOf<Calls, K extends keyof Calls> = Calls[K] extends { params: infer P } ? P : never;
export type ResultOf<Calls, K extends keyof Calls> = Calls[K] extends { result: infer R } ? R : never;

export interface Tabs<Calls extends object, Events extends object> {
  /** True from the moment this tab has the lock, also while `onLead` runs. */
  readonly leading: boolean;
  /** Tells the leader, or this tab where it leads, that there is something new in the store. */
  wake(what: string): void;
  /**
   * Runs `method` at the leader. `timeout` in milliseconds, default 20 s.
   * Rejects with a ClientError: `offline` when nobody answered in time, `stopped`, or what the leader threw.
   */
  call<K extends keyof Calls>(
    method: K,
    params: ParamsOf<Calls, K>,
    timeout?: number,
  ): Promise<ResultOf<Calls, K>>;
  /** From the leader to all other tabs; does nothing in a follower. */
  broadcast<K extends keyof Events>(event: K, payload: Events[K]): void;
  /** Leaves. Stop the engine before, so that there are never two. */
  stop(): void;
}

/** The lock's and the channel's name. */
export function tabsName(app: string, user: string): string {
  return `tokenim:${app}:${user}`;
}

type Message =
  | { t: 'wake'; from: string; what: string }
  | { t: 'call'; from: string; id: number; method: string; params: unknown }
  | { t: 'taken'; to: string }
  | { t: 'answer'; to: string; id: number; value: unknown }
  | { t: 'answer'; to: string; id: number; error: { code: ClientErrorCode; detail: string; after?: number } }
  | { t: 'event'; event: string; payload: unknown }
  /** `term` is new for each time that a tab becomes the leader. */
  | { t: 'leader'; term: string }
  | { t: 'join' };

interface Pending {
  method: string;
  params: unknown;
  answer: Deferred<unknown>;
  timer: unknown;
}

const defaultTimeout = 20_000;
/**
 * Milliseconds without a sign from the leader after which a tab that someone looks at takes over. Phones stop the
 * pages of hidden tabs without closing them; a leader at work answers in milliseconds.
 */
const silenceLimit = 4_000;

export function joinTabs<Calls extends object, Events extends object>(
  options: TabsOptions<Calls, Events>,
): Tabs<Calls, Events> {
  const { name, clock = systemClock } = options;
  const locks = 'locks' in options ? options.locks : browserLocks();
  const me = `${Math.floor(clock.random() * 2 ** 32).toString(36)}${Math.floor(clock.random() * 2 ** 32).toString(36)}`;
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let ready = false;
  let stopped = false;
  /** Grows with each gain and loss, so that what began under an earlier leadership knows that it is over. */
  let term = 0;

  /** Runs while the leader owes this tab a sign. */
  let silence: unknown;
  /** The term of the leader that this tab knows. */
  let leader = '';
  /** Calls that this leader has taken: a tab that hears of it late sends them once more. */
  const taken = new Set<string>();

  const channel = locks ? openChannel(name) : undefined;
  const post = (message: Message) => {
    if (!stopped) channel?.postMessage(message);
  };

  const settle = (id: number): Pending | undefined => {
    const call = pending.get(id);
    if (!call) return undefined;
    pending.delete(id);
    clock.clearTimeout(call.timer);
    return call;
  };

  const runHere = (id: number, call: Pending) => {
    const now = term;
    // Until it is done the call stays pending: should this tab lose the lead, the next leader runs it.
    run(call.method, call.params).then(
      (value) => {
        if (now === term) settle(id)?.answer.resolve(value);
      },
      (error) => {
        if (now === term) settle(id)?.answer.reject(asClientError(error, 'bad_answer'));
      },
    );
  };

  const run = (method: string, params: unknown): Promise<unknown> => {
    try {
      return options.onCall(method as keyof Calls, params as never);
    } catch (error) {
      return Promise.reject(error);
    }
  };

  const deliver = (id: number, call: Pending) => {
    if (ready) {
      runHere(id, call);
    } else if (!leadership.leading) {
      post({ t: 'call', from: me, id, method: call.method, params: call.params });
      expectSign();
    }
  };

  /** From now on the leader has to show that it is there. */
  const expectSign = () => {
    silence ??= clock.setTimeout(() => {
      silence = undefined;
      if (!stopped && isVisible()) leadership.takeOver();
    }, silenceLimit);
  };

  const signOfLife = () => {
    clock.clearTimeout(silence);
    silence = undefined;
  };

  const deliverAll = () => {
    for (const [id, call] of pending) deliver(id, call);
  };

  const remember = (call: string) => {
    taken.add(call);
    // A repeat comes within moments, so a bounded memory is enough.
    for (const oldest of taken) {
      if (taken.size <= 1000) break;
      taken.delete(oldest);
    }
  };

  const answer = async (message: Extract<Message, { t: 'call' }>) => {
    const { from: to, id } = message;
    const now = term;
    if (taken.has(`${to}:${id}`)) return;
    remember(`${to}:${id}`);
    let reply: Message;
    try {
      reply = { t: 'answer', to, id, value: await run(message.method, message.params) };
    } catch (error) {
      const { code, message: detail, after } = asClientError(error, 'bad_answer');
      reply = { t: 'answer', to, id, error: { code, detail, after } };
    }
    // Another leads by now, and the asker has asked it.
    if (now === term) post(reply);
  };

  const hear = (message: Message) => {
    switch (message.t) {
      case 'wake':
        if (leadership.leading) post({ t: 'taken', to: message.from });
        if (ready) options.onWake(message.what);
        break;
      case 'call':
        if (leadership.leading) post({ t: 'taken', to: message.from });
        // Until it is ready, the asker keeps the call and sends it again.
        if (ready) void answer(message);
        break;
      case 'join':
        if (!ready) break;
        post({ t: 'leader', term: `${me}:${term}` });
        options.onJoin?.();
        break;
      case 'leader':
        // Announced when it is ready, and for each tab that joins.
        if (leadership.leading || message.term === leader) break;
        leader = message.term;
        signOfLife();
        options.onNewLeader?.();
        deliverAll();
        break;
      case 'taken':
        if (message.to === me) signOfLife();
        break;
      case 'answer': {
        const call = message.to === me ? settle(message.id) : undefined;
        if (!call) break;
        if ('error' in message) {
          const { code, detail, after } = message.error;
          call.answer.reject(new ClientError(code, detail, { after }));
        } else call.answer.resolve(message.value);
        break;
      }
      case 'event':
        if (!leadership.leading) options.onEvent(message.event as keyof Events, message.payload as never);
        break;
    }
  };

  const leadership: Leadership = seekLeadership(
    name,
    {
      async onLead() {
        const now = ++term;
        leader = '';
        taken.clear();
        signOfLife();
        await options.onLead();
        if (now !== term || stopped) return;
        ready = true;
        post({ t: 'leader', term: `${me}:${term}` });
        options.onJoin?.();
        deliverAll();
      },
      onLost() {
        term += 1;
        ready = false;
        void options.onLost();
      },
    },
    locks,
  );

  if (channel) {
    channel.onmessage = (event: MessageEvent<Message>) => {
      if (!stopped) hear(event.data);
    };
    post({ t: 'join' });
  }

  return {
    get leading() {
      return leadership.leading;
    },
    wake(what) {
      if (ready) options.onWake(what);
      else if (!leadership.leading) {
        post({ t: 'wake', from: me, what });
        expectSign();
      }
    },
    call<K extends keyof Calls>(method: K, params: ParamsOf<Calls, K>, timeout = defaultTimeout) {
      if (stopped) return Promise.reject(new ClientError('stopped'));
      const id = ++lastId;
      const result = deferred<unknown>();
      const timer = clock.setTimeout(
        () => settle(id)?.answer.reject(new ClientError('offline', 'no tab answered')),
        timeout,
      );
      const call: Pending = { method: String(method), params, answer: result, timer };
      pending.set(id, call);
      deliver(id, call);
      return result.promise as Promise<ResultOf<Calls, K>>;
    },
    broadcast(event, payload) {
      if (leadership.leading) post({ t: 'event', event: String(event), payload });
    },
    stop() {
      if (stopped) return;
      stopped = true;
      ready = false;
      term += 1;
      for (const id of [...pending.keys()]) settle(id)?.answer.reject(new ClientError('stopped'));
      signOfLife();
      leadership.stop();
      channel?.close();
    },
  };
}

function openChannel(name: string): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined;
  const channel = new BroadcastChannel(name);
  // In Node an open channel keeps the process alive; nobody waits for other tabs there.
  (channel as { unref?(): void }).unref?.();
  return channel;
}

function isVisible(): boolean {
  return typeof document === 'undefined' || document.visibilityState === 'visible';
}
