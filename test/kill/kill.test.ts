import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClean, runKill } from './run.js';

test('[W2] [W3] [L1] [L2] five kills under load: nothing acknowledged is lost, doubled or moved', async () => {
  const report = await runKill({ kills: 5, messages: 50_000 });
  assert.ok(isClean(report), JSON.stringify(report, null, 2));
  assert.ok(report.resent > 0, 'the kills came while nothing was in flight');
});
