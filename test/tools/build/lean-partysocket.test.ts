import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAst } from 'vite';
import { leanPartysocket, unusedMembers } from './lean-partysocket.js';

const root = join(import.meta.dirname, '..', '..', '..');
const path = join(root, 'packages/client/node_modules/partysocket/dist/ws.js');
const lean = leanPartysocket(readFileSync(path, 'utf8'), parseAst);
const client = globSync('packages/client/src/socket/*.ts', { cwd: root })
  .filter((name) => !name.includes('.test.'))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

test('what is left of partysocket is a module, and says nothing in the console', () => {
  assert.ok(parseAst(lean));
  assert.ok(!lean.includes('console.'));
});

test('neither the client nor partysocket itself uses what was taken out', () => {
  for (const name of unusedMembers) {
    assert.doesNotMatch(client, new RegExp(`\\bsocket\\.${name}\\b`), name);
    assert.doesNotMatch(lean, new RegExp(`\\bthis\\.${name}\\b`), name);
  }
});
