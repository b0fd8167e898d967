import { createHmac } from 'node:crypto';
import type { AppId, UserId } from '@tokenim/protocol';
import {
  type Connection,
  createCore,
  InProcessBus,
  type ServerCore,
  type Socket,
  SqliteStorage,
  type Storage,
} from '@tokenim/server';
import type { Faults } from './faults.js';
import type { World } from './world.js';

export const app = 'sim' as AppId;
const secret = 'a secret that only the simulation has, no other';

/** What the server acknowledged, ever: by user and cid. */
export interface Acknowledged {
  conversation: string;
  seq: number;
}

/** The real core on a real database in memory, which can die and come back. */
export class SimServer {
  readonly storage: SqliteStorage;
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly problems: string[] = [];
  faults: Faults;
  readonly #world: World;
  readonly #pointers = new Map<string, { read: number; delivered: number }>();
  #core: ServerCore | undefined;
  #life = { alive: false };
  /** Ends every link; the network's. */
  onDeath: () => void = () => {};

  constructor(world: World, faults: Faults) {
    this.#world = world;
    this.faults = faults;
    this.storage = new SqliteStorage({
      path: ':memory:',
      onFault: (error) => this.problems.push(`storage fault: ${error}`),
    });
  }

  get up(): boolean {
    return this.#life.alive;
  }

  async start(): Promise<void> {
    await this.storage.upsertApp({ id: app, secret, origins: ['*'] });
    this.boot();
  }

  boot(): void {
    const world = this.#world;
    const life = { alive: true };
    this.#life = life;
    const live = (run: () => void) => () => {
      if (life.alive) run();
    };
    this.#core = createCore({
      storage: this.#faulty(life),
      bus: new InProcessBus((error) => this.problems.push(`bus fault: ${error}`)),
      clock: {
        now: () => world.now,
        setTimeout: (run, ms) => world.after(ms, live(run)),
        clearTimeout: (timer) => world.cancel(timer),
        soon: (run) => void world.after(0, live(run)),
        random: () => world.random.next(),
      },
    });
    world.note(() => 'server up');
  }

  /** As by SIGKILL: what is committed stays, nothing more is sent. */
  die(): void {
    if (!this.#life.alive) return;
    this.#life.alive = false;
    this.#core = undefined;
    this.#world.note(() => 'server dies');
    this.onDeath();
  }

  /** Dies and comes back after a while. */
  restart(ms: number): void {
    this.die();
    this.#world.after(ms, () => {
      if (!this.#life.alive) this.boot();
    });
  }

  async changeEpoch(ms: number): Promise<void> {
    this.die();
    await this.storage.rotateEpoch();
    this.#world.note(() => 'another epoch');
    this.restart(ms);
  }

  accept(socket: Socket): Connection | undefined {
    return this.#core?.accept(socket, {});
  }

  /** A token in the way of a host site's server; `seconds` may be negative. */
  token(user: UserId, seconds: number, role?: string): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(this.#world.now / 1000) + seconds;
    const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: app, sub: user, exp, name: `Name of ${user}`, ...(role && { role }) })}`;
    return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
  }

  /** Every ack that leaves, delivered or not. */
  sent(user: string, ack: { cid: string; conversation: string; seq: number }): void {
    const key = `${user} ${ack.cid}`;
    const first = this.acknowledged.get(key);
    if (!first) this.acknowledged.set(key, { conversation: ack.conversation, seq: ack.seq });
    else if (first.seq !== ack.seq || first.conversation !== ack.conversation)
      this.problems.push(`${key} was acknowledged at ${first.seq} and at ${ack.seq}`);
  }

  /** The storage as a core sees it: some commits fail, before or after they stored; some are the core's last. */
  #faulty(life: { alive: boolean }): Storage {
    const { random } = this.#world;
    const commit: Storage['commit'] = async (changes) => {
      if (random.chance(this.faults.storage)) throw new Error('storage busy (simulated)');
      const results = await this.storage.commit(changes);
      this.#watch(changes, results);
      if (random.chance(this.faults.killOnCommit) && life.alive) {
        this.restart(random.int(10, 3000));
        // A dead process goes no further.
        return new Promise(() => {});
      }
      if (random.chance(this.faults.storage)) throw new Error('storage lost (simulated)');
      return results;
    };
    return new Proxy(this.storage, {
      get: (target, name) => {
        if (name === 'commit') return commit;
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  /** Pointers never go back. */
  #watch(changes: Parameters<Storage['commit']>[0], results: Awaited<ReturnType<Storage['commit']>>): void {
    results.forEach((result, i) => {
      if (result.result !== 'moved') return;
      const key = `${changes[i]!.user} ${result.conversation}`;
      const { read, delivered } = result.pointers;
      const last = this.#pointers.get(key);
      if (last && (read < last.read || delivered < last.delivered))
        this.problems.push(
          `a pointer of ${key} went back: ${JSON.stringify(last)} to ${JSON.stringify(result.pointers)}`,
        );
      this.#pointers.set(key, { read, delivered });
    });
  }
}
