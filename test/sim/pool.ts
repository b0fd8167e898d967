import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './run-seed.js';

export interface PoolOptions {
  from: number;
  count: number;
  operations: number;
  workers: number;
  onOutcome(outcome: Outcome): void;
}

/** Runs seeds in processes beside this one. Workers take seeds as they come, so that a slow one delays nobody. */
export async function runSeeds({ from, count, operations, workers, onOutcome }: PoolOptions): Promise<void> {
  let next = from;
  const path = fileURLToPath(new URL('./worker.ts', import.meta.url));
  // Without what a test runner hands down: the workers are no tests.
  const execArgv = process.execArgv.filter((arg) => !arg.startsWith('--test'));
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(path, { execArgv, env });
      const give = () => {
        if (next < from + count) child.send({ seed: next++, operations });
        else child.disconnect();
      };
      child.on('message', (outcome: Outcome) => {
        onOutcome(outcome);
        give();
      });
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
      give();
    });
  await Promise.all(Array.from({ length: workers }, worker));
}

/** What a failed seed says of itself, and how to see it again. */
export function describeFailure({ seed, wrong }: Outcome, operations: number): string {
  const lines = wrong.map((line) => `    ${line}`).join('\n');
  return `seed ${seed}:\n${lines}\n    repeat with: pnpm sim --seed ${seed} --operations ${operations} --trace`;
}
