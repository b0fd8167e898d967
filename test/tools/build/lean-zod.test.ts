import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import * as protocol from '@tokenim/protocol';
import { readPage } from '../../../packages/protocol/tools/rules.js';

/** The schemas as bundles have them: the same sources, over lean-zod.ts. */
registerHooks({
  resolve(specifier, context, next) {
    const lean = context.parentURL?.endsWith('?lean') || specifier.endsWith('?lean');
    if (!lean) return next(specifier, context);
    if (specifier === 'zod/mini') return next(new URL('./lean-zod.ts', import.meta.url).href, context);
    const parentURL = context.parentURL?.replace('?lean', '');
    const found = next(specifier.replace('?lean', ''), { ...context, parentURL });
    return { ...found, url: found.url.startsWith('node:') ? found.url : `${found.url}?lean` };
  },
});
const source = '../../../packages/protocol/src/index.js?lean';

interface Schema {
  safeParse(value: unknown): { success: boolean; data?: unknown };
}
const lean: Record<string, Schema> = await import(source);
const full = protocol as object as Record<string, Schema>;

/** What may stand in a frame in the place of anything else. */
const strange: unknown[] = [
  ...[null, true, 0, 1, -1, 1.5, 2 ** 53, Number.NaN, '', 'x', '\u0000', '\ud83d', 'a~b', 'x'.repeat(16_385)],
  ...[
    [],
    [1],
    [[]],
    ['x'],
    {},
    { x: 1 },
    { type: 'poll', fallback: 'f' },
    { type: 'text', text: 'x', more: 1 },
  ],
  ...[
    undefined,
    new Date(0),
    new Map(),
    { type: 'custom', name: 'a', fallback: 'f', data: { a: [{ b: null }] } },
  ],
  JSON.parse('{"__proto__":{"x":1},"constructor":2}'),
  Object.create(null),
];

/** The frame with each of its values exchanged, left out, or joined by one more. */
function* variants(value: unknown): Generator<unknown> {
  yield* strange;
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    for (const other of variants(inner)) {
      const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      copy[key] = other;
      yield copy;
    }
    if (Array.isArray(value)) continue;
    const { [key]: _, ...rest } = value as Record<string, unknown>;
    yield rest;
  }
  if (Array.isArray(value)) {
    yield [...value, 1];
    yield value.slice(1);
  } else {
    yield { ...value, more: { x: 1 } };
    yield Object.defineProperty({ ...value }, '__proto__', { value: { x: 1 }, enumerable: true });
  }
}

/** Both say the same of it; whether it passes. */
function agree(name: string, one: Schema, other: Schema, value: unknown): boolean {
  const a = one.safeParse(value);
  const b = other.safeParse(value);
  const shown = () => `${name} of ${JSON.stringify(value)}`;
  assert.equal(b.success, a.success, shown());
  if (!a.success) return false;
  assert.deepEqual(b.data, a.data, shown());
  assert.equal(JSON.stringify(b.data), JSON.stringify(a.data), shown());
  return true;
}

const examples = [...readPage().matchAll(/^[→←] (\{.*\})$/gm)].map(([, text]) => JSON.parse(text!) as object);

for (const side of ['Up', 'Down'] as const) {
  test(`${side}: bundles take and keep what the schemas do, of the protocol's examples and what is near them`, () => {
    let passed = 0;
    for (const example of examples) {
      for (const frame of [example, ...variants(example)]) {
        if (agree(side, full[side]!, lean[side]!, frame)) passed += 1;
      }
    }
    assert.ok(passed > 200, `only ${passed} passed`);
  });
}

test('bodies, operations, heads and messages, too', () => {
  const file = { id: '0199c7e0-1b00-7000-8000-0000000000f1', name: 'a', mime: 'image/png', size: 0 };
  const body = { type: 'custom', name: 'a.b', fallback: 'f', data: { deep: [{ a: null, b: 1, c: [true] }] } };
  const logged = { seq: 3, by: 'ada', ts: 1 };
  const samples = [
    body,
    { type: 'text', text: 'x' },
    { type: 'text', text: '漢'.repeat(5461) },
    { type: 'text', text: '漢'.repeat(5462) },
    { type: 'image', file, width: 1, height: 2, text: 'x' },
    { type: 'file', file },
    { type: 'file', file, text: undefined },
    { kind: 'poll', ...logged },
    { kind: 'edit', ...logged, target: 1, body },
    { kind: 'members', ...logged, add: [{ id: 'bo', read: 1 }], remove: ['cy'] },
    { kind: 'react', ...logged, target: 1, emoji: 'x', on: true },
  ];
  for (const name of ['Body', 'BodyDown', 'LogOp', 'KnownLogOp', 'WriteOp', 'Head', 'Message'] as const) {
    for (const sample of samples) {
      for (const value of [sample, ...variants(sample)]) agree(name, full[name]!, lean[name]!, value);
    }
  }
});
