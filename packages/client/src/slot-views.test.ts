import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Live, Views } from '@tokenim/store';
import { Slot } from './slot.js';
import { slotViews } from './slot-views.js';

/** A store whose user is what `say` says; counts the queries that run. */
function store() {
  const running = new Set<{ next: (value: unknown) => void; error?: (error: unknown) => void }>();
  const user: Live<unknown> = {
    subscribe(next, error) {
      const query = { next, error };
      running.add(query);
      return () => running.delete(query);
    },
  };
  return {
    open: { store: { views: { user: () => user } as unknown as Views } },
    running,
    say: (value: unknown) => [...running].forEach(({ next }) => void next(value)),
    fail: (reason: unknown) => [...running].forEach(({ error }) => void error?.(reason)),
  };
}

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

test('who asks the same shares one query, and who comes later hears what is known', async () => {
  const slot = new Slot<ReturnType<typeof store>['open']>();
  const views = slotViews(slot);
  const { open, running, say } = store();
  const heard: string[] = [];
  const first = views.user().subscribe((value) => heard.push(`1 ${value}`));
  slot.set(open);
  say('ann');
  const second = views.user().subscribe((value) => heard.push(`2 ${value}`));
  assert.equal(running.size, 1);
  await soon();
  assert.deepEqual(heard, ['1 ann', '2 ann']);
  say('bob');
  assert.deepEqual(heard.slice(2), ['1 bob', '2 bob']);
  first();
  assert.equal(running.size, 1);
  second();
  assert.equal(running.size, 0);
});

test('a newer value is heard once, not behind an older one', async () => {
  const slot = new Slot<ReturnType<typeof store>['open']>();
  const views = slotViews(slot);
  const { open, say } = store();
  slot.set(open);
  const end = views.user().subscribe(() => {});
  say('ann');
  const heard: unknown[] = [];
  const other = views.user().subscribe((value) => heard.push(value));
  say('bob');
  await soon();
  assert.deepEqual(heard, ['bob']);
  end();
  other();
});

test('what one user saw is not told to who asks after another start', async () => {
  const slot = new Slot<ReturnType<typeof store>['open']>();
  const views = slotViews(slot);
  const one = store();
  slot.set(one.open);
  const end = views.user().subscribe(() => {});
  one.say('ann');
  slot.set(undefined);
  assert.equal(one.running.size, 0);
  const heard: unknown[] = [];
  const other = views.user().subscribe((value) => heard.push(value));
  await soon();
  const two = store();
  slot.set(two.open);
  two.say('bob');
  assert.deepEqual(heard, ['bob']);
  end();
  other();
});

test('after a failure, which all hear, who asks again gets a new query', async () => {
  const slot = new Slot<ReturnType<typeof store>['open']>();
  const views = slotViews(slot);
  const { open, running, fail, say } = store();
  slot.set(open);
  const failed: unknown[] = [];
  const ends = [1, 2].map(() =>
    views.user().subscribe(
      () => {},
      (reason) => failed.push(reason),
    ),
  );
  fail('lost');
  assert.deepEqual(failed, ['lost', 'lost']);
  const heard: unknown[] = [];
  ends.push(views.user().subscribe((value) => heard.push(value)));
  say('ann');
  assert.deepEqual(heard, ['ann']);
  for (const end of ends) end();
  assert.equal(running.size, 0);
});
