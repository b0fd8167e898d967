import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, type Side, type Stage, sitDown, visit } from '../e2e/stage.js';

export interface FilesPlan {
  /** How many, from 1 kB to `largest` bytes, each step larger by the same factor. */
  count: number;
  largest: number;
  cuts: number;
  kills: number;
  reloads: number;
  /** Bytes a second that the sender's line carries. */
  speed: number;
  onProgress?: (sentence: string) => void;
}

export interface FilesReport {
  files: number;
  bytes: number;
  cuts: number;
  kills: number;
  reloads: number;
  seconds: number;
  /** A sentence each; none where all is right. */
  faults: string[];
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends files from a real browser over a line that breaks, to a server that dies, and looks what arrives. */
export async function runFiles(plan: FilesPlan): Promise<FilesReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenim-files-'));
  const stage = await openStage();
  const began = performance.now();
  try {
    const files = makeFiles(folder, plan);
    const desk = await sitDown(stage);
    const shop = await visit(stage);
    await shop.say('Here are the files.');
    await desk.page.locator('tim-conversation-list [role=option]').first().click();
    await desk.waitForTexts(['Here are the files.']);
    await slow(shop, plan.speed);
    await shop.sendFiles([...files.keys()].map((name) => join(folder, name)));
    // What is on the disk survives; before that a file that was just picked is nobody's yet.
    for (let left = files.size; left > 0; left = files.size - (await written(shop))) await pause(100);
    const done = await breakAll(plan, stage, shop, desk, files.size);
    const faults = await look(desk, files);
    const bytes = [...files.values()].reduce((sum, { size }) => sum + size, 0);
    return { files: files.size, bytes, ...done, seconds: (performance.now() - began) / 1000, faults };
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeFiles(folder: string, { count, largest }: FilesPlan): Map<string, Made> {
  const files = new Map<string, Made>();
  for (let i = 0; i < count; i++) {
    const size = Math.round(1_000 * (largest / 1_000) ** (i / Math.max(1, count - 1)));
    const name = `${i} файл 文件.bin`;
    const bytes = randomBytes(size);
    writeFileSync(join(folder, name), bytes);
    files.set(name, { size, hash: createHash('sha256').update(bytes).digest('hex') });
  }
  return files;
}

async function slow(side: Side, speed: number): Promise<void> {
  const session = await side.page.context().newCDPSession(side.page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 40,
    downloadThroughput: -1,
    uploadThroughput: speed,
  });
}

interface Made {
  size: number;
  hash: string;
}

interface Row {
  name: string;
  state: string;
  conversation: string;
  file: { id: string };
}

/** Files of the conversation, as the client has them; of all of its pages. */
function rowsOf(side: Side): Promise<Row[]> {
  // biome-ignore lint/suspicious/noExplicitAny: what the element has is not in this page's types.
  return side.page.locator('tim-thread').evaluate(async (thread: any) => {
    // biome-ignore lint/suspicious/noExplicitAny: the same.
    const { rows }: { rows: any[] } = await new Promise((resolve) => {
      const stop = thread.im.views
        .thread(thread.conversation, { anchor: 'end', before: 100 })
        .subscribe((value: never) => {
          setTimeout(() => stop());
          resolve(value);
        });
    });
    return rows
      .filter((row) => row.body?.file)
      .map(({ body, state, conversation }) => ({
        name: body.file.name,
        state,
        conversation,
        file: body.file,
      }));
  });
}

const written = async (side: Side) => (await rowsOf(side)).length;
const arrived = async (side: Side) => new Set((await rowsOf(side)).map(({ name }) => name)).size;

/** Cuts, kills and reloads, spread over the way; resolves when all has arrived. */
async function breakAll(plan: FilesPlan, stage: Stage, shop: Side, desk: Side, total: number) {
  const done = { cuts: 0, kills: 0, reloads: 0 };
  const side = shop;
  const end = Date.now() + 20 * 60_000;
  for (;;) {
    const here = await arrived(desk);
    if (here >= total && done.cuts >= plan.cuts && done.kills >= plan.kills && done.reloads >= plan.reloads)
      break;
    if (Date.now() > end) break;
    plan.onProgress?.(
      `${here} of ${total} files, ${done.cuts} cuts, ${done.kills} kills, ${done.reloads} reloads`,
    );
    const part = here / total;
    await pause(500 + Math.random() * 1_500);
    if (done.kills < plan.kills && part >= (done.kills + 0.5) / (plan.kills + 1)) {
      await stage.server.kill();
      await pause(500);
      await stage.server.start();
      done.kills += 1;
    } else if (done.reloads < plan.reloads && part >= (done.reloads + 0.7) / (plan.reloads + 1)) {
      await side.page.reload();
      await side.page.locator('.launcher').click();
      await slow(side, plan.speed);
      done.reloads += 1;
    } else if (done.cuts < plan.cuts) {
      stage.shopWire.cut();
      await pause(200 + Math.random() * 1_000);
      stage.shopWire.heal();
      done.cuts += 1;
    }
  }
  return done;
}

/** Each once, with its bytes, as whoever reads them gets them. */
async function look(desk: Side, files: Map<string, Made>): Promise<string[]> {
  const faults: string[] = [];
  const rows = await rowsOf(desk);
  for (const [name, { hash: wanted }] of files) {
    const found = rows.filter((row) => row.name === name);
    if (found.length !== 1) {
      faults.push(`${name} arrived ${found.length} times.`);
      continue;
    }
    const url = await desk.page.locator('tim-thread').evaluate(
      // biome-ignore lint/suspicious/noExplicitAny: the same.
      (thread: any, { conversation, file }): Promise<string> => thread.im.fileUrl(conversation, file),
      found[0]!,
    );
    const hash = createHash('sha256');
    for await (const part of (await fetch(url)).body!) hash.update(part as Uint8Array);
    if (hash.digest('hex') !== wanted) faults.push(`${name} has other bytes.`);
  }
  return faults;
}
