// Each rule is broken in turn, by a proxy in front of our server: the suite must notice each.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allChecks, breakages, rulesOf, runConformance, startProxy } from '@tokenim/conformance';
import { SignJWT } from 'jose';
import { fileLimits, optionsFor, secret, slowScan, startServer, windows } from './conformance-server.js';

let server: Awaited<ReturnType<typeof startServer>>;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const key = new TextEncoder().encode(secret);
const sign = (claims: object) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);

/** The checks that the breakage must fail; all of the rule, or the one that its `only` names. */
function titlesFor({ rule, only }: { rule: string; only?: string }): string[] {
  const titles = allChecks.map(({ title }) => title).filter((title) => rulesOf(title).includes(rule));
  return only ? titles.filter((title) => title.includes(only)) : titles;
}

// Most of the time goes by waiting for what does not come, so many at a time cost little.
describe('each broken rule', { concurrency: 6 }, () => {
  for (const breakage of breakages) {
    test(`[${breakage.rule}] noticed: ${breakage.what}`, () => noticed(breakage));
  }
});

async function noticed(breakage: (typeof breakages)[number]): Promise<void> {
  const only = titlesFor(breakage);
  assert.ok(only.length > 0, 'no check for it');
  const proxy = await startProxy(server.url, breakage.hooks(sign));
  try {
    const results = await runConformance({ ...optionsFor(proxy.url), only, patience: 1500 });
    assert.ok(
      results.some(({ status }) => status === 'fail'),
      'the suite did not notice',
    );
  } finally {
    await proxy.close();
  }
}

test('[B5] noticed: a server that stops says nothing of it', async () => {
  const own = await startServer();
  const proxy = await startProxy(own.url, { close: (code) => (code === 4503 ? 1001 : code) });
  try {
    const options = { ...optionsFor(proxy.url), only: ['B5'], drain: () => own.close() };
    const results = await runConformance(options);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fail'],
    );
  } finally {
    await proxy.close();
    await own.close();
  }
});

for (const limits of [{ editWindow: 3000 }, { deleteWindow: 3000 }]) {
  test(`[W11] noticed: a server that keeps only ${Object.keys(limits)[0]}`, async () => {
    const own = await startServer(limits);
    const proxy = await startProxy(own.url, {
      down: (frame) =>
        frame.t === 'welcome' ? { ...frame, limits: { ...frame.limits, ...windows } } : frame,
    });
    try {
      const options = { ...optionsFor(proxy.url), windows: true, only: ['W11'] };
      assert.deepEqual(
        (await runConformance(options)).map(({ status }) => status),
        ['fail'],
      );
    } finally {
      await proxy.close();
      await own.close();
    }
  });
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the wire has
type Frame = any;
const acknowledged = (code: string) => ({
  down: (frame: Frame) =>
    frame.code === code
      ? { t: 'ack', cid: frame.cid, conversation: 'x', epoch: 'x', seq: 2, ts: 1, ord: 1 }
      : frame,
});
for (const [what, hooks] of [
  ['a file that is being checked may be named', acknowledged('checking')],
  ['a file that was rejected may be named', acknowledged('rejected')],
  [
    'nothing is said of the check',
    { response: ({ headers }: { headers: Frame }) => void delete headers['upload-check'] },
  ],
] as const) {
  test(`[U9] noticed: ${what}`, async () => {
    const own = await startServer({}, slowScan);
    const proxy = await startProxy(own.url, hooks);
    try {
      const options = { ...optionsFor(proxy.url), scanner: true, only: ['U9'], patience: 1500 };
      assert.deepEqual(
        (await runConformance(options)).map(({ status }) => status),
        ['fail'],
      );
    } finally {
      await proxy.close();
      await own.close();
    }
  });
}

const created = (from: number) => ({
  response: (answer: { request: string; status: number }) => {
    if (answer.request.startsWith('POST') && answer.status === from) answer.status = 201;
  },
});
for (const [rule, what, hooks] of [
  ['U10', 'a type that is not taken is begun', created(415)],
  ['U10', 'a file that is too large for its kind is begun', created(413)],
  ['U10', 'bytes of another type are named', acknowledged('file_type')],
  ['U11', 'any number is under way', created(429)],
  ['U12', 'any length is spoken', acknowledged('too_large')],
] as const) {
  test(`[${rule}] noticed: ${what}`, async () => {
    const own = await startServer(fileLimits);
    const proxy = await startProxy(own.url, hooks);
    try {
      const options = { ...optionsFor(proxy.url), fileLimits: true, only: [rule], patience: 1500 };
      assert.deepEqual(
        (await runConformance(options)).map(({ status }) => status),
        ['fail'],
      );
    } finally {
      await proxy.close();
      await own.close();
    }
  });
}

test('an honest proxy fails nothing', async () => {
  const proxy = await startProxy(server.url, {});
  try {
    const results = await runConformance(optionsFor(proxy.url));
    assert.deepEqual(
      results.filter(({ status }) => status === 'fail'),
      [],
    );
  } finally {
    await proxy.close();
  }
});

test('every rule that has a check has a breakage', () => {
  const broken = new Set(breakages.map(({ rule }) => rule));
  const rules = new Set(
    allChecks.filter(({ needs }) => needs.length === 0).flatMap(({ title }) => rulesOf(title)),
  );
  assert.deepEqual(
    [...rules].filter((rule) => !broken.has(rule)),
    [],
  );
});
