import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressLimit } from './rate.js';

test('an address has so many a minute, and waits for the next', () => {
  let now = 60_000 * 100 + 15_000;
  const limit = new AddressLimit(2, () => now);
  assert.equal(limit.take('10.0.0.1'), 0);
  assert.equal(limit.take('::ffff:10.0.0.1'), 0);
  assert.equal(limit.take('10.0.0.1'), 45);
  assert.equal(limit.take('10.0.0.2'), 0);
  now += 45_000;
  assert.equal(limit.take('10.0.0.1'), 0);
});

test('one /64 of IPv6 counts as one address', () => {
  const limit = new AddressLimit(1, () => 0);
  assert.equal(limit.take('2001:db8:0:1::1'), 0);
  assert.equal(limit.take('2001:DB8:0:1:ffff::2'), 60);
  assert.equal(limit.take('2001:db8:0:2::1'), 0);
  assert.equal(limit.take('2001:db8::2:0:0:0:1'), 60);
  assert.equal(limit.take('::1'), 0);
});
