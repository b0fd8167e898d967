import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type PlaygroundServer, servePlayground } from '../../playground/serve.js';
import { freePort } from '../tools/server-process.js';
import { findings } from './findings.js';
import { launch } from './stage.js';

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

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'ar']) {
    test(`axe finds nothing in the gallery, ${theme}, ${lang}`, async () => {
      const page = await browser.newPage({ bypassCSP: true, reducedMotion: 'reduce' });
      await page.goto(`${site.url}/gallery.html?theme=${theme}&lang=${lang}`);
      await page.locator('tim-thread [data-row]').first().waitFor();
      await page.locator('#tray tim-file-tray .original').waitFor();
      await page.waitForTimeout(800);
      assert.deepEqual(await findings(page, '#stage'), []);

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
