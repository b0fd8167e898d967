import { join } from 'node:path';
import { median } from '../ui/meter.js';
import { site } from './page.js';
import type { Measurement } from './row.js';

const times = 4;
const rounds = 8;
/** As a shop's page, it has a script of its own: what the first one of a page costs is not the loader's. */
const head = `<!doctype html><html lang="en"><meta charset="utf-8"><script>
document.documentElement.classList.add('js');
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
      // Now and then the browser slows a page down late or not at all: the least says nothing.
      const usual = (of: 'script' | 'task', which: keyof typeof all) =>
        median(all[which].map((one) => one[of]));
      const added = usual('script', 'with') - usual('script', 'without');
      return [
        {
          what: `loader: script it adds before opening, ${times}×`,
          unit: 'ms',
          value: added,
          bare: usual('script', 'without'),
          budget: '≤ 10',
          ok: added <= 10,
        },
        {
          what: `loader: longest task before opening (0: < 50), ${times}×`,
          unit: 'ms',
          value: usual('task', 'with'),
          bare: usual('task', 'without'),
          budget: '≤ 50',
          ok: usual('task', 'with') <= 50,
        },
      ];
    } finally {
      await at.close();
    }
  },
};
