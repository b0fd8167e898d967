import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { type PlaygroundServer, servePlayground } from '../../playground/serve.js';
import { freePort } from '../tools/server-process.js';
import { launch } from './stage.js';

/** WCAG 2.2 AA, and what is good practice anywhere. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let site: PlaygroundServer;
let browser: Browser;
before(async () => {
  site = await servePlayground({ port: await freePort() });
  browser = (await launch()) as Browser;
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** What axe finds in a part of the page as it is, one line a finding. */
async function findings(page: Page, within = '#stage'): Promise<string[]> {
  const results = (await page.evaluate(
    async ({ values, include }) => {
      type Run = (
        context: { include: string; exclude: string[] },
        options: RunOptions,
      ) => Promise<AxeResults>;
      const { axe } = window as unknown as { axe: { run: Run } };
      return axe.run(
        // A hundred more rows of plain text cost minutes and can say nothing new.
        { include, exclude: ['#thousands'] },
        {
          runOnly: { type: 'tag', values },
          // The gallery's own business: it has no heading, and each element many times.
          rules: { 'page-has-heading-one': { enabled: false }, 'landmark-unique': { enabled: false } },
        },
      );
    },
    { values: tags, include: within },
  )) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
  );
}

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'ar']) {
    test(`axe finds nothing in the gallery, ${theme}, ${lang}`, async () => {
      const page = await browser.newPage({ bypassCSP: true, reducedMotion: 'reduce' });
      await page.goto(`${site.url}/gallery.html?theme=${theme}&lang=${lang}`);
      await page.locator('tim-thread [data-row]').first().waitFor();
      await page.waitForTimeout(800);
      await page.evaluate(source);
      assert.deepEqual(await findings(page), []);

      // And in a message's menu.
      const row = page.locator('#direct tim-thread [data-row]').last();
      await row.focus();
      await page.keyboard.press('Enter');
      await page.locator('tim-message-menu').waitFor();
      assert.deepEqual(await findings(page, '#direct'), []);
      await page.close();
    });
  }
}
