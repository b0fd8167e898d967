import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bus } from './bus.js';

/** What every implementation of the bus must do. `settle` resolves when what was published has arrived. */
export function busContract(name: string, open: () => Promise<Bus>, settle: () => Promise<void>): void {
  test(`${name}: the subscribers of a topic hear it, in the order published, the publisher included`, async () => {
    const bus = await open();
    const one: unknown[] = [];
    const two: unknown[] = [];
    bus.subscribe('app/ann', (payload) => one.push(payload));
    bus.subscribe('app/ann', (payload) => two.push(payload));
    bus.subscribe('app/bob', () => assert.fail('another topic'));
    await settle();
    bus.publish('app/ann', { n: 1 });
    bus.publish('app/ann', { n: 2 });
    bus.publish('app/nobody', { n: 3 });
    await settle();
    assert.deepEqual(one, [{ n: 1 }, { n: 2 }]);
    assert.deepEqual(two, one);
    await bus.close();
  });

  test(`${name}: nothing comes after the end of a subscription or of the bus`, async () => {
    const bus = await open();
    const heard: unknown[] = [];
    const end = bus.subscribe('app/ann', (payload) => heard.push(payload));
    bus.subscribe('app/bob', (payload) => heard.push(payload));
    await settle();
    end();
    end();
    bus.publish('app/ann', 1);
    await settle();
    await bus.close();
    bus.publish('app/bob', 2);
    await settle();
    assert.deepEqual(heard, []);
  });

  test(`${name}: a handler that throws does not disturb the others`, async () => {
    const bus = await open();
    const heard: unknown[] = [];
    bus.subscribe('app/ann', () => {
      throw new Error('a fault');
    });
    bus.subscribe('app/ann', (payload) => heard.push(payload));
    await settle();
    bus.publish('app/ann', 1);
    await settle();
    assert.deepEqual(heard, [1]);
    await bus.close();
  });
}
