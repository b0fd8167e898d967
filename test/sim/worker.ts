import { saveTime } from './quiet.js';
import { runSeed } from './run-seed.js';

saveTime();

process.on('message', ({ seed, operations }: { seed: number; operations: number }) => {
  runSeed(seed, { operations }).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) =>
      process.send?.({ seed, wrong: [`threw ${error instanceof Error ? error.stack : error}`], trace: [] }),
  );
});
