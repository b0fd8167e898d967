import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { openStage, Side, type Stage, sitDown, visit } from './stage.js';

/** A grey picture of 8 × 8 points. */
const png = greyPng(8);

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage?.close();
});

let shop: Side;
let desk: Side;
const said: string[] = [];

test('a visitor and an agent talk: 20 messages each way, in one order on both screens', async () => {
  desk = await sitDown(stage);
  await desk.page.locator('tim-conversation-list').waitFor();
  shop = await visit(stage);
  await shop.say('Hello, my kettle does not switch off.');
  said.push('Hello, my kettle does not switch off.');
  await desk.page
    .locator('tim-conversation-list [role=option], tim-conversation-list [role=row]')
    .first()
    .click();
  await desk.waitForTexts(said);
  await shop.tick(said[0]!, 'read');
  for (let i = 1; i <= 20; i++) {
    await desk.say(`agent ${i}: 您好，第${i}条`);
    said.push(`agent ${i}: 您好，第${i}条`);
    await shop.waitForTexts(said.slice(-10));
    if (i < 20) {
      await shop.say(`visitor ${i} 👩🏽‍🔧 مرحبا`);
      said.push(`visitor ${i} 👩🏽‍🔧 مرحبا`);
      await desk.waitForTexts(said.slice(-10));
    }
  }
  await shop.waitForTexts(said);
  await desk.waitForTexts(said);
  assert.deepEqual(stage.problems, []);
});

test('an edit, a deletion and a reaction reach the other side', async () => {
  await desk.menu('agent 20', 'Edit');
  await desk.field.fill('agent 20: edited');
  await desk.page.keyboard.press('Enter');
  await shop.row('agent 20: edited').waitFor();
  await desk.menu('agent 19', 'Delete');
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await shop.row('This message was deleted').waitFor();
  await shop.row('agent 20: edited').hover();
  await shop.row('agent 20: edited').locator('button.more').click();
  await shop.page.getByRole('menuitemcheckbox', { name: /React with 👍/ }).click();
  await desk.row('agent 20: edited').getByText('👍').waitFor();
});

test('an image and a file of 20 MB arrive whole', async () => {
  await shop.sendFiles({ name: 'kettle.png', mimeType: 'image/png', buffer: png });
  const picture = desk.page.locator('tim-thread img').last();
  await picture.waitFor();
  await desk.page.waitForFunction(() => {
    const find = (root: Document | ShadowRoot): HTMLImageElement[] =>
      [...root.querySelectorAll('*')].flatMap((e) => [
        ...(e instanceof HTMLImageElement ? [e] : []),
        ...(e.shadowRoot ? find(e.shadowRoot) : []),
      ]);
    return find(document).some((image) => image.naturalWidth === 8);
  });

  const bytes = randomBytes(20 * 1024 * 1024);
  const folder = mkdtempSync(join(tmpdir(), 'tokenim-film-'));
  after(() => rmSync(folder, { recursive: true }));
  const film = join(folder, 'film 片.bin');
  writeFileSync(film, bytes);
  await shop.sendFiles(film);
  const button = desk.page.getByRole('button', { name: 'Download film 片.bin' });
  await button.waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([desk.page.waitForEvent('download'), button.click()]);
  const got = readFileSync(await download.path());
  const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
  assert.equal(hash(got), hash(bytes));
});

test('a reload shows the same at once, also with the server down', async () => {
  const before = { shop: await shop.texts(), desk: await desk.texts() };
  await stage.server.kill();
  for (const side of [shop, desk]) await side.page.reload();
  await shop.page.locator('.launcher').click();
  await shop.waitForTexts(before.shop.slice(-20));
  await desk.waitForTexts(before.desk.slice(-20));
  await stage.server.start();
});

test('written off-line with the tab closed, everything arrives once and in order', async () => {
  stage.shopWire.cut();
  const lines = [1, 2, 3, 4, 5].map((i) => `off-line ${i}`);
  for (const line of lines) await shop.say(line);
  await shop.sendFiles({ name: 'dark.png', mimeType: 'image/png', buffer: png });
  await shop.tick('off-line 5', 'pending');
  // What is shown is on the disk; before that a file that was just picked is nobody's yet.
  await shop.page.locator('tim-thread .row.pending .media').waitFor();
  await shop.page.close();
  const images = await desk.page.locator('tim-thread img').count();

  const page = await stage.shop.newPage();
  await page.goto(stage.shopUrl);
  await page.locator('.launcher').click();
  shop = new Side(page);
  await shop.waitForTexts(lines);
  stage.shopWire.heal();
  await desk.waitForTexts(lines, 40_000);
  await desk.page.locator('tim-thread img').nth(images).waitFor();
  await shop.tick('off-line 5', 'read');
  await desk.page.waitForTimeout(1_000);
  const all = await desk.texts();
  for (const line of lines) assert.equal(all.filter((text) => text === line).length, 1, line);
  assert.equal(await desk.page.locator('tim-thread img').count(), images + 1);
});

test('the server is killed while messages fly: none is lost, none doubled', async () => {
  const lines: string[] = [];
  let restarted = Promise.resolve();
  for (let i = 0; i < 30; i++) {
    lines.push(`storm ${i}.`);
    await shop.say(lines[i]!);
    if (i % 10 === 4) {
      await restarted;
      await stage.server.kill();
      restarted = stage.server.start();
    }
  }
  await restarted;
  await desk.waitForTexts(lines, 60_000);
  await shop.waitForTexts(lines);
  for (const side of [shop, desk]) {
    const all = await side.texts();
    for (const line of lines) assert.equal(all.filter((text) => text === line).length, 1, line);
  }
  assert.deepEqual(stage.problems, []);
});

function greyPng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8; // bits a point; colour type 0 is grey
  const rows = Buffer.alloc(side * (side + 1), 0x80);
  for (let y = 0; y < side; y++) rows[y * (side + 1)] = 0; // no filter
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
