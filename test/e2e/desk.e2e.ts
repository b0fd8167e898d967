import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openStage, Side, type Stage, sitDown } from './stage.js';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

test('an agent answers by keyboard alone, and sees whether the customer is there', async () => {
  const { page } = await sitDown(stage);
  const shopPage = await stage.shop.newPage();
  await shopPage.goto(stage.shopUrl);
  await shopPage.locator('.launcher').click();
  const shop = new Side(shopPage);
  await shop.field.waitFor();
  await shop.say('Do you ship to Norway?');
  await page.getByRole('option').filter({ hasText: 'Norway' }).waitFor();
  const focused = () =>
    page.evaluate(() => {
      const outer = document.activeElement;
      const inner = outer?.shadowRoot?.activeElement;
      return [outer?.localName, inner?.localName, inner?.getAttribute('role')].join(' ').trim();
    });
  const waitForFocus = async (wanted: string) => {
    for (let i = 0; i < 100 && (await focused()) !== wanted; i++) await page.waitForTimeout(50);
    assert.equal(await focused(), wanted);
  };

  await page.keyboard.press('Control+k');
  await waitForFocus('tim-conversation-list input');
  await page.keyboard.type('norway');
  await page.getByRole('status').filter({ hasText: '1' }).first().waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await waitForFocus('tim-composer textarea');
  await page.locator('main header').getByText('Online').waitFor();
  await page.keyboard.type('/deliv');
  await page.getByRole('listbox').getByText('delivery').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await shop.row('within two days').waitFor();

  await page.keyboard.press('Control+f');
  await waitForFocus('tim-search input');
  await page.keyboard.type('ship');
  await page.getByText('1 of 1').waitFor();
  await page.keyboard.press('Escape');
  await waitForFocus('tim-composer textarea');

  // What was searched for is no longer in the newest message: back in the field, then.
  await page.keyboard.press('Escape');
  await waitForFocus('tim-conversation-list input');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await waitForFocus('tim-conversation-list div option');
  await page.keyboard.press('p');
  await page.getByRole('option').getByText('Pinned').waitFor({ state: 'attached' });
  await page.keyboard.press('p');

  await shopPage.close();
  await page.locator('main header').getByText('Last seen').waitFor({ timeout: 20_000 });
  assert.deepEqual(stage.problems, []);
});
