// `npm start`, `pnpm dev`: the server and the playground with demo data, until Ctrl+C.
// Other ports: TOKENIM_PORT and PLAYGROUND_PORT. Data: .data, or TOKENIM_DATA.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createPort } from 'node:net';
import { join } from 'node:path';
import type { AppId } from '@tokenim/protocol';
import { createServer } from '@tokenim/server';
import { servePlayground } from '../../playground/serve.js';
import { seedDemo } from './demo.js';
import { buildIfStale } from './fresh.js';
import type { TestApp } from './tokens.js';

const root = join(import.meta.dirname, '..', '..');
const host = '127.0.0.1';
const port = Number(process.env.TOKENIM_PORT || 8787);
const playgroundPort = Number(process.env.PLAYGROUND_PORT || 5173);
const data = process.env.TOKENIM_DATA || join(root, '.data');

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function isFree(wanted: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createPort()
      .once('error', () => resolve(false))
      .listen(wanted, host, () => probe.close(() => resolve(true)));
  });
}

/** The demo app's secret is made on the first start and stays on this machine. */
function demoApp(): TestApp {
  const path = join(data, 'demo.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as TestApp;
  const app = { id: 'demo', secret: randomBytes(32).toString('base64url') };
  mkdirSync(data, { recursive: true });
  writeFileSync(path, `${JSON.stringify(app)}\n`, { mode: 0o600 });
  return app;
}

// Before the build, which takes a while: who must change something wants to know at once.
for (const [wanted, variable] of [
  [port, 'TOKENIM_PORT'],
  [playgroundPort, 'PLAYGROUND_PORT'],
] as const) {
  if (!(await isFree(wanted)))
    stop(`Port ${wanted} is taken: stop what uses it, or set ${variable} to another.`);
}
if (!(await buildIfStale(root))) stop('The build failed: what went wrong stands above.');

const app = demoApp();
const server = createServer({
  host,
  port,
  data,
  apps: [{ id: app.id as AppId, secret: app.secret, origins: [`http://${host}:${playgroundPort}`] }],
  http: { widgetDir: join(root, 'packages', 'widget', 'dist') },
});
await server.listen();
const origin = server.url;
await seedDemo(origin, app);
const playground = await servePlayground({ secret: app.secret, endpoint: origin, port: playgroundPort });

console.log(`
TokenIM runs. Open both, in two windows:

  the shop (you are a visitor)       ${playground.url}/
  the support desk (you are staff)   ${playground.url}/desk.html

The server is ${origin}, its data are in ${data}. Ctrl+C stops.`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    // Impatience ends at once.
    if (stopping) process.exit(1);
    stopping = true;
    await Promise.all([playground.close(), server.close()]);
    process.exit(0);
  });
}
