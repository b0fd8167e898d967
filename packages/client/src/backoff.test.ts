import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from './backoff.js';
import { systemClock } from './clock.js';

test('waits are random up to a ceiling that doubles and is capped', () => {
  const high = new Backoff({ ...systemClock, random: () => 0.999999 }, { base: 100, cap: 1000 });
  assert.deepEqual(
    Array.from({ length: 6 }, () => Math.round(high.next())),
    [99, 199, 399, 799, 999, 999],
  );
  const low = new Backoff({ ...systemClock, random: () => 0 });
  assert.deepEqual([low.next(), low.next()], [0, 0]);
});

test('a success begins anew, and what the server asked for is the least', () => {
  const backoff = new Backoff({ ...systemClock, random: () => 0.5 }, { base: 100 });
  backoff.next();
  backoff.next();
  assert.equal(backoff.failures, 2);
  backoff.reset();
  assert.equal(backoff.next(2000), 2050);
  for (let i = 0; i < 5000; i++) assert.ok(backoff.next() <= 15_000);
});
