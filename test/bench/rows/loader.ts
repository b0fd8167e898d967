import { join } from 'node:path';
import { site } from './page.js';
import type { Measurement } from './row.js';

const times = 4;
const rounds = 5;
const head = `<!doctype html><meta charset="utf-8"><script>
window.long = [];
new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration)))
  .observe({ type: 'longtask', buffered: true });
</script>`;

/** What a page pays for the script tag before anybody opens the chat. */
export const loader: Measurement = {
  name: 'loader',
  async run() {
    const at = await site(
      {
        define: { __TIM_ENTRY__: '"tim/none.js"' },
        build: {
          lib: {
            entry: join(import.meta.dirname, '..', '..', '..', 'packages/widget/src/loader/main.ts'),
            formats: ['iife'],
            name: 'tokenimLoader',
            fileName: () => 'tokenim.js',
          },
        },
      },
      {
        '/with': `${head}<script async src="/tokenim.js" data-app="bench"></script><p>A page.</p>`,
        '/without': `${head}<script async src="/empty.js"></script><p>A page.</p>`,
        '/empty.js': '',
      },
    );
    /** Script (ms) of one visit, and its longest task. */
    const visit = async (path: string) => {
      const { page } = await at.open('/empty.js', times);
      const session = await at.context.newCDPSession(page);
      // Of the thread, not of the clock: what else runs on the machine is not the page's.
      await session.send('Performance.enable', { timeDomain: 'threadTicks' });
      const script = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        return metrics.find((one) => one.name === 'ScriptDuration')!.value * 1000;
      };
      const before = await script();
      await page.goto(at.url + path);
      await page.waitForTimeout(1500);
      const spent = (await script()) - before;
      const tasks = await page.evaluate(() => (window as unknown as { long: number[] }).long);
      await page.close();
      return { script: spent, task: Math.max(0, ...tasks) };
    };
    try {
      const all = { with: [await visit('/with')], without: [await visit('/without')] };
      for (let round = 1; round < rounds; round++) {
        all.with.push(await visit('/with'));
        all.without.push(await visit('/without'));
      }
      const least = (of: 'script' | 'task', which: keyof typeof all) =>
        Math.min(...all[which].map((one) => one[of]));
      return [
        {
          what: `loader: script before opening, ${times}×`,
          unit: 'ms',
          value: least('script', 'with'),
          bare: least('script', 'without'),
          budget: '≤ 10',
          ok: least('script', 'with') <= 10,
        },
        {
          what: `loader: longest task before opening (0: < 50), ${times}×`,
          unit: 'ms',
          value: least('task', 'with'),
          bare: least('task', 'without'),
          budget: '≤ 50',
          ok: least('task', 'with') <= 50,
        },
      ];
    } finally {
      await at.close();
    }
  },
};
