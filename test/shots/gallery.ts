import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { servePlayground } from '../../playground/serve.js';
import { freePort } from '../tools/server-process.js';
import { type Look, output, type Shot, shot } from './shot.js';

/** How long (ms) a page is given for what comes by itself: notices that wait a second, who is there, pictures. */
const settling = 1_600;

/** What is only there once somebody did something, and in which frame. */
const acts: {
  name: string;
  frame: string;
  act(page: Page): Promise<void>;
  undo(page: Page): Promise<void>;
}[] = [
  {
    name: 'list-search',
    frame: 'list',
    act: (page) => page.locator('#list input[type=search]').fill('小明'),
    undo: (page) => page.locator('#list input[type=search]').fill(''),
  },
  {
    name: 'list-menu',
    frame: 'list',
    async act(page) {
      await page.locator('#list .row').nth(1).focus();
      await page.keyboard.press('Shift+F10');
      await page.locator('#list [role=menu]').waitFor();
    },
    undo: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'message-menu',
    frame: 'direct',
    async act(page) {
      await page.locator('#direct tim-thread [data-row]').nth(8).focus();
      await page.keyboard.press('Enter');
      await page.locator('tim-message-menu').waitFor();
    },
    undo: (page) => page.keyboard.press('Escape'),
  },
  ...[1, -1].map((at) => ({
    name: at < 0 ? 'message-delete' : 'message-details',
    frame: 'direct',
    async act(page: Page) {
      await page.locator('#direct tim-thread [data-row]').nth(8).focus();
      await page.keyboard.press('Enter');
      const items = page.locator('tim-message-menu').getByRole('menuitem');
      await items.first().waitFor();
      await items.nth((await items.count()) - (at < 0 ? 1 : 2)).click();
      await page.locator('#direct dialog[open], tim-message-dialog').first().waitFor();
    },
    undo: (page: Page) => page.keyboard.press('Escape'),
  })),
  {
    name: 'emoji-picker',
    frame: 'direct',
    async act(page) {
      await page.locator('#direct tim-composer button.emoji').click();
      await page
        .locator('tim-emoji-picker [role=grid] button, tim-emoji-picker [role=gridcell]')
        .first()
        .waitFor();
    },
    undo: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'tray-menu',
    frame: 'tray',
    async act(page) {
      await page.locator('#tray tim-file-tray .grip').nth(1).click();
      await page.locator('#tray tim-file-tray').getByRole('menuitem').first().waitFor();
    },
    undo: (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'mention',
    frame: 'group',
    async act(page) {
      await page.locator('#group tim-composer textarea').focus();
      await page.keyboard.type('@');
      await page.locator('#group tim-composer [role=listbox]').waitFor();
    },
    async undo(page) {
      await page.keyboard.press('Escape');
      await page.locator('#group tim-composer textarea').fill('');
    },
  },
];

/** Every frame of the playground's gallery, and what opens in some of them, in all looks. */
export async function galleryShots(browser: Browser, looks: readonly Look[]): Promise<Shot[]> {
  const site = await servePlayground({ port: await freePort() });
  const taken: Shot[] = [];
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  try {
    for (const look of looks) {
      await page.setViewportSize(look.viewport);
      await page.goto(`${site.url}/gallery.html?theme=${look.theme}&lang=${look.lang}`);
      await page.locator('#direct tim-thread [data-row]').first().waitFor();
      await page.locator('#tray tim-file-tray .original').waitFor();
      await page.waitForTimeout(settling);
      for (const frame of await page.locator('.frame').all()) {
        const one = shot(`gallery/${await frame.getAttribute('id')}`, look);
        await frame.scrollIntoViewIfNeeded();
        // What is fetched when it comes on the screen has a moment for it.
        await page.waitForTimeout(60);
        await frame.screenshot({ path: join(output, one.file) });
        taken.push(one);
      }
      for (const { name, frame, act, undo } of acts) {
        const one = shot(`gallery/${name}`, look);
        // A part that somebody renamed costs its own picture and no other.
        try {
          await page.locator(`#${frame}`).scrollIntoViewIfNeeded();
          await act(page);
          await page.waitForTimeout(150);
          await page.locator(`#${frame}`).screenshot({ path: join(output, one.file) });
          taken.push(one);
        } catch (error) {
          console.error(`${one.file}: ${String(error).split('\n')[0]}`);
          process.exitCode = 1;
        }
        await undo(page);
      }
      console.log(`gallery ${look.screen} ${look.lang} ${look.theme}`);
    }
  } finally {
    await page.close();
    await site.close();
  }
  return taken;
}
