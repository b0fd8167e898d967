import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from './sync/world.fixture.js';

test('signing out with erase leaves nothing in the tab of this user, and all of others', async () => {
  const kept: Record<string, unknown> = {
    'tim~demo~ann~c': '{}',
    'tim~demo~ann:2~c': '{}',
    'tim~demo~bob~c': '{}',
    'tim~other~ann~c': '{}',
    page: '1',
  };
  const removeItem = (key: string) => delete kept[key];
  Object.defineProperty(kept, 'removeItem', { value: removeItem, enumerable: false });
  Object.defineProperty(globalThis, 'sessionStorage', { value: kept, configurable: true });
  const world = new World();
  try {
    const ann = await world.device('ann');
    assert.equal(ann.client.options.app, 'demo');
    await ann.client.signOut();
    assert.ok('tim~demo~ann~c' in kept);
    await ann.client.start();
    await ann.client.signOut({ erase: true });
    assert.deepEqual(Object.keys(kept), ['tim~demo~ann:2~c', 'tim~demo~bob~c', 'tim~other~ann~c', 'page']);
  } finally {
    await world.stop();
    Reflect.deleteProperty(globalThis, 'sessionStorage');
  }
});
