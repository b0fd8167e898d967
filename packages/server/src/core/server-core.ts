import { type AppId, defaultLimits, type FileId, type Limits, type UserId } from '@tokenim/protocol';
import type { Logger } from 'pino';
import type { Bus } from '../bus/bus.js';
import type { App, Storage } from '../storage/storage.js';
import { type Clock, systemClock } from './clock.js';
import { Committer } from './committer.js';
import { ClientConnection } from './connection.js';
import { type Hint, topicOf, withVersion } from './fanout.js';
import { frame as text } from './frames.js';
import type { Metrics } from './metrics.js';
import type { Connection, CoreOptions, Identity, Peer, ServerCore } from './options.js';
import { grace, stateChanged } from './presence.js';
import { runPulls } from './pulls.js';
import type { Socket } from './socket.js';
import { verifyToken } from './token.js';

/** Milliseconds between two looks at what has run out: time-outs need no timer of their own. */
const tick = 250;
/** Milliseconds before a token's end at which `expiring` is sent (rule T2). */
const warning = 60_000;

/** One user's connections on this node. */
export interface Present {
  app: AppId;
  user: UserId;
  /** Few: an array costs less than a set. */
  connections: ClientConnection[];
  unsubscribe: () => void;
  /** What the contacts were told last. */
  told: 'online' | 'away' | 'offline';
  /** When they were. */
  toldAt: number;
  /** When the last connection closed. */
  goneSince: number;
}

/**
 * What the parts of the core share. Life of a change: a connection adds it to the committer; the storage judges
 * and stores it; then it is answered; then it is published, per receiver, on the bus, which brings it to the
 * connections of that user on every node. Nothing is answered or published before its commit.
 */
export class Server implements ServerCore {
  readonly options: CoreOptions;
  readonly storage: Storage;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  readonly metrics: Metrics | undefined;
  readonly committer: Committer;
  readonly present = new Map<string, Present>();
  draining = false;
  private readonly connections = new Set<ClientConnection>();
  /** One object for all connections with the same limits. */
  private readonly limitSets = new Map<string, Limits>();
  private timer: unknown;
  private sessions = 0;
  private readonly name: string;

  constructor(options: CoreOptions) {
    this.options = options;
    this.storage = options.storage;
    this.bus = options.bus;
    this.clock = options.clock ?? systemClock;
    this.logger = options.logger;
    this.metrics = options.metrics;
    this.name = Math.floor(this.clock.random() * 36 ** 6).toString(36);
    this.committer = new Committer(this.storage, this.clock, (error) => this.fault(error), this.metrics);
  }

  accept(socket: Socket, peer: Peer = {}): Connection {
    const connection = new ClientConnection(this, socket, peer);
    this.connections.add(connection);
    this.metrics?.connections(1);
    if (this.draining) connection.close(4503, 'draining');
    else this.startTimer();
    return connection;
  }

  async verifyToken(token: string): Promise<Identity> {
    return (await this.check(token)).identity;
  }

  check(token: string): Promise<{ identity: Identity; app: App }> {
    return verifyToken(this.storage, this.clock, token);
  }

  async canReadFile(app: AppId, user: UserId, id: FileId): Promise<boolean> {
    const file = await this.storage.getFile(app, id);
    if (!file?.complete || file.check) return false;
    if (file.owner === user) return true;
    return file.conversation !== undefined && (await this.storage.isMember(app, user, file.conversation));
  }

  async limits(app: AppId): Promise<Limits> {
    return this.limitsOf(await this.storage.getApp(app));
  }

  limitsOf(app: App | undefined): Limits {
    const own = JSON.stringify(app?.limits ?? {});
    let limits = this.limitSets.get(own);
    if (!limits) {
      limits = { ...defaultLimits, ...this.options.limits, ...app?.limits } as Limits;
      this.limitSets.set(own, limits);
    }
    return limits;
  }

  async drain(): Promise<void> {
    this.draining = true;
    await this.committer.idle();
    for (const connection of this.connections) connection.close(4503, 'draining');
    // What was read between the first look and the closing.
    await this.committer.idle();
    this.clock.clearTimeout(this.timer);
    this.timer = undefined;
    for (const present of this.present.values()) present.unsubscribe();
    this.present.clear();
  }

  stats() {
    let users = 0;
    for (const present of this.present.values()) if (present.connections.length > 0) users += 1;
    const { pending } = this.committer;
    return { connections: this.connections.size, users, pending, draining: this.draining };
  }

  newSession(): string {
    this.sessions += 1;
    return `${this.name}-${this.sessions.toString(36)}`;
  }

  /** Logs what should not have happened; who caused it has been answered by `internal`. */
  fault(error: unknown, session?: string): void {
    this.metrics?.error('fault');
    this.logger?.error({ err: error, session }, 'a fault');
  }

  /** Does something behind the changes that wait, so that answers keep their order (rule W4). */
  inOrder(connection: ClientConnection, run: () => void): void {
    if (connection.unanswered === 0) run();
    else this.committer.add({ done: run });
  }

  /** From now on the connection hears what happens to its user. Replaces the same device's former one (rule H5). */
  enter(connection: ClientConnection): void {
    const { app, user } = connection.identity!;
    const topic = topicOf(app, user);
    let present = this.present.get(topic);
    if (!present) {
      const entry: Present = {
        app,
        user,
        connections: [],
        unsubscribe: this.bus.subscribe(topic, (hint) => deliver(entry, hint as Hint)),
        told: 'offline',
        toldAt: 0,
        goneSince: 0,
      };
      present = entry;
      this.present.set(topic, entry);
    }
    for (const other of [...present.connections])
      if (other.device === connection.device) other.close(4409, 'replaced');
    present.connections.push(connection);
  }

  /** `welcome` has gone out. */
  entered(connection: ClientConnection): void {
    const { app, user } = connection.identity!;
    const present = this.present.get(topicOf(app, user));
    if (present) stateChanged(this, app, user, present);
  }

  /** The connection is closed, by whichever side. */
  gone(connection: ClientConnection): void {
    this.connections.delete(connection);
    this.metrics?.connections(-1);
    if (!connection.identity) return;
    const present = this.present.get(topicOf(connection.identity.app, connection.identity.user));
    const place = present?.connections.indexOf(connection) ?? -1;
    if (!present || place < 0) return;
    present.connections.splice(place, 1);
    if (present.connections.length === 0) present.goneSince = this.clock.now();
    else stateChanged(this, present.app, present.user, present);
  }

  private startTimer(): void {
    this.timer ??= this.clock.setTimeout(() => {
      this.timer = undefined;
      try {
        this.look();
      } catch (error) {
        this.fault(error);
      }
      if (!this.draining && (this.connections.size > 0 || this.present.size > 0)) this.startTimer();
    }, tick);
  }

  private look(): void {
    const now = this.clock.now();
    for (const connection of this.connections) this.lookAt(connection, now);
    for (const [topic, present] of this.present) {
      if (present.connections.length > 0) {
        if (present.told !== 'offline') stateChanged(this, present.app, present.user, present);
        continue;
      }
      if (now - present.goneSince < grace) continue;
      this.present.delete(topic);
      present.unsubscribe();
      stateChanged(this, present.app, present.user, present);
    }
  }

  private lookAt(connection: ClientConnection, now: number) {
    const { phase, identity } = connection;
    if (phase !== 'open' || !identity) {
      if (now >= connection.helloBy) connection.close(4408, 'hello_timeout');
      return;
    }
    if (now >= identity.expires) return connection.close(4401, 'token_expired');
    if (!connection.warned && identity.expires - now <= warning) {
      connection.warned = true;
      connection.outlet.answer(text({ t: 'expiring', in: identity.expires - now }));
    }
    if (!connection.outlet.watch(now)) return connection.close(4508, 'too_slow');
    // Requests that waited for a slow reader.
    if (connection.pulls?.length && !connection.pulling) void runPulls(connection);
  }
}

export function createCore(options: CoreOptions): ServerCore {
  return new Server(options);
}

function deliver(present: Present, hint: Hint): void {
  if (hint.kind === 'signal') {
    for (const { outlet, session } of present.connections)
      if (session !== hint.except) outlet.signal(hint.text);
    return;
  }
  const { place, except } = hint;
  let whole: string | undefined;
  for (const { outlet, session } of present.connections) {
    if (session === except) continue;
    whole ??= withVersion(hint.text, place.version);
    outlet.push(whole, place);
  }
}
