import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, type ElementHandle, launch, type Page } from 'puppeteer-core';
import { withDuration } from '../../packages/elements/src/voice-recorder/webm.js';
import { chromiumArgs, findBrowser } from '../tools/browsers.mjs';
import { openStage, type Stage } from './stage.js';

const folder = mkdtempSync(join(tmpdir(), 'tokenim-video-'));
/** Larger than what is fetched whole: it is read from the server in ranges. */
const film = join(folder, 'film.webm');
const broken = join(folder, 'broken.webm');
/** Milliseconds of the film. */
const length = 6000;

const chromium = findBrowser('chromium');
let stage: Stage;
before(async () => {
  if (!chromium) return;
  writeFileSync(broken, Buffer.alloc(5000, 7));
  writeFileSync(film, await record());
  stage = await openStage();
});
after(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true });
});

function start(engine: 'chromium' | 'firefox', path: string): Promise<Browser> {
  if (engine === 'firefox') return launch({ browser: 'firefox', executablePath: path });
  return launch({ executablePath: path, args: [...chromiumArgs] });
}

/** A film of noise, as a browser records it. */
async function record(): Promise<Uint8Array> {
  const browser = await start('chromium', chromium!);
  try {
    const page = await browser.newPage();
    const base64 = await page.evaluate(async (ms) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
      const context = canvas.getContext('2d')!;
      const image = context.createImageData(canvas.width, canvas.height);
      const words = new Uint32Array(image.data.buffer);
      const draw = setInterval(() => {
        for (let i = 0; i < words.length; i++) words[i] = 0xff000000 + Math.random() * 0xffffff;
        context.putImageData(image, 0, 0);
      }, 40);
      const recorder = new MediaRecorder(canvas.captureStream(25), {
        mimeType: 'video/webm;codecs=vp8',
        videoBitsPerSecond: 4_000_000,
      });
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.start();
      await new Promise((resolve) => setTimeout(resolve, ms));
      await new Promise((resolve) => {
        recorder.onstop = resolve;
        recorder.stop();
      });
      clearInterval(draw);
      return new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(String(reader.result).split(',')[1]!);
        reader.readAsDataURL(new Blob(parts));
      });
    }, length);
    const blob = await withDuration(new Blob([Buffer.from(base64, 'base64')]), length);
    assert.ok(blob.size > 1_200_000, `${blob.size} bytes`);
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    await browser.close();
  }
}

const press = async (page: Page, selector: string) =>
  (await page.waitForSelector(`pierce/${selector}`, { visible: true, timeout: 15_000 }))!.click();

async function send(shop: Page, path: string): Promise<void> {
  await ((await shop.$('pierce/input[type=file]')) as ElementHandle<HTMLInputElement>).uploadFile(path);
  await shop.waitForSelector('pierce/li.staged', { timeout: 20_000 });
  await press(shop, '.send:not(:disabled)');
}

/** The newest video of a page, once there are so many. */
async function newest(page: Page, count: number): Promise<ElementHandle> {
  for (let i = 0; i < 200; i++) {
    const videos = await page.$$('pierce/tim-video');
    if (videos.length === count) return videos.at(-1)!;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`There are not ${count} videos.`);
}

/** A part of an element, once it is there. */
async function inside(page: Page, element: ElementHandle, selector: string): Promise<ElementHandle<Element>> {
  const found = await page.waitForFunction(
    (host, part) => host.shadowRoot?.querySelector(part),
    { timeout: 15_000 },
    element as ElementHandle<Element>,
    selector,
  );
  return found.asElement() as ElementHandle<Element>;
}

for (const engine of ['chromium', 'firefox'] as const) {
  const path = findBrowser(engine);
  test(`a video plays in its place from the server, from any point, and on the whole screen in ${engine}`, {
    skip: (!path && `${engine} is not installed`) || (!chromium && 'chromium records the film'),
    timeout: 120_000,
  }, async () => {
    const visitor = await start(engine, path!);
    const agent = await start(engine, path!);
    try {
      const desk = await agent.newPage();
      await desk.goto(stage.deskUrl);
      const shop = await visitor.newPage();
      await shop.goto(stage.shopUrl);
      await press(shop, '.launcher');
      await shop.waitForSelector('pierce/textarea', { visible: true });
      await (await shop.$('pierce/textarea'))!.type(`Hello from ${engine}`);
      await shop.keyboard.press('Enter');
      await shop.waitForSelector('pierce/.tick:not(.pending)', { timeout: 15_000 });
      await press(desk, '[role=option]');

      const answers: number[] = [];
      desk.on('response', (response) => {
        if (response.url().includes('/v1/files/')) answers.push(response.status());
      });
      await send(shop, film);
      const video = await newest(desk, 1);
      assert.equal(answers.length, 0);
      await (await inside(desk, video, 'button')).click();
      const played = await (await inside(desk, video, 'video')).evaluate(async (element) => {
        const media = element as HTMLVideoElement;
        const soon = (check: () => boolean) =>
          new Promise<boolean>((resolve) => {
            const end = Date.now() + 15_000;
            const look = () => (check() || Date.now() > end ? resolve(check()) : setTimeout(look, 50));
            look();
          });
        const begun = await soon(() => media.currentTime > 0.2);
        media.currentTime = 4.5;
        const moved = await soon(() => !media.seeking && media.currentTime > 4.6);
        await media.requestFullscreen();
        const whole = document.fullscreenElement !== null;
        await document.exitFullscreen();
        return { begun, moved, whole, width: media.videoWidth, length: Math.round(media.duration) };
      });
      assert.deepEqual(played, { begun: true, moved: true, whole: true, width: 640, length: length / 1000 });
      assert.ok(answers.includes(206), `answers: ${answers}`);

      await send(shop, broken);
      const wrong = await newest(desk, 2);
      await (await inside(desk, wrong, 'button')).click();
      const said = await inside(desk, wrong, '[role=alert]');
      assert.match((await said.evaluate((line) => line.textContent)) ?? '', /Download/);
    } finally {
      await visitor.close();
      await agent.close();
    }
  });
}
