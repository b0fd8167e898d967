import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const data = mkdtempSync(join(tmpdir(), 'tokenim-cli-'));
after(() => rmSync(data, { recursive: true }));

const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
const apps = JSON.stringify([{ id: 'demo', secret: 's'.repeat(32), origins: ['*'] }]);

interface Run {
  child: ChildProcess;
  /** All it wrote so far. */
  said(): string;
  ended: Promise<number | null>;
}

function start(args: string[], env: Record<string, string> = {}): Run {
  const child = spawn(
    process.execPath,
    [...process.execArgv.filter((arg) => !arg.startsWith('--test')), cli, ...args],
    {
      env: { PATH: process.env.PATH, TOKENIM_DATA: data, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  child.stdout!.on('data', (part) => (text += part));
  child.stderr!.on('data', (part) => (text += part));
  return { child, said: () => text, ended: once(child, 'close').then(([code]) => code) };
}

test('--help shows every variable that the README has', async () => {
  const run = start(['--help']);
  assert.equal(await run.ended, 0);
  for (const name of [
    'APPS',
    'HOST',
    'PORT',
    'DATA',
    'LOG_LEVEL',
    'METRICS_TOKEN',
    'WIDGET_DIR',
    'PROXIES',
    'S3_URL',
  ])
    assert.match(run.said(), new RegExp(`TOKENIM_${name}`));
});

test('wrong settings and unknown commands end with code 2 and sentences', async () => {
  const unset = start([]);
  const port = start([], { TOKENIM_APPS: apps, TOKENIM_PORT: 'x' });
  const unknown = start(['serve']);
  assert.equal(await unset.ended, 2);
  assert.match(unset.said(), /^TOKENIM_APPS is not set: .*\.\n$/);
  assert.equal(await port.ended, 2);
  assert.equal(port.said(), 'TOKENIM_PORT must be a whole number from 0 to 65535.\n');
  assert.equal(await unknown.ended, 2);
  assert.match(unknown.said(), /^There is no command "serve"\./);
});

test('a place for files that cannot be used is a sentence', async () => {
  const file = join(data, 'a-file');
  writeFileSync(file, '');
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as { port: number };
  await new Promise((closed) => free.close(closed));
  const run = start([], {
    TOKENIM_APPS: apps,
    TOKENIM_PORT: '0',
    TOKENIM_S3_URL: `http://127.0.0.1:${port}/files`,
    TOKENIM_S3_KEY_ID: 'key',
    TOKENIM_S3_SECRET: 'secret',
  });
  assert.equal(await run.ended, 1);
  assert.equal(
    run.said(),
    `The store at http://127.0.0.1:${port}/files does not answer. Look at TOKENIM_S3_*.\n`,
  );
});

test('a taken port is a sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const run = start([], { TOKENIM_APPS: apps, TOKENIM_PORT: String(port), TOKENIM_LOG_LEVEL: 'silent' });
  assert.equal(await run.ended, 1);
  assert.equal(
    run.said(),
    `Port ${port} of 127.0.0.1 is taken: stop what uses it, or set TOKENIM_PORT to another.\n`,
  );
  taken.close();
});

test('it serves, alone on its data, ends cleanly on SIGTERM, and its epoch can be changed then', async () => {
  const env = { TOKENIM_APPS: apps, TOKENIM_PORT: '0', TOKENIM_LOG_LEVEL: 'silent' };
  const early = start(['rotate-epoch'], { ...env, TOKENIM_DATA: join(data, 'none') });
  assert.equal(await early.ended, 1);
  assert.match(early.said(), /^There is no database in /);

  const run = start([], env);
  while (!run.said().includes('\n') && run.child.exitCode === null) await once(run.child.stdout!, 'data');
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(run.said())?.[0];
  assert.ok(origin, run.said());
  assert.equal((await fetch(`${origin}/readyz`)).status, 200);
  const visitor = await fetch(`${origin}/v1/visitors`, { method: 'POST', body: '{"app":"demo"}' });
  assert.equal(visitor.status, 200);
  for (const args of [[], ['rotate-epoch']]) {
    const second = start(args, env);
    assert.equal(await second.ended, 1);
    assert.match(
      second.said(),
      /^Another server uses .*: stop it, or set TOKENIM_DATA to another folder\.\n$/,
    );
  }
  run.child.kill('SIGTERM');
  assert.equal(await run.ended, 0);

  const rotate = start(['rotate-epoch'], env);
  assert.equal(await rotate.ended, 0);
  assert.match(rotate.said(), /^The epoch is changed/);
});

test('what is set reaches the server: the widget, the bearer of the metrics, the rate of visitors', async () => {
  const widget = mkdtempSync(join(tmpdir(), 'tokenim-cli-widget-'));
  after(() => rmSync(widget, { recursive: true }));
  writeFileSync(join(widget, 'tokenim.js'), '/* the widget */');
  const run = start([], {
    TOKENIM_APPS: apps,
    TOKENIM_PORT: '0',
    TOKENIM_DATA: join(widget, 'data'),
    TOKENIM_WIDGET_DIR: widget,
    TOKENIM_METRICS_TOKEN: 'm'.repeat(16),
    TOKENIM_VISITOR_RATE: '1',
  });
  while (!/listens on/.test(run.said())) await once(run.child.stdout!, 'data');
  const origin = /http:\S+/.exec(run.said())![0];
  assert.equal(await (await fetch(`${origin}/tokenim.js`)).text(), '/* the widget */');
  assert.equal((await fetch(`${origin}/metrics`)).status, 401);
  const visit = () =>
    fetch(`${origin}/v1/visitors`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ app: 'demo' }),
    });
  assert.equal((await visit()).ok, true);
  assert.equal((await visit()).status, 429);
  run.child.kill('SIGTERM');
  assert.equal(await run.ended, 0);
});
