import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Storage } from '../storage/storage.js';
import type { Metrics } from './metrics.js';

/** What the files of each app take, read when it is asked for. */
export function addFileUsage(registry: Registry, usage: Storage['fileUsage']): void {
  for (const [name, help, key] of [
    ['tokenim_files', 'Files of an app', 'files'],
    ['tokenim_file_bytes', 'Bytes of the files of an app', 'bytes'],
  ] as const) {
    new Gauge({
      name,
      help,
      labelNames: ['app'],
      registers: [registry],
      async collect() {
        for (const each of await usage()) this.set({ app: each.app }, each[key]);
      },
    });
  }
}

/** The metrics of one server, in a registry of its own. Types and codes are few, so labels stay bounded. */
export function createMetrics(): Metrics & { registry: Registry } {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const connections = new Gauge({ name: 'tokenim_connections', help: 'Open connections', registers });
  const frames = new Counter({
    name: 'tokenim_frames_total',
    help: 'Frames of clients, by type',
    labelNames: ['type'],
    registers,
  });
  const errors = new Counter({
    name: 'tokenim_errors_total',
    help: 'Refusals, errors, closes by the server and lags, by code',
    labelNames: ['code'],
    registers,
  });
  const pushes = new Counter({ name: 'tokenim_pushes_total', help: 'Receivers of operations', registers });
  const changes = new Counter({
    name: 'tokenim_changes_total',
    help: 'Changes given to the storage',
    registers,
  });
  const sizes = new Histogram({
    name: 'tokenim_commit_changes',
    help: 'Changes in one commit',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers,
  });
  const seconds = new Histogram({
    name: 'tokenim_commit_seconds',
    help: 'Duration of one commit',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1],
    registers,
  });
  return {
    registry,
    connections: (change) => connections.inc(change),
    frame: (type) => frames.inc({ type }),
    commit(count, took) {
      changes.inc(count);
      sizes.observe(count);
      seconds.observe(took);
    },
    error: (code) => errors.inc({ code }),
    pushes: (count) => pushes.inc(count),
  };
}
