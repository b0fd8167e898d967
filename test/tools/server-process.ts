import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Limits } from '@tokenim/protocol';
import type { TestApp } from './tokens.js';

const root = join(import.meta.dirname, '..', '..');

/** A TCP port of this machine that nobody uses now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

export interface ServerProcessOptions {
  /** Folder of the database; kept. */
  data: string;
  port: number;
  app: TestApp;
  /** What differs from the protocol's limits. */
  limits?: Partial<Limits>;
}

/** The real `tokenim-server`, as its own process, so that it can be killed and measured. */
export class ServerProcess {
  readonly endpoint: string;
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  #said = '';

  constructor(options: ServerProcessOptions) {
    this.#options = options;
    this.endpoint = `http://127.0.0.1:${options.port}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it; resolves once it is ready to serve. */
  async start(): Promise<void> {
    const { data, port, app, limits = {} } = this.#options;
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--import', './test/tools/ts.mjs', 'packages/server/src/cli.ts'],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          NODE_TEST_CONTEXT: undefined,
          TOKENIM_HOST: '127.0.0.1',
          TOKENIM_PORT: String(port),
          TOKENIM_DATA: data,
          TOKENIM_LOG_LEVEL: 'warn',
          TOKENIM_APPS: JSON.stringify([{ ...app, origins: ['*'], limits }]),
        },
      },
    );
    this.#child = child;
    const hear = (text: Buffer) => {
      this.#said = (this.#said + text).slice(-4000);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    while (child.exitCode === null && child.signalCode === null) {
      const ready = await fetch(`${this.endpoint}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The server ended at its start:\n${this.#said}`);
  }

  /** Without warning, as a crash of the machine's memory would; resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As an operator stops it: it drains. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
