import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { importer } from './lean-bundles.js';

type Load = () => Promise<{ x: number }>;

test('a chunk that did not come is asked for by another address', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tokenim-importer-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'importer.mjs'), importer);
  writeFileSync(join(folder, 'a-1.mjs'), 'export const x = 1;');
  const module = (await import(pathToFileURL(join(folder, 'importer.mjs')).href)) as {
    __vitePreload(load: Load): ReturnType<Load>;
  };
  const failing = (source: string): Load =>
    Object.assign(() => Promise.reject(new Error('did not come')), { toString: () => source });
  for (const quote of ['`', '"', "'"]) {
    const loaded = await module.__vitePreload(failing(`()=>import(${quote}./a-1.mjs${quote})`));
    assert.equal(loaded.x, 1);
  }
  await assert.rejects(module.__vitePreload(failing('()=>import("./b-1.mjs")')));
  await assert.rejects(module.__vitePreload(failing('()=>import("./a-1.mjs").then(e=>e.t)')), /did not come/);
  assert.equal((await module.__vitePreload(async () => ({ x: 2 }))).x, 2);
});
