import assert from 'node:assert/strict';
import { test } from 'node:test';
import { citations, readPage, ruleIds } from '../tools/rules.js';
import { closeCodes, errorCodes } from './codes.js';
import { Down, down, Up, up } from './index.js';
import { defaultLimits } from './limits.js';
import { searchCases } from './search-cases.js';

/** Without the spaces that align tables. */
const page = readPage().replace(/ +\|/g, ' |');

/** `→ {…}` goes up, `← {…}` comes down. */
const examples = [...page.matchAll(/^([→←]) (\{.*\})$/gm)].map(([, arrow, text]) => ({
  schema: arrow === '→' ? Up : Down,
  side: arrow === '→' ? 'up' : 'down',
  text: text!,
}));

test('every rule has an id of its own', () => {
  const ids = ruleIds(page);
  assert.ok(ids.length >= 60);
  assert.deepEqual(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
  );
  assert.equal((page.match(/\*\*\[[A-Z]\d+\]\*\*/g) ?? []).length, ids.length);
});

test('a rule that is named somewhere exists', () => {
  const ids = new Set(ruleIds(page));
  const named = [...page.matchAll(/\b([HFWLCGPSTBVEU]\d{1,2})\b/g)].map((match) => match[1]!);
  assert.deepEqual(
    [...new Set(named)].filter((id) => !ids.has(id)),
    [],
  );
  assert.deepEqual(
    [...citations().keys()].filter((id) => !ids.has(id)),
    [],
  );
});

test('[E1] every error code of the source stands in the table, with its retry', () => {
  for (const [code, { retry }] of Object.entries(errorCodes)) {
    const row = page.match(new RegExp(`^\\| \`${code}\` \\| (.*?) \\|`, 'm'));
    assert.ok(row, `${code} is not in PROTOCOL.md`);
    assert.equal(row[1] !== 'no', retry, code);
  }
});

test('[E3] every close code of the source stands in the table, with its retry', () => {
  const says = { no: /do not retry/, renew: /renew/, yes: /back-off/ };
  for (const [code, { name, retry }] of Object.entries(closeCodes)) {
    const row = page.match(new RegExp(`^\\| ${code} \\| (.*?) \\| (.*?) \\|$`, 'm'));
    assert.ok(row, `${code} is not in PROTOCOL.md`);
    if (name !== 'token') assert.equal(row[1], `\`${name}\``);
    assert.match(row[2]!, says[retry]);
  }
});

test('[B1] every limit stands in the table, with its default', () => {
  for (const [name, value] of Object.entries(defaultLimits)) {
    assert.match(page, new RegExp(`^\\| \`${name}\` \\| ${value} \\|`, 'm'));
  }
});

test('every example fits its schema', () => {
  for (const { schema, text } of examples) {
    const result = schema.safeParse(JSON.parse(text));
    assert.ok(result.success, `${text}: ${JSON.stringify(result.error?.issues)}`);
  }
});

test('every frame has a section and an example', () => {
  const shown = new Set(examples.map(({ side, text }) => `${side} ${JSON.parse(text).t}`));
  const typesOf = (frames: object) =>
    Object.values(frames).flatMap((schema) => {
      const { def } = schema as {
        def: { shape?: { t: { def: { values: string[] } } }; options?: unknown[] };
      };
      const first = (def.shape ? schema : def.options?.[0]) as {
        def: { shape: { t: { def: { values: string[] } } } };
      };
      return first.def.shape?.t?.def.values ?? [];
    });
  for (const [side, frames, arrow] of [
    ['up', up, '→'],
    ['down', down, '←'],
  ] as const) {
    for (const type of typesOf(frames)) {
      assert.ok(shown.has(`${side} ${type}`), `no example of ${side} ${type}`);
      assert.match(
        page,
        new RegExp(`^### (?:\\w+ →, )?${type} ${arrow}`, 'm'),
        `no section ${type} ${arrow}`,
      );
    }
  }
});

test('every kind of operation and of body has an example', () => {
  for (const kind of ['create', 'message', 'edit', 'delete', 'react', 'members', 'title']) {
    assert.ok(examples.some(({ side, text }) => side === 'up' && text.includes(`"op":{"kind":"${kind}"`)));
    assert.ok(examples.some(({ side, text }) => side === 'down' && text.includes(`"kind":"${kind}"`)));
  }
  for (const type of ['text', 'image', 'file', 'custom']) {
    assert.ok(examples.some(({ text }) => text.includes(`"body":{"type":"${type}"`)));
  }
});

test('[Q2] the table of what is found where is the one that tests use', () => {
  const rows = searchCases.map(
    ({ text, words, found }) => `| \`${text}\` | \`${words}\` | ${found ? 'found' : 'not found'} |`,
  );
  assert.ok(page.includes(rows.join('\n')), `PROTOCOL.md should say\n${rows.join('\n')}`);
});
