import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberedCid } from '../tools/cid.js';
import { freePort, ServerProcess } from '../tools/server-process.js';
import { signToken } from '../tools/tokens.js';
import { Wire } from '../tools/wire.js';
import { checkLog, type Findings } from './check.js';
import { Writer } from './writer.js';

const app = { id: 'kill', secret: 'a secret for a test that lasts minutes' };

export interface KillOptions {
  /** Times that the server dies. */
  kills: number;
  /** Acknowledged messages to reach, at least. */
  messages: number;
  /** Conversations, each with two writers. Default 24. */
  pairs?: number;
  /** Hears of progress. */
  onProgress?: (sentence: string) => void;
}

export interface KillReport extends Findings {
  kills: number;
  acknowledged: number;
  /** Unanswered writes that were sent again after a reconnect. */
  resent: number;
  /** Repeats of answered writes that got the first acknowledgement again. */
  repeated: number;
  /** What must never happen, as sentences; the first ten. */
  faults: string[];
  seconds: number;
}

/**
 * Lets writers write 1:1 messages as fast as the server takes them, kills the server again and again in the
 * midst of it, then reads every log from a server started anew and compares.
 */
export async function runKill(options: KillOptions): Promise<KillReport> {
  const { kills, messages, pairs = 24, onProgress = () => {} } = options;
  const started = performance.now();
  const data = mkdtempSync(join(tmpdir(), 'tokenim-kill-'));
  const limits = { frameRate: 1_000_000 };
  const server = new ServerProcess({ data, port: await freePort(), app, limits });
  const faults: string[] = [];
  let acknowledged = 0;
  let reached: (() => void) | undefined;
  let goal = 0;

  const user = (index: number) => `u${String(index).padStart(4, '0')}`;
  const writers: Writer[] = [];
  const conversations: string[] = [];
  for (let index = 0; index < pairs * 2; index++) {
    const pair = index >> 1;
    conversations[pair] = `d~${user(pair * 2)}~${user(pair * 2 + 1)}`;
    writers.push(
      new Writer({
        endpoint: server.endpoint,
        token: await signToken(app, { id: user(index) }),
        index,
        conversation: conversations[pair]!,
        onAck: () => {
          if (++acknowledged >= goal) reached?.();
        },
        onFault: (sentence) => {
          if (faults.length < 10) faults.push(`Writer ${index}: ${sentence}.`);
        },
      }),
    );
  }
  /** Resolves at so many acknowledgements; rejects when nothing moves for 60 s. */
  const until = async (count: number) => {
    goal = count;
    while (acknowledged < count) {
      const before = acknowledged;
      await Promise.race([
        new Promise<void>((resolve) => {
          reached = resolve;
        }),
        sleep(60_000),
      ]);
      if (acknowledged === before) throw new Error(`Nothing was acknowledged for 60 s. ${faults.join(' ')}`);
    }
  };
  const settle = async (done: () => boolean) => {
    for (let waited = 0; !done(); waited += 20) {
      if (waited > 60_000) throw new Error(`The writers did not settle in 60 s. ${faults.join(' ')}`);
      await sleep(20);
    }
  };

  try {
    await server.start();
    // Everyone connects before anyone writes: a conversation can only be made with users who are known.
    for (const writer of writers) writer.connect();
    await settle(() => writers.every((writer) => writer.connected));
    for (const [pair, conversation] of conversations.entries()) {
      const wire = await Wire.open({
        endpoint: server.endpoint,
        token: await signToken(app, { id: user(pair * 2) }),
        device: 'setup',
      });
      const op = { kind: 'create', conversation, type: 'direct', members: [user(pair * 2 + 1)] };
      await wire.write(numberedCid(4095, pair), op);
      wire.close();
    }
    for (const writer of writers) writer.write();
    for (let kill = 1; kill <= kills; kill++) {
      // At another moment of the load each time, not only between two groups of commits.
      await until(Math.round((messages * kill) / (kills + 1)));
      await sleep(Math.random() * 25);
      await server.kill();
      onProgress(`kill ${kill} of ${kills}, ${acknowledged} acknowledged`);
      await server.start();
    }
    await until(messages);
    for (const writer of writers) writer.finish();
    await settle(() => writers.every((writer) => writer.open === 0));
    for (const writer of writers) writer.close();
    await server.stop();

    onProgress(`reading ${acknowledged} messages from a server started anew`);
    await server.start();
    const sum: Findings = { stored: 0, missing: 0, doubled: 0, holes: 0, wrong: 0 };
    for (const [pair, conversation] of conversations.entries()) {
      const [a, b] = [pair * 2, pair * 2 + 1];
      const token = await signToken(app, { id: user(a) });
      const wire = await Wire.open({ endpoint: server.endpoint, token, device: 'check' });
      const found = await checkLog(wire, conversation, [writers[a]!, writers[b]!], [a, b]);
      for (const key of Object.keys(sum) as (keyof Findings)[]) sum[key] += found[key];
      wire.close();
    }
    return {
      ...sum,
      kills,
      acknowledged,
      resent: writers.reduce((total, writer) => total + writer.resent, 0),
      repeated: writers.reduce((total, writer) => total + writer.repeated, 0),
      faults,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    for (const writer of writers) writer.close();
    await server.kill();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Whether the report is what the protocol promises. */
export function isClean(report: KillReport): boolean {
  const { missing, doubled, holes, wrong, faults, stored, acknowledged } = report;
  return missing + doubled + holes + wrong + faults.length === 0 && stored === acknowledged;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
