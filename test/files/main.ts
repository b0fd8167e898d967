// `pnpm files [--count 50] [--largest 200000000]`: files of all sizes from a real browser, over a line that is cut, to a
// server that is killed, from a tab that is loaded anew. Each must arrive once, with its bytes.
import { parseArgs } from 'node:util';
import { runFiles } from './run.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50' },
    largest: { type: 'string', default: '200000000' },
    cuts: { type: 'string', default: '10' },
    kills: { type: 'string', default: '2' },
    reloads: { type: 'string', default: '2' },
    speed: { type: 'string', default: '20000000' },
  },
});
const number = (name: keyof typeof values) => Number(values[name]);
const { faults, seconds, ...counts } = await runFiles({
  count: number('count'),
  largest: number('largest'),
  cuts: number('cuts'),
  kills: number('kills'),
  reloads: number('reloads'),
  speed: number('speed'),
  onProgress: (sentence) => console.log(sentence),
});
for (const [name, value] of Object.entries(counts)) console.log(`${name.padEnd(10)}${value}`);
console.log(`${'seconds'.padEnd(10)}${seconds.toFixed(1)}`);
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? 'Each arrived once, with its bytes.' : 'NOT as they were sent.');
process.exit(faults.length === 0 ? 0 : 1);
