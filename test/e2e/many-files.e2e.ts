import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFiles } from '../files/run.js';

test('[U1] [U2] [U3] [W3] files over a line that breaks, to a server that dies, from a tab that is loaded anew: each once, whole', async () => {
  const report = await runFiles({
    count: 12,
    largest: 12_000_000,
    cuts: 3,
    kills: 1,
    reloads: 1,
    speed: 10_000_000,
  });
  assert.deepEqual(report.faults, []);
  assert.deepEqual([report.cuts, report.kills, report.reloads], [3, 1, 1]);
});
