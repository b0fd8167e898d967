import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openStage, Side, type Stage, sitDown, visit } from './stage.js';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

async function sendUnkept(page: Page, name: string, words: string): Promise<void> {
  const file = { name, mimeType: 'application/octet-stream', buffer: randomBytes(12_000_000) };
  await page.locator('tim-composer input[type=file]').last().setInputFiles(file);
  await page.locator('tim-file-tray li').waitFor();
  await page.keyboard.insertText(words);
  await page.keyboard.press('Enter');
  await page.locator('tim-file-tray').getByRole('alert').getByText('no room').waitFor();
  await page.getByRole('button', { name: 'Send without a copy' }).click();
  await page.locator('tim-file-tray').waitFor({ state: 'detached' });
}

test('a device without room: the choice is shown, nothing is lost, and without a copy it arrives from any tab', async () => {
  // Before the browser looks how much room there is: it remembers that for a while.
  const guard = await stage.shop.newPage();
  const session = await stage.shop.newCDPSession(guard);
  const { origin } = new URL(stage.shopUrl);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 });
  const desk = await sitDown(stage);
  const shop = await visit(stage);
  await shop.say('Here it is:');
  await desk.page.locator('tim-conversation-list [role=option]').first().click();
  await desk.waitForTexts(['Here it is:']);

  await sendUnkept(shop.page, 'film.bin', 'The whole story');
  await desk.page.getByRole('button', { name: 'Download film.bin' }).waitFor({ timeout: 30_000 });
  await desk.waitForTexts(['Here it is:', 'The whole story']);

  // The first tab has the line, the second the bytes.
  const page = await stage.shop.newPage();
  await page.goto(stage.shopUrl);
  await page.locator('.launcher').click();
  const second = new Side(page);
  await second.waitForTexts(['The whole story']);
  await sendUnkept(page, 'second.bin', 'The other half');
  await desk.page.getByRole('button', { name: 'Download second.bin' }).waitFor({ timeout: 30_000 });
  assert.deepEqual(stage.problems, []);
});
