// pnpm sim --seeds 10000: many runs over all processors; pnpm sim --seed 42: one, with all that happened.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Outcome, runSeed } from './run-seed.js';

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

function report({ seed, wrong }: Outcome): void {
  console.log(`seed ${seed}:\n${wrong.map((line) => `    ${line}`).join('\n')}`);
  console.log(`    repeat with: pnpm sim --seed ${seed} --operations ${operations} --trace`);
}

async function one(seed: number): Promise<void> {
  const outcome = await runSeed(seed, { operations, tracing: values.trace });
  for (const line of outcome.trace) console.log(line);
  if (outcome.wrong.length > 0) report(outcome);
  else
    console.log(
      `seed ${seed}: ${outcome.devices} devices agree after ${Math.round(outcome.time / 1000)} virtual seconds`,
    );
  process.exitCode = outcome.wrong.length > 0 ? 1 : 0;
}

/** Workers take seeds as they come, so that a slow one delays nobody. */
async function many(from: number, count: number, workers: number): Promise<void> {
  let next = from;
  const failed: number[] = [];
  let done = 0;
  const began = Date.now();
  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
        execArgv: process.execArgv,
      });
      const give = () =>
        next < from + count ? child.send({ seed: next++, operations }) : child.disconnect();
      child.on('message', (outcome: Outcome) => {
        done += 1;
        if (outcome.wrong.length > 0) {
          failed.push(outcome.seed);
          report(outcome);
        }
        if (done % 500 === 0) console.log(`${done} of ${count} seeds, ${failed.length} failed`);
        give();
      });
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
      give();
    });
  await Promise.all(Array.from({ length: workers }, worker));
  const seconds = (Date.now() - began) / 1000;
  console.log(`${done} seeds × ${operations} operations in ${seconds.toFixed(0)} s: ${failed.length} failed`);
  if (failed.length > 0) console.log(`failed seeds: ${failed.sort((a, b) => a - b).join(' ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

if (values.seed !== undefined) await one(Number(values.seed));
else await many(Number(values.from), Number(values.seeds), Number(values.workers));
