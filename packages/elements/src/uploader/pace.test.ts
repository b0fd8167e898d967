import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Localize } from '../base/localize.js';
import { duration, Pace, speed } from './pace.js';

const words = (tag: string) => ({ tag }) as Localize;

test('the speed is known after a second, and follows the line', () => {
  const pace = new Pace();
  assert.equal(pace.rate('a', 0, 0), undefined);
  assert.equal(pace.rate('a', 400_000, 500), undefined);
  assert.equal(pace.rate('a', 1_000_000, 1_000), 1_000);
  assert.equal(pace.rate('a', 1_000_000, 1_900), 1_000);
  const slower = pace.rate('a', 1_100_000, 2_000)!;
  assert.ok(slower < 1_000 && slower > 100);
  // Begun anew on the server, or after a silence: what was before says nothing.
  assert.equal(pace.rate('a', 10, 3_000), undefined);
  pace.rate('a', 1_000_010, 4_000);
  assert.equal(pace.rate('a', 1_000_020, 60_000), undefined);
  pace.keep(new Set());
  assert.equal(pace.rate('a', 2_000_000, 61_000), undefined);
});

test('speed and time are said in the language, and no finer than can be known', () => {
  assert.equal(speed(words('en'), 1_234), '1.2 MB/s');
  assert.equal(speed(words('de'), 1_234), '1,2 MB/s');
  assert.equal(speed(words('en'), 0.2), '1 kB/s');
  assert.equal(duration(words('en'), 1), '1 second');
  assert.equal(duration(words('en'), 31_000), '35 seconds');
  assert.equal(duration(words('fr'), 61_000), '2 minutes');
  assert.equal(duration(words('en'), 7_000_000), '2 hours');
});
