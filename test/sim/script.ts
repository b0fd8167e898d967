import type { Cid, ConversationId, UserId } from '@tokenim/protocol';
import type { Device } from './device.js';
import type { Random } from './random.js';
import type { World } from './world.js';

/** A message that some device wrote. */
interface Written {
  conversation: ConversationId;
  cid: Cid;
}

const weights = {
  send: 44,
  edit: 8,
  remove: 5,
  react: 9,
  read: 10,
  unread: 2,
  flags: 6,
  title: 4,
  members: 4,
  create: 4,
  open: 4,
  older: 2,
  network: 5,
  reload: 3,
  retry: 2,
  discard: 1,
};

/** What people do: one thing at a time, on any device, on line or off. */
export class Script {
  /** Everything written, by device. */
  readonly sent = new Map<Device, Written[]>();
  readonly conversations = new Set<ConversationId>();
  readonly discarded = new Set<string>();
  readonly #devices: readonly Device[];
  readonly #users: readonly UserId[];
  readonly #random: Random;
  readonly #world: World;
  readonly #all: Written[] = [];
  #count = 0;

  constructor(world: World, devices: readonly Device[]) {
    this.#world = world;
    this.#random = world.random.fork();
    this.#devices = devices;
    this.#users = [...new Set(devices.map(({ user }) => user))];
  }

  async step(): Promise<void> {
    const device = this.#random.pick(this.#devices);
    if (!device.client) {
      device.start();
      return;
    }
    const kind = this.conversations.size === 0 ? 'create' : this.#random.weighted(weights);
    const known = (await device.store.recent(20)).filter(({ left }) => !left);
    const conversation = known.length > 0 ? this.#random.pick(known).id : undefined;
    this.#world.note(() => `${device.name} ${kind} ${conversation ?? ''}`);
    if (kind === 'network') this.#toggle(device);
    else if (kind === 'reload') device.stop();
    else if (kind === 'create' || !conversation) this.#create(device);
    else await this.#act(kind, device, conversation);
  }

  #toggle(device: Device): void {
    device.reachable = !device.reachable;
  }

  #create(device: Device): void {
    const others = this.#users.filter((user) => user !== device.user);
    const type = others.length === 0 ? 'group' : this.#random.pick(['direct', 'group', 'support'] as const);
    const members =
      type === 'direct'
        ? [this.#random.pick(others)]
        : type === 'group'
          ? others.filter(() => this.#random.chance(0.7))
          : [];
    device.attempt(
      device.client?.create({ type, members }).then((id) => {
        this.conversations.add(id);
      }),
    );
  }

  async #act(kind: keyof typeof weights, device: Device, conversation: ConversationId): Promise<void> {
    const client = device.client!;
    const random = this.#random;
    const value = () =>
      `${device.name} ${++this.#count} ${random.pick(['hello', '你好', '👋🏽', 'line\nbreak'])}`;
    const message = this.#message(conversation);
    switch (kind) {
      case 'send': {
        for (let burst = random.chance(0.2) ? random.int(2, 6) : 1; burst > 0; burst--) {
          const text = value();
          const mentions = random.chance(0.25) ? { mentions: [random.pick(this.#users)] } : {};
          device.attempt(
            client.send(conversation, { type: 'text', text, ...mentions }).then((cid) => {
              const written = { conversation, cid };
              this.#all.push(written);
              this.sent.set(device, [...(this.sent.get(device) ?? []), written]);
            }),
          );
        }
        return;
      }
      case 'edit':
        if (message) device.attempt(client.edit(conversation, message, { type: 'text', text: value() }));
        return;
      case 'remove':
        if (!message) return;
        if ((await device.message(conversation, message))?.state === 'failed') this.discarded.add(message);
        device.attempt(client.remove(conversation, message));
        return;
      case 'react':
        if (message)
          device.attempt(
            client.react(conversation, message, random.pick(['👍', '🎉', '❤️']), random.chance(0.7)),
          );
        return;
      case 'read': {
        const held = await device.store.held(conversation);
        if (held && held.to > 0)
          device.attempt(client.markRead(conversation, random.int(Math.max(1, held.to - 5), held.to)));
        return;
      }
      case 'unread':
        return device.attempt(client.markUnread(conversation));
      case 'flags': {
        const flag = random.pick(['pinned', 'archived', 'archived', 'muted'] as const);
        return device.attempt(client.setFlags(conversation, { [flag]: random.chance(0.6) }));
      }
      case 'title':
        return device.attempt(client.rename(conversation, value().slice(0, 100)));
      case 'members': {
        const who = random.pick(this.#users);
        return device.attempt(
          client.changeMembers(conversation, random.chance(0.6) ? { add: [who] } : { remove: [who] }),
        );
      }
      case 'open':
        return device.attempt(client.open(random.chance(0.8) ? conversation : undefined));
      case 'older': {
        const held = await device.store.held(conversation);
        if (held && held.to > 1) device.attempt(client.loadBefore(conversation, random.int(2, held.to)));
        return;
      }
      case 'retry':
        for (const cid of device.refused.keys()) device.attempt(client.retry(cid as Cid));
        return;
      case 'discard':
        for (const cid of device.refused.keys()) {
          this.discarded.add(cid);
          // With its creation a conversation that the server never had goes, and all that was written in it.
          const { op } = (await device.store.entry(cid as Cid)) ?? {};
          const local = op && (await device.store.conversation(op.conversation))?.local;
          if (op?.kind === 'create' && local) {
            for (const one of this.#all)
              if (one.conversation === op.conversation) this.discarded.add(one.cid);
          }
          device.attempt(client.discard(cid as Cid));
        }
        return;
      default:
        return;
    }
  }

  #message(conversation: ConversationId): Cid | undefined {
    const here = this.#all.filter((written) => written.conversation === conversation).slice(-12);
    return here.length > 0 ? this.#random.pick(here).cid : undefined;
  }
}
