import type { Backend, Link, LinkHandlers } from '@tokenim/client';
import { Down } from '@tokenim/protocol';
import type { Connection } from '@tokenim/server';
import type { Faults } from './faults.js';
import type { SimServer } from './server.js';
import type { World } from './world.js';

/** All that lies between the devices and the server. */
export class Network {
  faults: Faults;
  readonly links = new Set<SimLink>();
  /** Changes frames of the server; for tests of the checks. */
  sabotage: ((frame: Down) => Down) | undefined;
  readonly world: World;
  readonly server: SimServer;

  constructor(world: World, server: SimServer, faults: Faults) {
    this.world = world;
    this.server = server;
    this.faults = faults;
    server.onDeath = () => {
      for (const link of [...this.links]) link.cut();
    };
  }

  /** The way of one device; `reachable` says whether it has any. */
  backend(name: string, user: string, reachable: () => boolean): Backend {
    return { connect: (handlers) => new SimLink(this, name, user, reachable, handlers) };
  }
}

/** One connection. In each direction frames arrive in order, unless the weather says otherwise. */
export class SimLink implements Link {
  readonly #net: Network;
  readonly #name: string;
  readonly #user: string;
  readonly #handlers: LinkHandlers;
  readonly #latency: number;
  #connection: Connection | undefined;
  #phase: 'connecting' | 'open' | 'closed' = 'connecting';
  #silent = false;
  #reachable: () => boolean;
  /** When the last frame of each direction arrives. */
  #arrivals = { up: 0, down: 0 };

  constructor(net: Network, name: string, user: string, reachable: () => boolean, handlers: LinkHandlers) {
    this.#net = net;
    this.#name = name;
    this.#user = user;
    this.#handlers = handlers;
    this.#reachable = reachable;
    this.#latency = net.world.random.int(2, 80);
    net.links.add(this);
    net.world.after(this.#latency, () => this.#arrive());
  }

  get reachable(): boolean {
    return this.#reachable();
  }

  #arrive(): void {
    if (this.#phase !== 'connecting') return;
    const connection = this.reachable
      ? this.#net.server.accept({
          send: (text) => this.#down(text),
          close: (code) => this.#closedByServer(code),
          bufferedAmount: 0,
        })
      : undefined;
    if (!connection) {
      this.#end(1006);
      return;
    }
    this.#connection = connection;
    this.#phase = 'open';
    this.#handlers.onOpen();
  }

  send(frame: object): void {
    if (this.#phase !== 'open') return;
    const text = JSON.stringify(frame);
    const isHello = (frame as { t: string }).t === 'hello';
    this.#net.world.note(() => `${this.#name} → ${text.slice(0, 300)}`);
    // A doubled or late hello would be the device's own fault, not the network's: it is lost or not, no more.
    this.#carry('up', isHello, () => this.#connection?.message(text));
  }

  #down(text: string): void {
    if (this.#phase !== 'open') return;
    const { sabotage } = this.#net;
    const frame = Down.parse(JSON.parse(text));
    const given = sabotage ? JSON.stringify(sabotage(frame)) : text;
    if (frame.t === 'ack') {
      this.#net.server.sent(this.#user, frame);
      if (this.#net.world.random.chance(this.#net.faults.cutOnAck)) {
        this.cut();
        return;
      }
    }
    this.#carry('down', false, () => {
      this.#net.world.note(() => `${this.#name} ← ${given.slice(0, 300)}`);
      // Checked when it was sent; a copy of its own, as a socket gives.
      this.#handlers.onFrame(JSON.parse(given) as Down);
    });
  }

  #carry(way: 'up' | 'down', orderly: boolean, deliver: () => void): void {
    const { world, faults } = this.#net;
    const { random } = world;
    if (random.chance(faults.cut)) {
      this.cut();
      return;
    }
    if (random.chance(faults.silence)) this.#silent = true;
    if (this.#silent || !this.reachable || random.chance(faults.drop)) return;
    const arrive = (at: number) =>
      world.after(at - world.now, () => {
        if (this.#phase === 'open' && !this.#silent) deliver();
      });
    const delay = this.#latency + random.int(0, 5) + (random.chance(faults.delay) ? random.int(50, 4000) : 0);
    if (!orderly && random.chance(faults.reorder)) {
      arrive(world.now + delay + random.int(0, 1500));
    } else {
      this.#arrivals[way] = Math.max(this.#arrivals[way], world.now + delay);
      arrive(this.#arrivals[way]);
    }
    if (!orderly && random.chance(faults.double)) arrive(world.now + delay + random.int(0, 2000));
  }

  #closedByServer(code: number): void {
    const { world } = this.#net;
    this.#connection = undefined;
    world.note(() => `${this.#name} closed with ${code}`);
    const at = Math.max(this.#arrivals.down, world.now + this.#latency);
    if (!this.#silent) world.after(at - world.now, () => this.#end(code));
  }

  close(): void {
    const { world } = this.#net;
    if (this.#phase === 'closed') return;
    world.note(() => `${this.#name} closes`);
    const connection = this.#connection;
    this.#connection = undefined;
    if (!this.#silent) world.after(this.#latency, () => connection?.closed());
    world.after(0, () => this.#end(1000));
  }

  /** The network breaks it: each side learns it in its own time. */
  cut(): void {
    if (this.#phase === 'closed') return;
    const { world } = this.#net;
    world.note(() => `${this.#name} is cut`);
    const connection = this.#connection;
    this.#connection = undefined;
    this.#silent = true;
    world.after(world.random.int(0, 2000), () => connection?.closed());
    world.after(world.random.int(0, 2000), () => this.#end(1006));
  }

  #end(code: number): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#net.links.delete(this);
    this.#handlers.onClose(code, '');
  }
}
