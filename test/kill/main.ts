// `pnpm kill [--kills 40] [--messages 1000000]`: the real server under SIGKILL while it is written to.
import { parseArgs } from 'node:util';
import { isClean, runKill } from './run.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '40' },
    messages: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '24' },
  },
});
const report = await runKill({
  kills: Number(values.kills),
  messages: Number(values.messages),
  pairs: Number(values.pairs),
  onProgress: (sentence) => console.log(sentence),
});
const { faults, seconds, ...counts } = report;
for (const [name, value] of Object.entries(counts)) console.log(`${name.padEnd(14)}${value}`);
console.log(`${'seconds'.padEnd(14)}${seconds.toFixed(1)}`);
for (const fault of faults) console.log(fault);
console.log(isClean(report) ? 'Nothing was lost, doubled or moved.' : 'NOT as acknowledged.');
process.exit(isClean(report) ? 0 : 1);
