import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, type ElementHandle, launch, type Page } from 'puppeteer-core';
import { tone } from '../../packages/elements/src/testing/tone.js';
import { chromiumArgs, findBrowser } from '../tools/browsers.mjs';
import { openStage, type Stage } from './stage.js';

const folder = mkdtempSync(join(tmpdir(), 'tokenim-voice-'));
/** Two minutes, two megabytes. */
const large = join(folder, 'tone.wav');
let stage: Stage;
before(async () => {
  writeFileSync(large, new Uint8Array(await tone(130).arrayBuffer()));
  stage = await openStage();
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true });
});

/** A browser whose microphone beeps and is given without a question. */
function speaking(engine: 'chromium' | 'firefox', path: string): Promise<Browser> {
  if (engine === 'firefox')
    return launch({
      browser: 'firefox',
      executablePath: path,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
      },
    });
  return launch({
    executablePath: path,
    args: [...chromiumArgs, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });
}

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1100, height: 800 });
  // No machine that tests has a loudspeaker; Firefox does not begin without one but where it is not needed.
  await page.evaluateOnNewDocument(() => {
    const Loud = window.Audio;
    window.Audio = function silent() {
      return Object.assign(new Loud(), { muted: true });
    } as unknown as typeof Audio;
  });
  await page.goto(url);
  return page;
}

const press = async (page: Page, selector: string) =>
  (await page.waitForSelector(`pierce/${selector}`, { visible: true, timeout: 15_000 }))!.click();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** How far the newest player is: 0 to 1. */
const place = async (page: Page): Promise<number> => {
  const tracks = await page.$$('pierce/.track');
  const at = await tracks.at(-1)?.evaluate((track) => (track as HTMLElement).style.getPropertyValue('--_at'));
  return Number(at ?? 0);
};

/** Presses the newest player's button, and waits until it has come so far. */
async function plays(page: Page, far: number): Promise<void> {
  await (await page.$$('pierce/.play')).at(-1)!.click();
  let at = 0;
  for (let i = 0; i < 200 && at < far; i++) {
    await pause(50);
    at = Math.max(at, await place(page));
  }
  assert.ok(at >= far, `it came to ${at}`);
}

for (const engine of ['chromium', 'firefox'] as const) {
  const path = findBrowser(engine);
  test(`a voice message is recorded, sent, and played by the other side in ${engine}`, {
    skip: !path && `${engine} is not installed`,
    timeout: 120_000,
  }, async () => {
    const visitor = await speaking(engine, path!);
    const agent = await speaking(engine, path!);
    try {
      const desk = await open(agent, stage.deskUrl);
      const shop = await open(visitor, stage.shopUrl);
      await press(shop, '.launcher');
      await shop.waitForSelector('pierce/textarea', { visible: true });
      await (await shop.$('pierce/textarea'))!.type(`Hello from ${engine}`);
      await shop.keyboard.press('Enter');
      await shop.waitForSelector('pierce/.tick:not(.pending)', {
        timeout: 15_000,
      });
      await press(desk, '[role=option]');

      await press(shop, '.record');
      await shop.waitForSelector('pierce/.stop:not(:disabled)');
      await pause(2500);
      await press(shop, '.stop');
      await press(shop, '.main.send');

      await desk.waitForSelector('pierce/tim-player', { timeout: 20_000 });
      const label = await (await desk.$$('pierce/[data-row]')).at(-1)!.evaluate((row) => row.ariaLabel);
      assert.match(label ?? '', /Voice message, 0:0[23]/);
      assert.equal(await place(desk), 0);
      await plays(desk, 0.5);
      const list = await (await desk.$('pierce/[role=option] .preview'))!.evaluate(
        (line) => line.textContent,
      );
      assert.match(list ?? '', /Voice message, 0:0[23]/);

      // What is larger is read from the server, in ranges, under the page's policy.
      const ranges: number[] = [];
      desk.on('response', (response) => {
        if (response.url().includes('/v1/files/')) ranges.push(response.status());
      });
      await ((await shop.$('pierce/input[type=file]')) as ElementHandle<HTMLInputElement>).uploadFile(large);
      await shop.waitForSelector('pierce/li.staged', { timeout: 20_000 });
      await press(shop, '.send:not(:disabled)');
      await desk.waitForFunction(
        (name) => document.querySelector('tim-thread')?.shadowRoot?.textContent?.includes(name),
        { timeout: 20_000 },
        basename(large),
      );
      await pause(500);
      await plays(desk, 0.002);
      assert.ok(ranges.includes(206), `answers: ${ranges}`);
    } finally {
      await visitor.close();
      await agent.close();
    }
  });
}
