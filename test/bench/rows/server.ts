import { idle, load, residentBytes, startBare, startServer, type Target } from '../processes.js';
import type { Measurement } from './row.js';

async function against<T>(starting: Promise<Target>, measure: (target: Target) => Promise<T>): Promise<T> {
  const target = await starting;
  try {
    return await measure(target);
  } finally {
    await target.stop();
  }
}

/** Alternates between both, so that a machine that slows down for a while slows both; keeps the better of each. */
async function rounds<T>(
  count: number,
  bare: () => Promise<T>,
  ours: () => Promise<T>,
  better: (a: T, b: T) => boolean,
) {
  const best: { bare?: T; ours?: T } = {};
  for (let round = 0; round < count; round++) {
    for (const [side, measure] of [
      ['bare', bare],
      ['ours', ours],
    ] as const) {
      const value = await measure();
      if (best[side] === undefined || better(value, best[side])) best[side] = value;
    }
  }
  return best as { bare: T; ours: T };
}

/** Bytes per connection: what the second batch added, so that what is paid once does not count. */
async function bytesPerConnection(target: Target): Promise<number> {
  const closeFirst = await idle(target, 200, 'warm');
  await sleep(2000);
  const before = residentBytes(target.pid);
  const closeSecond = await idle(target, 2000, 'idle');
  await sleep(5000);
  const bytes = (residentBytes(target.pid) - before) / 2000;
  await closeSecond();
  await closeFirst();
  return bytes;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const throughput: Measurement = {
  name: 'throughput',
  async run() {
    const job = { kind: 'throughput', window: 16, warmup: 3, seconds: 8 } as const;
    const { bare, ours } = await rounds(
      2,
      () => against(startBare('bare'), (target) => load(target, 100, job)),
      () => against(startServer(), (target) => load(target, 100, job)),
      (a, b) => a.perSecond > b.perSecond,
    );
    return [
      {
        what: 'server: durable 1:1 messages delivered',
        unit: '/s',
        value: ours.perSecond,
        bare: bare.perSecond,
        budget: '≥ 12,000',
        ok: ours.perSecond >= 12_000 && ours.refused === 0,
      },
    ];
  },
};

export const delivery: Measurement = {
  name: 'delivery',
  async run() {
    const job = { rate: 50, seconds: 20, window: 2, warmup: 3 };
    const { bare, ours } = await rounds(
      2,
      () => against(startBare('echo'), (target) => load(target, 20, { kind: 'echo', ...job })),
      () => against(startServer(), (target) => load(target, 20, { kind: 'delivery', ...job })),
      (a, b) => a.p99 < b.p99,
    );
    // The disk's share: the same prototype as for throughput, which commits each message and does nothing else.
    const disk = await against(startBare('bare'), (target) => load(target, 20, { kind: 'delivery', ...job }));
    return [
      {
        what: 'server: delivery at 50 messages/s, p99',
        unit: 'ms',
        value: ours.p99,
        bare: bare.p99,
        budget: '≤ 3',
        ok: ours.p99 <= 3,
      },
      {
        what: 'server: delivery at 50 messages/s, median',
        unit: 'ms',
        value: ours.p50,
        bare: bare.p50,
        budget: '–',
        ok: true,
      },
      {
        what: 'server: the p99 beside a prototype that commits',
        unit: 'ms',
        value: ours.p99,
        bare: disk.p99,
        budget: '–',
        ok: true,
      },
    ];
  },
};

export const memory: Measurement = {
  name: 'memory',
  async run() {
    const bare = await against(startBare('bare'), bytesPerConnection);
    const ours = await against(startServer(), bytesPerConnection);
    return [
      {
        what: 'server: memory per idle connection at 2,000',
        unit: 'KiB',
        value: ours / 1024,
        bare: bare / 1024,
        budget: '≤ 10',
        ok: ours <= 10 * 1024,
      },
    ];
  },
};
