import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findings } from './findings.js';
import { openStage, Side, type Stage, sitDown } from './stage.js';

let stage: Stage;
let desk: Side;
let shop: Side;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

/** What has the focus, through shadow roots: its tag, its classes and its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const row = at?.hasAttribute('data-row') ? 'row' : '';
    return `${at?.localName} ${row} ${at?.className} ${at?.ariaLabel ?? ''} ${at?.textContent?.slice(0, 60)}`;
  });
}

/** Presses a key until what has the focus is what is looked for, as a person does. */
async function pressUntil(page: Page, key: string, wanted: RegExp): Promise<void> {
  for (let i = 0; i < 12; i++) {
    if (wanted.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  assert.match(await focused(page), wanted);
}

/** As another window over this one does: the page is there and nobody looks. */
async function look(page: Page, looked: boolean): Promise<void> {
  await page.evaluate((visible) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (visible ? 'visible' : 'hidden'),
    });
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => visible });
    document.dispatchEvent(new Event('visibilitychange'));
  }, looked);
}

test('a whole conversation by keyboard alone', async () => {
  desk = await sitDown(stage);
  await desk.page.locator('tim-conversation-list').waitFor();
  const page = await stage.shop.newPage();
  await page.goto(stage.shopUrl);
  shop = new Side(page);
  await page.locator('.launcher').waitFor();
  await page.keyboard.press('Shift+Tab');
  await pressUntil(page, 'Shift+Tab', /launcher/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => document.activeElement?.shadowRoot?.activeElement?.localName === 'tim-composer',
  );
  await page.keyboard.type('Is the tide bowl still there?');
  await page.keyboard.press('Enter');
  await desk.page.locator('tim-conversation-list [role=option]').first().click();
  await desk.waitForTexts(['Is the tide bowl still there?']);
  await desk.say('It is, two of them.');
  await shop.row('It is, two of them.').waitFor();

  await pressUntil(page, 'Shift+Tab', / row /);
  await pressUntil(page, 'ArrowDown', /It is, two/);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await pressUntil(page, 'ArrowRight', /👍/);
  await page.keyboard.press('Enter');
  await desk.row('It is, two of them.').getByText('👍').waitFor();

  await pressUntil(page, 'ArrowDown', /row .*It is, two/);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await pressUntil(page, 'ArrowDown', /Reply/);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.equal(await page.locator('tim-widget dialog').count(), 1, 'Escape closes the menu first');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await pressUntil(page, 'ArrowDown', /Reply/);
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Tab', /^textarea/);
  await page.keyboard.type('Then one for me, please.');
  await page.keyboard.press('Enter');
  await desk.row('Then one for me, please.').getByText('It is, two of them.').waitFor();

  await page.keyboard.press('Escape');
  await page.locator('tim-widget dialog').waitFor({ state: 'detached' });
  await pressUntil(page, 'Shift', /launcher/);
  assert.deepEqual(stage.problems, []);
});

test('a message while nobody looks: the title, a notice of the system, and the way from it to the message', async () => {
  const { page } = shop;
  await stage.shop.grantPermissions(['notifications'], { origin: new URL(stage.shopUrl).origin });
  await page.evaluate(() => {
    const Real = Notification;
    const shown: Notification[] = [];
    Object.assign(window, { shown });
    window.Notification = class extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        shown.push(this);
      }
    };
  });
  await page.locator('.launcher').click();
  await page.locator('tim-widget .to-settings').click();
  await page.locator('tim-widget input[name=desktop]').check();
  await page.locator('tim-widget .back').click();
  await page.keyboard.press('Escape');
  await page.locator('tim-widget dialog').waitFor({ state: 'detached' });
  const title = await page.title();
  await look(page, false);
  await desk.say('<b>It is set aside</b>');
  await page.waitForFunction(() => /^\(1\) /.test(document.title));
  await page.waitForFunction(() => (window as never as { shown: unknown[] }).shown.length === 1);
  const notice = await page.evaluate(() => {
    const [one] = (window as never as { shown: Notification[] }).shown;
    return { title: one!.title, body: one!.body };
  });
  assert.deepEqual(notice, { title: 'Maya Lindqvist', body: '<b>It is set aside</b>' });
  await page.evaluate(() =>
    (window as never as { shown: Notification[] }).shown[0]!.dispatchEvent(new Event('click')),
  );
  await look(page, true);
  await shop.row('It is set aside').waitFor();
  assert.equal(await page.title(), title);
  await page.keyboard.press('Escape');
});

test('a link opens the conversation at its message, on a page that is open and on a new one', async () => {
  const { page } = shop;
  await page.locator('.launcher').click();
  const id = await page
    .locator('tim-widget tim-thread')
    .evaluate((thread) => (thread as HTMLElement & { conversation: string }).conversation);
  await page.locator('tim-widget header button').last().click();
  await page.locator('tim-widget dialog').waitFor({ state: 'detached' });
  const hash = `#tim=${encodeURIComponent(id)}/2`;
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await shop.row('It is, two of them.').waitFor();
  assert.equal(new URL(page.url()).hash, '');

  const other = await stage.shop.newPage();
  await other.goto(`${stage.shopUrl}${hash}`);
  await new Side(other).row('It is, two of them.').waitFor();
  await other.close();
});

test('on a phone the panel fills the screen, is modal, and gives the page back', async () => {
  const page = await stage.shop.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(stage.shopUrl);
  await page.locator('.launcher').click();
  const dialog = page.locator('tim-widget dialog:modal');
  await dialog.waitFor();
  await page.waitForFunction(() => {
    const box = document
      .querySelector('tim-widget')!
      .shadowRoot!.querySelector('dialog')!
      .getBoundingClientRect();
    return box.width === 390 && box.height === 844 && box.top === 0;
  });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflow), 'hidden');
  // Taken out of the page and put back, as a site that draws itself anew may do.
  await page.evaluate(() => {
    const widget = document.querySelector('tim-widget')!;
    widget.remove();
    document.body.append(widget);
  });
  await dialog.waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflow), 'hidden');
  await page.setViewportSize({ width: 844, height: 390 });
  await page.waitForFunction(() => {
    const box = document
      .querySelector('tim-widget')!
      .shadowRoot!.querySelector('dialog')!
      .getBoundingClientRect();
    return box.width === 844 && box.height === 390;
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator('tim-widget dialog:not(:modal)').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('tim-widget dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.documentElement.style.overflow), '');
  await page.close();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the panel on a page, ${scheme}; in forced colours it has an edge`, async () => {
    const context = await stage.shop.browser()!.newContext({
      bypassCSP: true,
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(stage.shopUrl);
    await page.evaluate((value) => {
      document.documentElement.style.colorScheme = value;
    }, scheme);
    await page.locator('.launcher').click();
    const side = new Side(page);
    await side.field.waitFor();
    const found = async (state: string) =>
      assert.deepEqual(await findings(page, 'tim-widget'), [], `${state}, ${scheme}`);
    await found('the first visit');
    await side.say('Is `this` at https://a.example?\n> it is');
    // The desk of the tests before may have it at once: then it is delivered, never seen as sent.
    await side.row('a.example').locator('.tick:not(.pending)').waitFor();
    await found('a conversation');
    await page.locator('tim-widget .find').click();
    await page.locator('tim-search input').fill('nowhere');
    await page.locator('tim-search .note').waitFor();
    await found('nothing found');
    await page.keyboard.press('Escape');
    await page.locator('tim-widget .to-settings').click();
    await page.locator('tim-widget .settings').waitFor();
    await found('settings');
    const edge = () =>
      page.locator('tim-widget dialog').evaluate((panel) => getComputedStyle(panel).borderTopStyle);
    assert.equal(await edge(), 'none');
    await page.emulateMedia({ forcedColors: 'active' });
    assert.equal(await edge(), 'solid');
    await context.close();
  });
}
