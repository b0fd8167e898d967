// `pnpm size`: exact bytes of what a page loads, against budget.json. `--record` writes the present sizes there.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../tools/fresh.js';
import { type Budget, complaint } from './check.js';
import { type File, measure } from './measure.js';

const path = join(import.meta.dirname, 'budget.json');
const budgets = JSON.parse(readFileSync(path, 'utf8')) as { closed: Budget; open: Budget };

if (!(await buildIfStale(join(import.meta.dirname, '..', '..')))) process.exit(1);
const measured = await measure();
const complaints: string[] = [];

for (const row of ['closed', 'open'] as const) {
  const budget = budgets[row];
  const files: File[] = measured[row];
  const total = files.reduce((sum, file) => sum + file.brotli, 0);
  const raw = files.reduce((sum, file) => sum + file.raw, 0);
  console.log(
    `\n${budget.what}: ${total} bytes of brotli (${raw} raw), budget ${budget.limit}, recorded ${budget.recorded}`,
  );
  for (const file of files.sort((a, b) => b.brotli - a.brotli)) {
    console.log(`  ${String(file.brotli).padStart(7)}  ${String(file.raw).padStart(8)}  ${file.name}`);
  }
  if (process.argv.includes('--record')) budget.recorded = total;
  const wrong = complaint(budget, total);
  if (wrong) complaints.push(wrong);
}

if (process.argv.includes('--record')) writeFileSync(path, `${JSON.stringify(budgets, null, 2)}\n`);
for (const one of complaints) console.error(`\n${one}`);
console.log(`\n${2 - complaints.length} passed, ${complaints.length} failed`);
process.exit(complaints.length > 0 ? 1 : 0);
