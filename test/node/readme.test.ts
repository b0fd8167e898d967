import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { jwtVerify } from 'jose';

const root = join(import.meta.dirname, '..', '..');
const secret = 'a secret of at least 32 characters';

function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map((match) => match[1]!);
}

async function check(token: string): Promise<void> {
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
  assert.equal(payload.iss, 'my-shop');
  assert.equal(payload.sub, 'u-42');
  assert.equal(payload.name, '林 O\'Neill "Lin"');
  assert.ok(payload.exp! > Date.now() / 1000);
}

for (const page of ['README.md', 'README.zh-CN.md']) {
  test(`[T1] ${page}: the example in Node signs a token that verifies`, async () => {
    const [code] = blocks(page, 'js');
    const body = code!.replace(/^import .*$/m, '').replace('const token = await', 'return');
    const sign = new Function('SignJWT', 'user', 'process', `return (async () => {${body}})()`);
    const { SignJWT } = await import('jose');
    const user = { id: 'u-42', name: '林 O\'Neill "Lin"' };
    await check(await sign(SignJWT, user, { env: { TOKENIM_SECRET: secret } }));
  });

  test(`[T1] ${page}: the example in Python signs a token that verifies`, async (t) => {
    if (spawnSync('python3', ['--version']).status !== 0) return t.diagnostic('There is no Python here.');
    const [code] = blocks(page, 'python');
    const call = `import sys\nprint(chat_token("my-shop", sys.argv[1], "u-42", sys.argv[2]))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', `${code}\n${call}`, secret, '林 O\'Neill "Lin"'], {
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    await check(stdout.trim());
  });
}

test('links between our pages lead somewhere', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md'], { cwd: root });
  for (const page of pages) {
    for (const [, target] of readFileSync(join(root, page), 'utf8').matchAll(
      /\]\(([^)#:\s]+)(?:#[^)]*)?\)/g,
    )) {
      const path = join(root, page, '..', target!);
      assert.ok(globSync(path).length === 1, `${page} links to ${target}, which is not there`);
    }
  }
});
