// pnpm sim --seeds 10000: many runs over the processors; pnpm sim --seed 42 --trace: one, with all that happened.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { describeFailure, runSeeds } from './pool.js';
import { runSeed } from './run-seed.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    operations: { type: 'string', default: '200' },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    trace: { type: 'boolean', default: false },
  },
});
const operations = Number(values.operations);

async function one(seed: number): Promise<void> {
  const outcome = await runSeed(seed, { operations, tracing: values.trace });
  for (const line of outcome.trace) console.log(line);
  const seconds = Math.round(outcome.time / 1000);
  if (outcome.wrong.length > 0) console.log(describeFailure(outcome, operations));
  else console.log(`seed ${seed}: ${outcome.devices} devices agree after ${seconds} virtual seconds`);
  process.exitCode = outcome.wrong.length > 0 ? 1 : 0;
}

async function many(from: number, count: number, workers: number): Promise<void> {
  const failed: number[] = [];
  let done = 0;
  const began = Date.now();
  await runSeeds({
    from,
    count,
    operations,
    workers,
    onOutcome(outcome) {
      done += 1;
      if (outcome.wrong.length > 0) {
        failed.push(outcome.seed);
        console.log(describeFailure(outcome, operations));
      }
      if (done % Math.ceil(count / 20) === 0)
        console.log(`${done} of ${count} seeds, ${failed.length} failed`);
    },
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  console.log(`${done} seeds × ${operations} operations in ${seconds} s: ${failed.length} failed`);
  if (failed.length > 0) console.log(`failed seeds: ${failed.sort((a, b) => a - b).join(' ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

if (values.seed !== undefined) await one(Number(values.seed));
else await many(Number(values.from), Number(values.seeds), Number(values.workers));
