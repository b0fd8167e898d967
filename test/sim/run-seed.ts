import type { Down, UserId } from '@tokenim/protocol';
import { checkAll, readHistory, type Snapshot } from './check.js';
import { Device, newDisk } from './device.js';
import { none, weather } from './faults.js';
import { Network } from './network.js';
import { countWork, settle } from './quiet.js';
import { Random } from './random.js';
import { Script } from './script.js';
import { SimServer } from './server.js';
import { World } from './world.js';

export interface Outcome {
  seed: number;
  /** What is wrong; empty is good. */
  wrong: string[];
  devices: number;
  operations: number;
  /** Virtual milliseconds. */
  time: number;
  trace: string[];
}

export interface SeedOptions {
  operations?: number;
  tracing?: boolean;
  /** Changes frames of the server; for tests of the checks. */
  sabotage?: (frame: Down) => Down;
}

/** One run from one seed: a storm over some devices, then calm, then everything must agree. */
export async function runSeed(
  seed: number,
  { operations = 200, tracing = false, sabotage }: SeedOptions = {},
): Promise<Outcome> {
  countWork();
  const random = new Random(seed);
  const world = new World(random, tracing);
  const faults = weather(random);
  world.note(() => `weather ${JSON.stringify(faults)}`);
  const server = new SimServer(world, faults);
  const network = new Network(world, server, faults);
  network.sabotage = sabotage;
  await server.start();
  const devices = await makeDevices(world, server, network);
  const began = world.now;
  for (const device of devices) device.start();
  await world.pass(random.int(0, 5000));

  const script = new Script(world, devices);
  const snapshots: Snapshot[] = [];
  for (let i = 0; i < operations; i++) {
    await script.step();
    if (random.chance(faults.restart)) server.restart(random.int(10, 8000));
    if (random.chance(faults.epoch)) await server.changeEpoch(random.int(10, 4000));
    await world.pass(random.chance(0.1) ? random.int(0, 20_000) : random.int(0, 800));
    if (i % 20 === 7) await snapshot(server, devices, random, snapshots);
  }

  await calm(world, server, network, devices, faults.drop > 0 || faults.storage > 0);
  const wrong = await checkAll(server, devices, script, snapshots);
  for (const device of devices) device.stop();
  server.die();
  await settle();
  await server.storage.close();
  for (const { disk } of devices) await disk.store.close();
  return { seed, wrong, devices: devices.length, operations, time: world.now - began, trace: world.trace };
}

async function makeDevices(world: World, server: SimServer, network: Network): Promise<Device[]> {
  const { random } = world;
  const users = Array.from({ length: random.int(2, 4) }, (_, i) => `u${i}` as UserId);
  // The last may be an agent, who gets into every support conversation.
  const roles = users.map((_, i) => (i === users.length - 1 && random.chance(0.4) ? 'agent' : undefined));
  const devices: Device[] = [];
  const count = random.int(2, 6);
  for (let i = 0; i < count; i++) {
    const who = i < users.length ? i : random.int(0, users.length - 1);
    const user = users[who]!;
    // Two tabs: another client over a disk that is there.
    const tab = devices.find((device) => device.user === user && random.chance(0.4));
    const disk = tab?.disk ?? (await newDisk(user));
    devices.push(new Device(`d${i}.${user}`, user, roles[who], disk, world, server, network));
  }
  return devices;
}

async function snapshot(
  server: SimServer,
  devices: readonly Device[],
  random: Random,
  into: Snapshot[],
): Promise<void> {
  const { user, store } = random.pick(devices);
  const known = await store.recent(5);
  if (known.length === 0) return;
  const { id } = random.pick(known);
  const taken = await readHistory(server, user, id);
  if (taken) into.push({ conversation: id, user, head: taken.head, messages: taken.messages });
}

/**
 * The weather ends, everybody is on line, and time passes until nothing is left to do. Where pushes were lost with
 * nobody told, which a real link never does, each link is made anew once, so that the devices resume.
 */
async function calm(
  world: World,
  server: SimServer,
  network: Network,
  devices: readonly Device[],
  renew: boolean,
): Promise<void> {
  server.faults = { ...none };
  network.faults = { ...none };
  for (const device of devices) {
    device.reachable = true;
    device.start();
  }
  await world.pass(20_000);
  if (!server.up) server.boot();
  if (renew) for (const link of [...network.links]) link.cut();
  for (let i = 0; i < 12; i++) {
    await world.pass(20_000);
    const left = await Promise.all(devices.map(({ store }) => store.waiting(1)));
    if (i >= 4 && left.every((entries) => entries.length === 0)) break;
  }
  // A moment for the last pushes and pointers.
  await world.pass(20_000);
}
