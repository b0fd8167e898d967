import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openStage, Side, type Stage, sitDown } from './stage.js';

let stage: Stage;
let desk: Side;
before(async () => {
  stage = await openStage();
  desk = await sitDown(stage);
});
after(async () => {
  await stage?.close();
});

/** All texts in the search indexes of a page's origin, as they lie on the disk. */
const indexed = (page: Page) =>
  page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let all = '';
    for (const { name } of await indexedDB.databases()) {
      if (!name?.endsWith(':search')) continue;
      const db = await wait(indexedDB.open(name));
      const blocks: { lines: string }[] = await wait(db.transaction('blocks').objectStore('blocks').getAll());
      db.close();
      all += blocks.map(({ lines }) => lines).join('');
    }
    return all;
  });

test('a visitor finds in their one conversation, and what is deleted later leaves the index', async () => {
  const page = await stage.shop.newPage();
  await page.goto(stage.shopUrl);
  await page.locator('.launcher').click();
  const shop = new Side(page);
  await shop.field.waitFor();
  await shop.say('where is my parcel?');
  await desk.page.locator('tim-conversation-list [role=option]').first().click();
  await desk.waitForTexts(['where is my parcel?']);
  await desk.say('the secret parcel is here👍');
  await desk.say('the other one, too');
  await shop.row('the other one, too').waitFor();
  assert.equal(await indexed(page), '');

  const place = page.locator('tim-widget tim-search .place');
  await shop.field.press('Control+f');
  await page.locator('tim-widget tim-search input').fill('parcel');
  await place.filter({ hasText: '1 of 2' }).waitFor();
  await page.keyboard.press('Enter');
  await place.filter({ hasText: '2 of 2' }).waitFor();
  await page.locator('tim-widget tim-search input').fill('👍');
  await place.filter({ hasText: '1 of 1' }).waitFor();
  await page.keyboard.press('Escape');
  await place.waitFor({ state: 'detached' });
  assert.match(await indexed(page), /secret/);

  await page.reload();
  await page.locator('.launcher').click();
  await shop.row('the secret parcel').waitFor();
  await desk.menu('the secret parcel', 'Delete');
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await shop.row('This message was deleted').waitFor();
  const until = Date.now() + 5000;
  while (/secret/.test(await indexed(page))) assert.ok(Date.now() < until, 'the text is still there');
  assert.match(await indexed(page), /other one/);
  assert.deepEqual(stage.problems, []);
});
