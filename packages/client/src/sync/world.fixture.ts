import type { ConversationId, Down, Up } from '@tokenim/protocol';
import { openStore, type Store } from '@tokenim/store';
import type { Backend, LinkHandlers } from '../backend.js';
import { createClient, idle } from '../create-client.js';
import type { Client } from '../types.js';
import { type FakeConnection, FakeServer } from './fake-server.fixture.js';
import { TestClock } from './test-clock.fixture.js';

/** What a test may do to a frame on its way. */
export type Fault = (
  frame: Up | Down,
  way: 'up' | 'down',
  user: string,
) => 'drop' | 'double' | 'hold' | undefined;

interface Packet {
  way: 'up' | 'down';
  frame: Up | Down;
  deliver(): void;
}

/** A server, clients and the network between them, in one process and by one clock. */
export class World {
  readonly clock: TestClock;
  readonly server = new FakeServer();
  readonly devices: Device[] = [];
  fault: Fault | undefined;
  /** Packets under way, oldest first; order is kept unless a test shuffles them. */
  packets: Packet[] = [];
  held: Packet[] = [];

  constructor(seed = 1) {
    this.clock = new TestClock(seed);
  }

  async device(user: string, options: { store?: Store } = {}): Promise<Device> {
    const device = new Device(this, user);
    this.devices.push(device);
    await device.start(options.store);
    return device;
  }

  post(way: 'up' | 'down', user: string, frame: Up | Down, deliver: (frame: never) => void): void {
    const what = this.fault?.(frame, way, user);
    if (what === 'drop') return;
    const copy = JSON.stringify(frame);
    const packet: Packet = { way, frame, deliver: () => deliver(JSON.parse(copy) as never) };
    if (what === 'hold') this.held.push(packet);
    else this.packets.push(packet);
    if (what === 'double') this.packets.push(packet);
  }

  /** Lets go of what was held, behind what is under way. */
  release(): void {
    this.packets.push(...this.held.splice(0));
  }

  async quiet(): Promise<void> {
    for (const { client } of this.devices) await idle(client);
  }

  /** Runs until nothing is under way and no timer is due within `ms`. */
  async settle(ms = 0): Promise<void> {
    let left = ms;
    for (;;) {
      await this.quiet();
      const packet = this.packets.shift();
      if (packet) {
        packet.deliver();
        continue;
      }
      const next = this.clock.next;
      if (next === undefined || next > left) break;
      left -= Math.max(0, next);
      this.clock.step();
    }
  }

  async stop(): Promise<void> {
    for (const { client } of this.devices) await client.stop();
  }
}

export class Device {
  readonly world: World;
  readonly user: string;
  client!: Client;
  store!: Store;
  /** False: no link can be made, and the one there is was cut. */
  network = true;
  faults: unknown[] = [];
  sent: Up[] = [];
  received: Down[] = [];
  #cut: (() => void) | undefined;

  constructor(world: World, user: string) {
    this.world = world;
    this.user = user;
  }

  async start(store?: Store): Promise<void> {
    const opened = store ?? (await openStore({ app: 'demo', user: this.user, storage: 'memory' }));
    this.store = opened;
    this.client = createClient(
      {
        endpoint: 'http://fake.test',
        app: 'demo',
        user: this.user,
        token: async () => 'token',
        storage: 'memory',
      },
      {
        clock: this.world.clock,
        backend: this.#backend(),
        // Outlives the client, as a disk does.
        openStore: async () => ({ ...opened, close: async () => {} }),
        onFault: (error) => this.faults.push(error),
      },
    );
    await this.client.start();
  }

  /** The connection breaks, whatever is under way is lost. */
  cut(): void {
    this.#cut?.();
  }

  offline(): void {
    this.network = false;
    this.cut();
  }

  online(): void {
    this.network = true;
  }

  rows(conversation: ConversationId) {
    return read(this.store.views.thread(conversation, { anchor: 'end', before: 100 }));
  }

  async texts(conversation: ConversationId): Promise<string[]> {
    const { rows } = await this.rows(conversation);
    const messages = rows.filter(({ note }) => !note);
    return messages.map((row) => (row.body as { text?: string } | undefined)?.text ?? '-');
  }

  #backend(): Backend {
    const { world, user } = this;
    return {
      connect: (handlers: LinkHandlers) => {
        let alive = true;
        const end = (code: number) => {
          if (!alive) return;
          alive = false;
          world.server.drop(connection);
          this.#cut = undefined;
          handlers.onClose(code, '');
        };
        const connection: FakeConnection = {
          user,
          device: '',
          send: (frame) =>
            world.post('down', user, frame, (copy: Down) => {
              if (!alive) return;
              this.received.push(copy);
              handlers.onFrame(copy);
            }),
          close: (code) => world.packets.push({ way: 'down', frame: { t: 'lag' }, deliver: () => end(code) }),
        };
        this.#cut = () => end(1006);
        world.packets.push({
          way: 'down',
          frame: { t: 'lag' },
          deliver: () => {
            if (!this.network) end(1006);
            else if (alive) handlers.onOpen();
          },
        });
        return {
          send: (frame) => {
            if (!alive) return;
            this.sent.push(frame);
            world.post('up', user, frame, (copy: Up) => {
              if (alive) world.server.receive(connection, copy);
            });
          },
          close: () => queueMicrotask(() => end(1000)),
        };
      },
    };
  }
}

/** The first value of a view. */
export function read<T>(view: {
  subscribe(next: (value: T) => void, error: (e: unknown) => void): () => void;
}): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = view.subscribe((value) => {
      resolve(value);
      queueMicrotask(() => stop());
    }, reject);
  });
}
