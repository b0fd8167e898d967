import { type Client, createClient } from '@tokenim/client';
import type { Identity } from '../api.js';
import { claimsOf } from './claims.js';
import { FirstMessages } from './first-messages.js';
import { Local } from './local.js';
import { VisitorGoneError, VisitorSession, VisitorUnreachableError } from './visitor.js';

export interface ChatOptions {
  app: string;
  endpoint: string;
  /** Where a client comes from; tests bring their own. */
  create?: typeof createClient;
  /** `client` has another value now. */
  changed: () => void;
}

/** Waits before asking for a visitor again, in ms: doubled from the first to the last, halved by chance. */
const firstWait = 1_000;
const lastWait = 30_000;

/**
 * Who chats, and the client that does it for them.
 *
 * Phases: nobody (nothing opened); starting; running (`client` is set). Whoever the person becomes, at most one
 * client runs; each change of person has a number, and what was begun under an older number is thrown away.
 * A person known to the site comes before the visitor of this browser.
 */
export class Chat {
  client: Client | undefined;
  /** The server was not reached yet, and without it there is no visitor. */
  unreachable = false;
  /** This tab has the connection; of several, it is the one that tells of messages. */
  leading = false;
  readonly local: Local;
  readonly firstMessages: FirstMessages;
  readonly #options: ChatOptions;
  readonly #visitor: VisitorSession;
  #identity: Identity | undefined;
  #starting: Promise<void> | undefined;
  #turn = 0;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.local = new Local(options.app);
    this.firstMessages = new FirstMessages(options.app, this.local);
    this.#visitor = new VisitorSession(options.app, options.endpoint, this.local);
  }

  get isVisitor(): boolean {
    return !this.#identity;
  }

  /**
   * Starts for the known person, or the visitor of earlier, or, with `create`, a new visitor. Resolves when the
   * client runs, or when there is nobody to start for; keeps trying while the server cannot be reached.
   */
  start({ create }: { create: boolean }): Promise<void> {
    if (this.client) return Promise.resolve();
    if (!this.#identity && !create && !this.#visitor.restore()) return Promise.resolve();
    if (!this.#starting) {
      const mine = this.#begin(this.#turn).finally(() => {
        // Somebody else may be starting by now.
        if (this.#starting === mine) this.#starting = undefined;
      });
      this.#starting = mine;
    }
    return this.#starting;
  }

  /** The person of now on. Where somebody was chatting, or `start` waits, it goes on as them. */
  async identify(identity: Identity): Promise<void> {
    const known = this.#identity?.user?.id;
    const same = known !== undefined && known === identity.user?.id;
    const running = this.client !== undefined || this.#starting !== undefined;
    this.#identity = identity;
    if (same) return;
    await this.stop();
    if (running) await this.start({ create: true });
  }

  /** Ends and erases what this device holds of the person. */
  async signOut(): Promise<void> {
    const client = this.client;
    this.#drop();
    this.#identity = undefined;
    this.#visitor.forget();
    for (const name of ['used', 'unsent', `settings:${client?.options.user}`]) this.local.remove(name);
    await client?.signOut({ erase: true });
  }

  /** Ends; what is unsent stays for the next time. */
  async stop(): Promise<void> {
    const client = this.client;
    this.#drop();
    await client?.stop();
  }

  #drop(): void {
    this.#turn++;
    this.#starting = undefined;
    this.client = undefined;
    this.unreachable = false;
    this.#options.changed();
  }

  async #begin(turn: number): Promise<void> {
    const { app, endpoint, create = createClient, changed } = this.#options;
    const identity = this.#identity;
    const user = identity ? await this.#knownUser(identity, turn) : await this.#visitorUser(turn);
    if (turn !== this.#turn) return;
    const token = identity
      ? () => (this.#identity ?? identity).token()
      : () => this.#visitor.token().catch((error: unknown) => this.#tokenFailed(error, turn));
    const client = create({ app, endpoint, user, token });
    client.on('leader', ({ leading }) => {
      this.leading = leading;
    });
    await client.start();
    if (turn !== this.#turn) {
      await client.stop();
      return;
    }
    this.unreachable = false;
    this.client = client;
    changed();
  }

  #visitorUser(turn: number): Promise<string> {
    const kept = this.#visitor.restore();
    if (kept) return Promise.resolve(kept.user);
    return this.#persist(turn, async () => (await this.#visitor.obtain()).user);
  }

  #knownUser({ token, user }: Identity, turn: number): Promise<string> {
    if (user?.id) return Promise.resolve(user.id);
    return this.#persist(turn, async () => {
      const { sub } = claimsOf(await token());
      if (!sub) throw new Error('The token names no user.');
      return sub;
    });
  }

  /** Until it works or somebody else is to be started: with growing waits, and at once when on-line again. */
  async #persist(turn: number, work: () => Promise<string>): Promise<string> {
    for (let wait = firstWait; ; wait = Math.min(lastWait, wait * 2)) {
      try {
        return await work();
      } catch (error) {
        if (turn !== this.#turn) return '';
        if (!(error instanceof VisitorUnreachableError)) console.warn('TokenIM: no token.', error);
        this.unreachable = true;
        this.#options.changed();
        await online(wait * (0.5 + Math.random() / 2));
        if (turn !== this.#turn) return '';
      }
    }
  }

  /** The server forgot this visitor: go on as a new one. What the old one had is not theirs. */
  #tokenFailed(error: unknown, turn: number): never {
    if (error instanceof VisitorGoneError && turn === this.#turn) {
      this.#visitor.forget();
      void this.stop().then(() => this.start({ create: true }));
    }
    throw error;
  }
}

/** After `wait` ms, or as soon as the browser says that it is on-line. */
function online(wait: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, wait);
    addEventListener('online', done);
  });
}
