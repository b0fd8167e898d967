import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { documents, serialize } from '../tools/documents.js';

for (const [name, build] of Object.entries(documents)) {
  test(`${name} is fresh (else run pnpm generate)`, () => {
    assert.equal(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'), serialize(build()));
  });

  test(`every reference in ${name} leads somewhere`, () => {
    const document = build();
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
    assert.ok(refs.length > 50);
    for (const ref of new Set(refs)) {
      const found = ref
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      assert.ok(found, ref);
    }
  });
}
