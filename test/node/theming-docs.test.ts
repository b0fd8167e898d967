import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const doc = readFileSync(join(root, 'docs/theming.md'), 'utf8');
const sources = globSync('packages/{elements,widget}/src/**/*.ts', { cwd: root })
  .filter((path) => !/\.test\.ts$|testing/.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8'));

const found = (texts: string[], pattern: RegExp) =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!)))].sort();

test('docs/theming.md lists each variable that the styles read, and no other', () => {
  assert.deepEqual(found([doc], /^\| `(--tim-[a-z-]+)`/gm), found(sources, /var\(\s*(--tim-[a-z-]+)/g));
});

test('docs/theming.md lists each part that an element documents, and an element documents each that it has', () => {
  const parts = doc.slice(doc.indexOf('## Parts'));
  const listed = [...parts.matchAll(/^\| `tim-[a-z-]+` +\| (.+) \|$/gm)].flatMap((match) =>
    [...match[1]!.matchAll(/`([a-z-]+)`/g)].map((name) => name[1]!),
  );
  const documented = found(sources, /@csspart ([a-z-]+)/g);
  assert.deepEqual([...new Set(listed)].sort(), documented);
  assert.deepEqual(
    found(sources, /\bpart="([a-z-]+)"/g),
    documented.filter((name) => name !== 'launcher'),
  );
});

test('ready themes set variables that exist, and docs/theming.md names each', () => {
  const known = found(sources, /var\(\s*(--tim-[a-z-]+)/g);
  const files = globSync('packages/elements/themes/*.css', { cwd: root });
  assert.ok(files.length >= 4);
  for (const file of files) {
    const css = readFileSync(join(root, file), 'utf8');
    for (const name of found([css], /^ {2}([a-z-]+):/gm))
      assert.ok(known.includes(name), `${name} in ${file}`);
    assert.ok(doc.includes(`themes/${file.split('/').at(-1)}`), file);
  }
});
