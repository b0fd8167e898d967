// What the READMEs of these packages import exists.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as conformance from '@tokenim/conformance';
import * as protocol from '@tokenim/protocol';

const modules: Record<string, Record<string, unknown>> = {
  '@tokenim/conformance': conformance,
  '@tokenim/protocol': protocol,
};

for (const name of ['conformance', 'protocol']) {
  test(`packages/${name}/README.md imports what there is`, () => {
    const page = readFileSync(new URL(`../../packages/${name}/README.md`, import.meta.url), 'utf8');
    const imports = [...page.matchAll(/import \{ ([^}]+) \} from '(@tokenim\/\w+)'/g)];
    assert.ok(imports.length > 0);
    for (const [, names, from] of imports) {
      for (const one of names!.split(', ')) assert.ok(one in modules[from!]!, `${one} of ${from}`);
    }
  });
}
