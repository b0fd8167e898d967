import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ServerProcess } from '../tools/server-process.js';
import { signToken } from '../tools/tokens.js';
import type { Job, Measured } from './load.js';

const root = join(import.meta.dirname, '..', '..');
export const app = { id: 'bench', secret: 'a secret for benchmarks of some minutes' };

function node(script: string, args: string[]): ChildProcess {
  const flags = [
    '--disable-warning=ExperimentalWarning',
    '--conditions=source',
    '--import',
    './test/tools/ts.mjs',
  ];
  return spawn(process.execPath, [...flags, `test/bench/${script}.ts`, ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Something under load: its socket, its process, how it names a user's token, how it ends. */
export interface Target {
  url: string;
  pid: number;
  token(id: string): Promise<string>;
  stop(): Promise<void>;
}

function scratch(): string {
  return mkdtempSync(join(tmpdir(), 'tokenim-bench-'));
}

export async function startServer(): Promise<Target> {
  const data = scratch();
  // Rates are for people; a load generator is none.
  const server = new ServerProcess({ data, port: await freePort(), app, limits: { frameRate: 1_000_000 } });
  await server.start();
  return {
    url: `${server.endpoint.replace('http', 'ws')}/v1/socket`,
    pid: server.pid,
    token: (id) => signToken(app, { id }),
    stop: async () => {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** `bare`, `bare-files` or `echo`. */
export async function startBare(script: 'bare' | 'bare-files' | 'echo'): Promise<Target> {
  const data = scratch();
  const port = await freePort();
  const child = node(script, script !== 'echo' ? [data, String(port)] : [String(port)]);
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    url: `ws://127.0.0.1:${port}/v1/socket`,
    pid: child.pid!,
    token: async (id) => id,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function users(target: Target, count: number, prefix = 'u'): Promise<Job['users']> {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(5, '0')}`);
  return Promise.all(ids.map(async (id) => ({ id, token: await target.token(id) })));
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (data) => {
      text += data;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`The load generator ended with ${code}.`)));
  });
}

/** Runs a job against a target with so many connections. */
export async function load(
  target: Target,
  connections: number,
  job: Omit<Job, 'url' | 'users'>,
): Promise<Measured> {
  const whole: Job = { ...job, url: target.url, users: await users(target, connections) };
  const child = node('load', []);
  child.stdin!.write(`${JSON.stringify(whole)}\n`);
  return JSON.parse(await firstLine(child)) as Measured;
}

/** Opens so many idle connections; the function returned closes them. */
export async function idle(
  target: Target,
  connections: number,
  prefix: string,
): Promise<() => Promise<void>> {
  const whole: Job = { kind: 'idle', url: target.url, users: await users(target, connections, prefix) };
  const child = node('load', []);
  child.stdin!.write(`${JSON.stringify(whole)}\n`);
  await firstLine(child);
  return async () => {
    const gone = once(child, 'exit');
    child.stdin!.end();
    await gone;
  };
}

/** Bytes of memory that a process has, as the system counts them. */
export function residentBytes(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) * 1024;
}
