import { type Client, ClientError, createClient } from '@tokenim/client';
import type { Cid, ConversationId, UserId } from '@tokenim/protocol';
import { openStore, type Store } from '@tokenim/store';
import type { Network } from './network.js';
import { app, type SimServer } from './server.js';
import type { World } from './world.js';

/** What a store outlives: its device's client, which stops and starts over it. */
export interface Disk {
  store: Store;
}

export async function newDisk(user: UserId): Promise<Disk> {
  return { store: await openStore({ app, user, storage: 'memory' }) };
}

/** The real client on a simulated device: its clock, its network, and a disk that another tab may share. */
export class Device {
  readonly name: string;
  readonly user: UserId;
  readonly disk: Disk;
  readonly role: string | undefined;
  readonly problems: string[] = [];
  /** Writes that this device was told are refused for good. */
  readonly refused = new Map<string, string>();
  client: Client | undefined;
  reachable = true;
  readonly #world: World;
  readonly #server: SimServer;
  readonly #network: Network;
  /** Milliseconds by which this device's clock is wrong. */
  readonly #skew: number;

  constructor(
    name: string,
    user: UserId,
    role: string | undefined,
    disk: Disk,
    world: World,
    server: SimServer,
    network: Network,
  ) {
    this.name = name;
    this.user = user;
    this.role = role;
    this.disk = disk;
    this.#world = world;
    this.#server = server;
    this.#network = network;
    this.#skew = world.random.int(-3_600_000, 3_600_000);
  }

  get store(): Store {
    return this.disk.store;
  }

  start(): void {
    if (this.client) return;
    const world = this.#world;
    const life = { alive: true };
    const shared: Store = { ...this.disk.store, close: async () => {}, erase: async () => {} };
    const client = createClient(
      {
        endpoint: 'https://sim.invalid',
        app,
        user: this.user,
        storage: 'memory',
        tabs: false,
        token: () => this.#token(),
      },
      {
        backend: this.#network.backend(this.name, this.user, () => this.reachable && life.alive),
        clock: {
          now: () => world.now + this.#skew,
          setTimeout: (run, ms) => world.after(ms, run),
          clearTimeout: (timer) => world.cancel(timer),
          random: () => world.random.next(),
        },
        openStore: async () => shared,
        onFault: (error) => this.problems.push(`fault: ${error instanceof Error ? error.stack : error}`),
      },
    );
    this.client = client;
    client.on('refused', ({ cid, code }) => this.refused.set(cid, code));
    world.note(() => `${this.name} starts`);
    this.attempt(client.start());
  }

  stop(): void {
    const { client } = this;
    if (!client) return;
    this.client = undefined;
    this.#world.note(() => `${this.name} stops`);
    this.attempt(client.stop());
  }

  /** What fails with a code is the client's way; anything else is a fault. */
  attempt(work: Promise<unknown> | undefined): void {
    work?.catch((error: unknown) => {
      const expected = error instanceof ClientError && error.code !== 'storage';
      if (!expected) this.problems.push(`threw: ${error instanceof Error ? error.stack : error}`);
    });
  }

  async message(conversation: ConversationId, cid: Cid) {
    return this.store.message(conversation, cid);
  }

  async #token(): Promise<string> {
    const { random } = this.#world;
    if (random.chance(this.#server.faults.token)) {
      if (random.chance(0.5)) throw new Error('no token (simulated)');
      return this.#server.token(this.user, -120, this.role);
    }
    return this.#server.token(this.user, random.chance(0.5) ? random.int(20, 200) : 3600, this.role);
  }
}
