import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAst } from 'vite';
import { innerNames, leanDexie, unusedMethods, unusedProps } from './lean-dexie.js';

const root = join(import.meta.dirname, '..', '..', '..');
const path = join(root, 'packages/store/node_modules/dexie/dist/modern/dexie.mjs');
const lean = leanDexie(readFileSync(path, 'utf8'), parseAst);
const store = globSync('packages/store/src/**/*.ts', { cwd: root })
  .filter((name) => !name.includes('.test.'))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

test('what is left of Dexie is a module', () => {
  assert.ok(parseAst(lean));
});

test('the store neither calls what was taken out, nor adds hooks, nor turns the cache on', () => {
  for (const method of Object.values(unusedMethods).flat()) {
    assert.doesNotMatch(store, new RegExp(`\\.${method}\\(`), method);
  }
  for (const name of Object.values(unusedProps).flat()) {
    assert.doesNotMatch(store, new RegExp(`\\bDexie\\.(?:Promise\\.)?${name}\\b`), name);
  }
  assert.doesNotMatch(store, /\.timeout\(/);
  assert.doesNotMatch(store, /\.hook\b/);
  assert.doesNotMatch(store, /\b(?:add|remove|replacePrefix|PropModification)\b[^;]*from 'dexie'/);
  assert.match(store, /cache: 'disabled'/);
});

test('the databases of the store have one version each', () => {
  const versions = store.match(/\.version\(\d+\)/g);
  assert.deepEqual(versions, ['.version(1)', '.version(1)']);
});

test('the store reads no property that gets another name', () => {
  for (const name of innerNames) assert.doesNotMatch(store, new RegExp(`\\b${name}\\b`), name);
});

test('Dexie itself calls nothing that was taken out', () => {
  for (const method of Object.values(unusedMethods).flat()) {
    // Strings have a method of this name, too.
    const calls =
      method === 'startsWith'
        ? /Clause\.startsWith\(|where\([^)]*\)\.startsWith\(/
        : new RegExp(`\\.${method}\\(`);
    assert.doesNotMatch(lean, calls, method);
  }
  for (const name of Object.values(unusedProps).flat()) {
    assert.doesNotMatch(lean, new RegExp(`\\b(?:Dexie|DexiePromise)\\.${name}\\b`), name);
  }
  assert.doesNotMatch(lean, /\.timeout\(/);
});

test('what it says to developers is gone, and errors are still told apart by name', () => {
  assert.ok(!/console\.(?:warn|debug|trace)\(/.test(lean));
  assert.ok(!/new exceptions\.\w+\(["'`]\w/.test(lean));
  assert.ok(lean.includes('new exceptions.DatabaseClosed('));
});
