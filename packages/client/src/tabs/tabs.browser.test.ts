import { expect } from '@open-wc/testing';
import { type Clock, systemClock } from '../clock.js';
import { deferred } from '../deferred.js';
import { ClientError } from '../errors.js';
import { seekLeadership } from './leadership.js';
import { joinTabs, type Tabs, tabsName } from './tabs.js';

interface Calls {
  add: { params: [number, number]; result: number };
  fail: { params: 'client' | 'foreign'; result: never };
  hang: { params: null; result: string };
}
interface Events {
  said: { text: string };
}

/** Several instances in one page stand for several tabs: locks and channels work between them all the same. */
class Tab {
  readonly log: string[] = [];
  /** Calls of `hang` that this tab has as the leader. */
  readonly hanging: ((value: string) => void)[] = [];
  readonly tabs: Tabs<Calls, Events>;
  #until: (() => boolean)[] = [];

  readonly id: string;

  constructor(
    id: string,
    name: string,
    options: { start?: Promise<void>; locks?: LockManager | undefined; clock?: Clock } = {},
  ) {
    this.id = id;
    this.tabs = joinTabs<Calls, Events>({
      name,
      ...(options.clock ? { clock: options.clock } : {}),
      ...('locks' in options ? { locks: options.locks } : {}),
      onLead: async () => {
        this.note('lead');
        await options.start;
      },
      onLost: () => this.note('lost'),
      onWake: (what) => this.note(`wake ${what}`),
      onCall: (async (method: keyof Calls, params: never) => {
        this.note(`call ${method}`);
        if (method === 'add') return params[0] + params[1];
        if (method === 'hang') return new Promise<string>((resolve) => this.hanging.push(resolve));
        if (params === 'client') throw new ClientError('rate_limited', 'slower', { after: 7 });
        throw new TypeError('broken');
      }) as never,
      onEvent: (event, payload) => this.note(`${event} ${payload.text}`),
      onJoin: () => this.note('join'),
      onNewLeader: () => this.note('new leader'),
    });
    opened.push(this);
  }

  note(entry: string): void {
    this.log.push(entry);
    this.#until = this.#until.filter((check) => !check());
  }

  /** Resolves when the log holds `entry` at least `times` times. */
  has(entry: string, times = 1): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        const there = this.log.filter((e) => e === entry).length >= times;
        if (there) resolve();
        return there;
      };
      if (!check()) this.#until.push(check);
    });
  }
}

const opened: Tab[] = [];
let count = 0;
const fresh = () => tabsName('test', `user-${++count}-${Math.random()}`);

afterEach(() => {
  for (const tab of opened.splice(0)) tab.tabs.stop();
});

/** A leader that is ready and a follower that knows it. */
async function pair(name = fresh()): Promise<[Tab, Tab]> {
  const first = new Tab('first', name);
  await first.has('lead');
  const second = new Tab('second', name);
  await second.has('new leader');
  return [first, second];
}

describe('tabs', () => {
  test('of six tabs one leads; when it goes another does, until none is left', async () => {
    const name = fresh();
    let tabs = Array.from({ length: 6 }, (_, i) => new Tab(String(i), name));
    const led: string[] = [];
    while (tabs.length > 0) {
      await Promise.race(tabs.map((tab) => tab.has('lead')));
      const leaders = tabs.filter((tab) => tab.tabs.leading);
      expect(leaders.length).to.equal(1);
      led.push(leaders[0]!.id);
      leaders[0]!.tabs.stop();
      tabs = tabs.filter((tab) => tab !== leaders[0]);
    }
    expect(new Set(led).size).to.equal(6);
  });

  test('tabs of different users do not know each other', async () => {
    const one = new Tab('one', fresh());
    const other = new Tab('other', fresh());
    await Promise.all([one.has('lead'), other.has('lead')]);
    expect(one.tabs.leading && other.tabs.leading).to.equal(true);
  });

  test('wakes go to the leader, events to the followers', async () => {
    const [first, second] = await pair();
    second.tabs.wake('outbox');
    await first.has('wake outbox');
    first.tabs.wake('marks');
    expect(first.log).to.include('wake marks');
    expect(second.log).not.to.include('wake marks');
    second.tabs.broadcast('said', { text: 'by a follower' });
    first.tabs.broadcast('said', { text: 'hello' });
    await second.has('said hello');
    expect([...first.log, ...second.log].filter((e) => e.startsWith('said'))).to.deep.equal(['said hello']);
  });

  test('calls are answered by the leader, wherever they come from', async () => {
    const [first, second] = await pair();
    expect(await first.tabs.call('add', [1, 2])).to.equal(3);
    expect(await second.tabs.call('add', [3, 4])).to.equal(7);
    expect(second.log).not.to.include('call add');
    expect(first.log.filter((e) => e === 'call add').length).to.equal(2);
  });

  test('errors cross with their code, the wait and nothing foreign', async () => {
    const [first, second] = await pair();
    for (const tab of [first, second]) {
      const known = await tab.tabs.call('fail', 'client').catch((error) => error);
      expect(known).to.be.instanceOf(ClientError);
      expect([known.code, known.after]).to.deep.equal(['rate_limited', 7]);
      const foreign = await tab.tabs.call('fail', 'foreign').catch((error) => error);
      expect(foreign).to.be.instanceOf(ClientError);
      expect(foreign.code).to.equal('bad_answer');
    }
  });

  test('a call that the leader took with it is repeated at the next one, once', async () => {
    const name = fresh();
    const [first, second] = await pair(name);
    const third = new Tab('third', name);
    await third.has('new leader');
    const answer = third.tabs.call('hang', null);
    await first.has('call hang');
    first.tabs.stop();
    await second.has('call hang');
    second.hanging[0]!('at last');
    expect(await answer).to.equal('at last');
    expect(second.log.filter((e) => e === 'call hang').length).to.equal(1);
    // An answer of the first that comes too late is of no effect.
    first.hanging[0]!('too late');
  });

  test('a follower that becomes the leader runs its own waiting calls', async () => {
    const [first, second] = await pair();
    const answer = second.tabs.call('hang', null);
    await first.has('call hang');
    first.tabs.stop();
    await second.has('call hang');
    second.hanging[0]!('mine');
    expect(await answer).to.equal('mine');
  });

  test('calls wait until the leader is ready, and everyone hears of it', async () => {
    const name = fresh();
    let go = () => {};
    const start = new Promise<void>((resolve) => {
      go = resolve;
    });
    const first = new Tab('first', name, { start });
    await first.has('lead');
    const second = new Tab('second', name);
    const answers = [first.tabs.call('add', [1, 1]), second.tabs.call('add', [2, 2])];
    // What a leader that is not ready yet says is heard all the same.
    first.tabs.broadcast('said', { text: 'connecting' });
    await second.has('said connecting');
    expect(first.log).to.deep.equal(['lead']);
    go();
    expect(await Promise.all(answers)).to.deep.equal([2, 4]);
    await second.has('new leader');
    expect(first.log).to.include('join');
  });

  test('without an answer in time a call fails with offline', async () => {
    const [, second] = await pair();
    const error = await second.tabs.call('hang', null, 30).catch((e) => e);
    expect(error).to.be.instanceOf(ClientError);
    expect(error.code).to.equal('offline');
  });

  test('stop ends what waits, and later calls', async () => {
    const [, second] = await pair();
    const waiting = second.tabs.call('hang', null).catch((e) => e.code);
    second.tabs.stop();
    expect(await waiting).to.equal('stopped');
    expect(await second.tabs.call('add', [1, 1]).catch((e) => e.code)).to.equal('stopped');
  });

  test('a visible tab takes over from a leader that shows no sign, be it asked or woken', async () => {
    // Long waits are short here, but longer than a living leader needs.
    const clock = { ...systemClock, setTimeout: (fn: () => void, ms: number) => setTimeout(fn, ms / 10) };
    for (const act of ['call', 'wake'] as const) {
      const name = fresh();
      const held = deferred();
      let lost = false;
      // Holds the lock and is deaf.
      navigator.locks
        .request(name, () => {
          held.resolve();
          return new Promise(() => {});
        })
        .catch(() => {
          lost = true;
        });
      await held.promise;
      const tab = new Tab('visible', name, { clock });
      if (act === 'call') expect(await tab.tabs.call('add', [1, 2])).to.equal(3);
      else tab.tabs.wake('outbox');
      await tab.has('lead');
      expect(lost).to.equal(true);
    }
  });

  test('a leader that shows signs keeps the lead, also while it is not ready', async () => {
    const clock = { ...systemClock, setTimeout: (fn: () => void, ms: number) => setTimeout(fn, ms / 10) };
    const name = fresh();
    const start = deferred();
    const first = new Tab('first', name, { start: start.promise });
    await first.has('lead');
    const second = new Tab('second', name, { clock });
    second.tabs.wake('outbox');
    const answer = second.tabs.call('add', [1, 2]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(second.log).to.deep.equal([]);
    start.resolve();
    expect(await answer).to.equal(3);
    second.tabs.wake('marks');
    await first.has('wake marks');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(first.tabs.leading).to.equal(true);
  });

  test('without locks every tab leads alone', async () => {
    const name = fresh();
    const tabs = [new Tab('a', name, { locks: undefined }), new Tab('b', name, { locks: undefined })];
    await Promise.all(tabs.map((tab) => tab.has('lead')));
    expect(await tabs[1]!.tabs.call('add', [1, 2])).to.equal(3);
    expect(tabs[0]!.log).not.to.include('call add');
  });
});

describe('leadership', () => {
  function seek(name: string, locks?: LockManager) {
    const log: string[] = [];
    let next = () => {};
    const changed = () =>
      new Promise<void>((resolve) => {
        next = resolve;
      });
    const handlers = {
      onLead() {
        log.push('lead');
        next();
      },
      onLost() {
        log.push('lost');
        next();
      },
    };
    return { log, changed, leadership: seekLeadership(name, handlers, locks ?? navigator.locks) };
  }

  test('a page that dies without a word gives the lead on', async () => {
    const name = fresh();
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const dying = seek(name, frame.contentWindow!.navigator.locks);
    await dying.changed();
    const next = seek(name);
    const led = next.changed();
    frame.remove();
    await led;
    expect(next.leadership.leading).to.equal(true);
    next.leadership.stop();
    dying.leadership.stop();
  });

  test('a tab can take over from one that does not answer; that one queues behind it', async () => {
    const name = fresh();
    const first = seek(name);
    await first.changed();
    const second = seek(name);
    const lost = first.changed();
    const led = second.changed();
    second.leadership.takeOver();
    await Promise.all([lost, led]);
    expect([first.leadership.leading, second.leadership.leading]).to.deep.equal([false, true]);
    const again = first.changed();
    second.leadership.stop();
    await again;
    expect(first.log).to.deep.equal(['lead', 'lost', 'lead']);
    first.leadership.stop();
  });

  test('a page that is put away lets others lead, and asks again when it is back', async () => {
    const name = fresh();
    const first = seek(name);
    await first.changed();
    const lost = first.changed();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await lost;
    expect(first.leadership.leading).to.equal(false);
    const second = seek(name);
    await second.changed();
    second.leadership.stop();
    const again = first.changed();
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await again;
    expect(first.log).to.deep.equal(['lead', 'lost', 'lead']);
    first.leadership.stop();
  });

  test('where locks are forbidden a tab leads alone', async () => {
    const locks = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    const one = seek(fresh(), locks as unknown as LockManager);
    await one.changed();
    expect(one.leadership.leading).to.equal(true);
    one.leadership.stop();
  });
});
