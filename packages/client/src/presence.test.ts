import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awayAfter } from './presence.js';
import { type Device, World } from './sync/world.fixture.js';

class Page extends EventTarget {
  visibilityState = 'visible';

  sign(type = 'pointerdown'): void {
    this.dispatchEvent(new Event(type));
  }
}

const states = ({ sent }: Device) =>
  sent.flatMap((frame) => (frame.t === 'signal' && frame.kind === 'presence' ? [frame.state] : []));
const minute = 60_000;

async function inPage(body: (page: Page, world: World, ann: Device) => Promise<void>): Promise<void> {
  const page = new Page();
  Object.defineProperty(globalThis, 'document', { value: page, configurable: true });
  const world = new World();
  try {
    const ann = await world.device('ann');
    // What looks for signs comes after a minute, by an import.
    await world.settle(2 * minute);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await body(page, world, ann);
  } finally {
    await world.stop();
    Reflect.deleteProperty(globalThis, 'document');
  }
}

test('[S3] whoever gives no sign for five minutes is away, and with the next sign here again', () =>
  inPage(async (page, world, ann) => {
    await world.settle(4 * minute);
    page.sign();
    await world.settle(4 * minute);
    page.sign('keydown');
    await world.settle(4 * minute);
    assert.deepEqual(states(ann), []);
    await world.settle(awayAfter);
    assert.deepEqual(states(ann), ['away']);
    page.sign();
    await world.settle(1000);
    assert.deepEqual(states(ann), ['away', 'online']);
  }));

test('[S3] a hidden page gives no sign, and coming back to it is one', () =>
  inPage(async (page, world, ann) => {
    page.visibilityState = 'hidden';
    page.sign('visibilitychange');
    for (let i = 0; i < 6; i++) {
      page.sign('pointermove');
      await world.settle(minute);
    }
    assert.deepEqual(states(ann), ['away']);
    page.visibilityState = 'visible';
    page.sign('visibilitychange');
    await world.settle(1000);
    assert.deepEqual(states(ann), ['away', 'online']);
  }));

test('[S3] who is away says so again on a new connection, and nothing after the end', () =>
  inPage(async (page, world, ann) => {
    await world.settle(6 * minute);
    ann.offline();
    await world.settle(minute);
    ann.online();
    await world.settle(2 * minute);
    assert.deepEqual(states(ann), ['away', 'away']);
    await ann.client.stop();
    page.sign();
    await world.settle(10 * minute);
    assert.deepEqual(states(ann), ['away', 'away']);
  }));

test('[S3] who asks hears who is there, and since when somebody is gone', async () => {
  const world = new World();
  try {
    const ann = await world.device('ann');
    await world.settle(1000);
    world.server.gone.set('cy', 1_760_000_000_000);
    const asked = ann.client.presence(['bo' as never, 'cy' as never]);
    await world.settle(1000);
    const known = await asked;
    assert.equal(known.get('bo' as never)!.state, 'online');
    assert.deepEqual(known.get('cy' as never), { state: 'offline', seen: 1_760_000_000_000 });
  } finally {
    await world.stop();
  }
});
