import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 AA, and what is good practice anywhere. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in a part of the page as it is, one line a finding. */
export async function findings(page: Page, within: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
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
