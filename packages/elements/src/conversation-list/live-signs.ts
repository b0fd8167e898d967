import type { Client, PersonPresence } from '@tokenim/client';
import type { ConversationId, UserId } from '@tokenim/protocol';
import type { ReactiveController } from 'lit';
import type { TimElement } from '../base/element.js';

/** Who has not been heard of for this long (ms) no longer types. */
const silence = 6_000;
/** People on the screen are asked for once it has rested this long (ms), and again after `stale`. */
const rest = 400;
const stale = 60_000;

/**
 * What is not stored: who types where, and who of the people on the screen is there. Only they are asked for, all in
 * one request, at most one in `rest`.
 */
export class LiveSigns implements ReactiveController {
  readonly #host: TimElement;
  readonly #typing = new Map<string, Map<UserId, ReturnType<typeof setTimeout>>>();
  readonly #presence = new Map<UserId, PersonPresence>();
  readonly #asked = new Map<UserId, number>();
  #client: Client | undefined;
  #online = false;
  #stops: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted: readonly UserId[] = [];

  constructor(host: TimElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Who types in a conversation, the first first. */
  typists(conversation: ConversationId): UserId[] {
    return [...(this.#typing.get(conversation)?.keys() ?? [])];
  }

  presence(user: UserId): PersonPresence | undefined {
    return this.#presence.get(user);
  }

  /** These people are on the screen. */
  look(users: readonly UserId[]): void {
    this.#wanted = users;
    if (this.#timer !== undefined || !this.#due().length) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, rest);
  }

  hostUpdate(): void {
    const { im, isConnected } = this.#host;
    if (!isConnected || im === this.#client) return;
    this.hostDisconnected();
    this.#client = im;
    // Part of a client may be missing in a page that only shows how the list looks.
    if (!im?.on) return;
    this.#stops = [
      im.on('typing', ({ conversation, user, on }) => this.#type(conversation, user, on)),
      im.on('message', ({ conversation, sender }) => this.#type(conversation, sender, false)),
      im.on('presence', ({ user, ...presence }) => {
        this.#presence.set(user, presence);
        this.#host.requestUpdate();
      }),
      // Behind a cut nobody knows, and what was true before it is asked for again.
      im.views.connection().subscribe(({ status }) => {
        const online = status === 'online';
        if (online === this.#online) return;
        this.#online = online;
        this.#presence.clear();
        this.#asked.clear();
        this.#host.requestUpdate();
      }),
    ];
  }

  hostDisconnected(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#client = undefined;
    this.#online = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const people of this.#typing.values()) for (const timer of people.values()) clearTimeout(timer);
    this.#typing.clear();
    this.#presence.clear();
    this.#asked.clear();
  }

  #due(): UserId[] {
    if (!this.#online) return [];
    const now = Date.now();
    return this.#wanted.filter((user) => now - (this.#asked.get(user) ?? 0) > stale);
  }

  async #ask(): Promise<void> {
    const client = this.#client;
    const users = this.#due();
    if (!client || users.length === 0 || document.hidden) return;
    for (const user of users) this.#asked.set(user, Date.now());
    // Without network nobody knows: the next look after a while asks again.
    const known = await client.presence(users).catch(() => undefined);
    if (!known || client !== this.#client) return;
    for (const user of users) this.#presence.set(user, known.get(user) ?? { state: 'offline' });
    this.#host.requestUpdate();
  }

  #type(conversation: ConversationId, user: UserId, on: boolean): void {
    const people = this.#typing.get(conversation) ?? new Map<UserId, ReturnType<typeof setTimeout>>();
    if (!on && !people.has(user)) return;
    clearTimeout(people.get(user));
    if (on)
      people.set(
        user,
        setTimeout(() => this.#type(conversation, user, false), silence),
      );
    else people.delete(user);
    if (people.size > 0) this.#typing.set(conversation, people);
    else this.#typing.delete(conversation);
    this.#host.requestUpdate();
  }
}
