import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asClientError, ClientError, fateOf } from './errors.js';

test('[E1] every code has one fate, told by the code alone', () => {
  assert.equal(new ClientError('offline').fate, 'offline');
  assert.equal(new ClientError('rate_limited', 'slow', { after: 5 }).fate, 'retry');
  assert.equal(fateOf('forbidden'), 'permanent');
  assert.equal(fateOf('timeout'), 'retry');
  assert.equal(fateOf('a_code_of_tomorrow'), 'permanent');
  assert.equal(fateOf('constructor'), 'permanent');
});

test('foreign errors become client errors, own ones stay', () => {
  const own = new ClientError('stopped');
  assert.equal(asClientError(own, 'offline'), own);
  const foreign = asClientError(new TypeError('fetch failed'), 'offline');
  assert.equal(foreign.code, 'offline');
  assert.ok(foreign.cause instanceof TypeError);
  assert.equal(foreign.message, 'offline: fetch failed');
});
