import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import type { Down } from '@tokenim/protocol';
import { describeFailure, runSeeds } from './pool.js';
import { runSeed } from './run-seed.js';

// More seeds, and more operations each, with `pnpm sim`. In CI a thousand, which takes minutes.
const count = Number(process.env.TOKENIM_SIM_SEEDS ?? (process.env.CI ? 1000 : 60));
const operations = Number(process.env.TOKENIM_SIM_OPERATIONS ?? 40);

test(`[W3] [C3] [G3] ${count} seeds of faults: in the end every device agrees with the server`, async () => {
  const failures: string[] = [];
  let done = 0;
  const workers = Math.min(2, availableParallelism());
  await runSeeds({
    from: 1,
    count,
    operations,
    workers,
    onOutcome(outcome) {
      done += 1;
      if (outcome.wrong.length > 0) failures.push(describeFailure(outcome, operations));
    },
  });
  assert.equal(done, count);
  assert.equal(failures.length, 0, `\n${failures.join('\n')}`);
});

test('the same seed gives the same run', async () => {
  const run = async () => {
    const { trace } = await runSeed(11, { operations: 30, tracing: true });
    // The server draws epochs from the system's chance; only whether they are equal matters.
    const names = new Map<string, number>();
    return trace.map((line) =>
      line.replace(/"epoch":"([^"]*)"/g, (_, epoch: string) => {
        if (!names.has(epoch)) names.set(epoch, names.size);
        return `"epoch":${names.get(epoch)}`;
      }),
    );
  };
  const first = await run();
  assert.ok(first.length > 50);
  assert.deepEqual(await run(), first);
});

test('what is wrong is noticed: a message changed on its way', async () => {
  const sabotage = (frame: Down): Down => JSON.parse(JSON.stringify(frame).replaceAll('hello', 'hullo'));
  const { wrong } = await runSeed(3, { operations: 60, sabotage });
  assert.ok(wrong.some((line) => line.includes('the messages of')));
});

test('what is wrong is noticed: an acknowledgement for nothing', async () => {
  const sabotage = (frame: Down): Down => (frame.t === 'ack' ? { ...frame, seq: frame.seq + 1 } : frame);
  const { wrong } = await runSeed(2, { operations: 40, sabotage });
  assert.ok(wrong.length > 0);
});
