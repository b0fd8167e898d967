// `pnpm bench [throughput delivery memory resume store loader open thread list write search photo upload]`: the budgets of times and
// memory, each beside a bare limit measured in the same run. Ends with 1 where one is missed. Run it on a machine that does nothing else.
import { loader } from './rows/loader.js';
import { resume } from './rows/resume.js';
import type { Row } from './rows/row.js';
import { delivery, memory, throughput } from './rows/server.js';
import { store } from './rows/store.js';
import { list, open, photo, search, thread, write } from './rows/ui.js';
import { upload } from './rows/upload.js';

const all = [
  throughput,
  delivery,
  memory,
  resume,
  store,
  loader,
  open,
  thread,
  list,
  write,
  search,
  photo,
  upload,
];
const named = process.argv.slice(2);
for (const name of named) {
  if (all.some((one) => one.name === name)) continue;
  console.error(
    `There is no measurement "${name}": say ${all.map((one) => one.name).join(', ')}, or nothing for all.`,
  );
  process.exit(1);
}

const number = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : 3 });

function line(cells: string[]): string {
  const widths = [46, 8, 12, 12, 8, 20, 5];
  return cells
    .map((cell, index) =>
      index > 1 && index < 5 ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
    )
    .join(' ');
}

const rows: Row[] = [];
for (const measurement of all) {
  if (named.length > 0 && !named.includes(measurement.name)) continue;
  console.log(`measuring ${measurement.name} …`);
  rows.push(...(await measurement.run()));
}
console.log(`\n${line(['what', 'unit', 'value', 'bare', 'ratio', 'budget', 'ok'])}`);
for (const { what, unit, value, bare, budget, ok } of rows) {
  const ratio = bare > 0 ? (value / bare).toFixed(2) : '–';
  console.log(
    line([what, unit, number(value), bare > 0 ? number(bare) : '–', ratio, budget, ok ? 'yes' : 'NO']),
  );
}
process.exit(rows.every((row) => row.ok) ? 0 : 1);
