import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { AppId, FileId } from '@tokenim/protocol';
import { byteKey } from './bytes.js';
import { bytesContract } from './bytes-contract.js';
import { FolderBytes } from './folder-bytes.js';

const directory = mkdtempSync(join(tmpdir(), 'tokenim-bytes-'));
after(() => rmSync(directory, { recursive: true }));

bytesContract('folder', async () => new FolderBytes(directory));

test('folder: one that cannot be written to is told in a sentence', async () => {
  writeFileSync(join(directory, 'a-file'), '');
  const bytes = new FolderBytes(join(directory, 'a-file', 'files'));
  await assert.rejects(bytes.check(), /The folder .* cannot be written to\./);
});

test('a key is made of an app and an id, and of nothing else', () => {
  for (const [app, id] of [
    ['demo', '../../../etc/passwd'],
    ['..', '0199c7e0-1b00-7000-8000-000000000001'],
    ['demo', ''],
    ['demo', '0199c7e0-1b00-7000-8000-00000000000/'],
  ]) {
    assert.throws(() => byteKey(app as AppId, id as FileId));
  }
});
