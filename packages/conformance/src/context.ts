import { randomBytes } from 'node:crypto';
import { type ConversationId, directConversation, paths, type UserId } from '@tokenim/protocol';
import { newCid } from './ids.js';
import type { ConformanceOptions, TokenOptions } from './options.js';
import { WireClient } from './wire-client.js';

/** A user with a connection that has been welcomed. */
export type Person = WireClient & { user: UserId; device: string };

export interface ConnectOptions extends TokenOptions {
  device?: string;
  resume?: object;
  open?: object;
}

/** What one check works with: users and conversations of its own, connections that end with it. */
export class Context {
  readonly options: ConformanceOptions;
  readonly clients: WireClient[] = [];
  readonly patience: number;
  readonly #prefix = `c-${randomBytes(6).toString('hex')}`;
  #users = 0;

  constructor(options: ConformanceOptions) {
    this.options = options;
    this.patience = options.patience ?? 5000;
  }

  /** An id that nobody has had before. */
  user(name = 'u'): UserId {
    this.#users += 1;
    return `${name}${this.#prefix}-${this.#users}` as UserId;
  }

  token(user: string, options: TokenOptions = {}): Promise<string> {
    return this.options.tokenFor(user, options);
  }

  get http(): string {
    return this.options.endpoint.replace(/^ws/, 'http').replace(/\/+$/, '');
  }

  /** A connection without `hello`. */
  async raw(options: { origin?: string; query?: string } = {}): Promise<WireClient> {
    const url = `${this.http.replace(/^http/, 'ws')}${paths.socket}${options.query ?? ''}`;
    const client = new WireClient({ url, origin: options.origin, patience: this.patience });
    this.clients.push(client);
    await client.opened;
    return client;
  }

  hello(token: string, more: object = {}): object {
    const device = randomBytes(6).toString('hex');
    return { t: 'hello', v: [1, 1], features: [], token, device, ...more };
  }

  async connect(user: string = this.user(), options: ConnectOptions = {}): Promise<Person> {
    const { device = randomBytes(6).toString('hex'), resume, open, ...claims } = options;
    const client = (await this.raw()) as Person;
    client.user = user as UserId;
    client.device = device;
    const wanted = { device, ...(resume && { resume }), ...(open && { open }) };
    client.send(this.hello(await this.token(user, claims), wanted));
    // Getting in is not what most checks are about: a busy machine may take its time.
    await client.next(({ t }) => t === 'welcome', 'welcome', Math.max(this.patience, 10_000));
    return client;
  }

  /** As many new users, connected. */
  people(count: number): Promise<Person[]> {
    return Promise.all(Array.from({ length: count }, () => this.connect()));
  }

  /** A new direct conversation of the two. */
  async direct(a: Person, b: Person): Promise<ConversationId> {
    const conversation = directConversation(a.user, b.user);
    await a.writeOk({ kind: 'create', conversation, type: 'direct', members: [b.user] });
    await this.heard(conversation, 1, b);
    return conversation;
  }

  /** A new group that the first one makes. */
  async group(creator: Person, ...others: Person[]): Promise<ConversationId> {
    const cid = newCid();
    const members = others.map(({ user }) => user);
    await creator.writeOk({ kind: 'create', conversation: cid, type: 'group', members }, cid);
    await this.heard(cid, 1, ...others);
    return cid as string as ConversationId;
  }

  /** Waits until the push of that operation has reached each of them, so that what follows comes after. */
  async heard(conversation: string, seq: number, ...by: WireClient[]): Promise<void> {
    await Promise.all(by.map((one) => this.op(one, conversation, seq)));
  }

  op(by: WireClient, conversation: string, seq: number) {
    return by.next<Extract<import('@tokenim/protocol').Down, { t: 'op' }>>(
      (frame) =>
        frame.t === 'op' && frame.conversation === conversation && (frame.op as { seq: number }).seq === seq,
      `op ${seq}`,
    );
  }

  end(): void {
    for (const client of this.clients) client.close();
  }
}

export function text(conversation: string, value: string): object {
  return { kind: 'message', conversation, body: { type: 'text', text: value } };
}
