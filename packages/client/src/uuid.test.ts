import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cid, FileId } from '@tokenim/protocol';
import { type Clock, systemClock } from './clock.js';
import { uuidSource, uuidTime } from './uuid.js';

function fixed(now: number, random: () => number): Clock & { time: number } {
  return {
    ...systemClock,
    time: now,
    now() {
      return this.time;
    },
    random,
  };
}

test('[W1] ids are UUIDv7 in lower case, and fit for cids and files', () => {
  const next = uuidSource(systemClock);
  for (let i = 0; i < 1000; i++) {
    const id = next();
    assert.ok(Cid.safeParse(id).success, id);
    assert.ok(FileId.safeParse(id).success, id);
  }
});

test('ids of one source only grow, within a millisecond, over an overflow and over a step back', () => {
  const clock = fixed(1_700_000_000_000, Math.random);
  const next = uuidSource(clock);
  let last = '';
  for (let i = 0; i < 20_000; i++) {
    if (i === 10_000) clock.time -= 5_000;
    if (i === 15_000) clock.time += 60_000;
    const id = next();
    assert.ok(id > last, `${id} after ${last}`);
    last = id;
  }
  assert.equal(uuidTime(last) >= 1_700_000_055_000, true);
});

test('extreme chances give whole ids', () => {
  for (const chance of [0, 1 - 2 ** -32]) {
    const next = uuidSource(fixed(0, () => chance));
    for (let i = 0; i < 5000; i++) assert.ok(Cid.safeParse(next()).success);
  }
});

test('the same clock and chance give the same ids', () => {
  const run = () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    const next = uuidSource(fixed(5, random));
    return [next(), next(), next()];
  };
  assert.deepEqual(run(), run());
});

test('two sources of the real clock never agree', () => {
  const sources = [uuidSource(systemClock), uuidSource(systemClock)];
  const all = new Set<string>();
  for (let i = 0; i < 5000; i++) for (const next of sources) all.add(next());
  assert.equal(all.size, 10_000);
});
