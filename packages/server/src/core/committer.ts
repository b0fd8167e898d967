import type { Change, ChangeResult, Storage } from '../storage/storage.js';
import type { Clock } from './clock.js';
import type { Metrics } from './metrics.js';

/** One change on its way to the storage, or a refusal that keeps its place among a connection's answers. */
export interface Entry {
  /** Absent: refused before it came to the storage. */
  change?: Change;
  /** Called once, in the order of the entries, after the commit. */
  done(result: ChangeResult | undefined): void;
}

/**
 * Gathers changes into commits (design: group commit). One commit runs at a time. When none runs, the next begins
 * as soon as the frames that have already arrived were read, so a lone message waits for nothing; while one runs,
 * what arrives gathers, so the more there is, the more share a disk sync.
 */
export class Committer {
  private queue: Entry[] = [];
  private running: Promise<void> | undefined;
  private scheduled = false;
  private idleWaiters: (() => void)[] = [];
  private readonly storage: Storage;
  private readonly clock: Clock;
  private readonly onFault: (error: unknown) => void;
  private readonly metrics: Metrics | undefined;
  private readonly groupSize: number;

  constructor(
    storage: Storage,
    clock: Clock,
    onFault: (error: unknown) => void,
    metrics: Metrics | undefined,
    /** Changes in one commit: about 5 ms of work with SQLite, so that a full group delays no read for long. */
    groupSize = 128,
  ) {
    this.storage = storage;
    this.clock = clock;
    this.onFault = onFault;
    this.metrics = metrics;
    this.groupSize = groupSize;
  }

  get pending(): number {
    return this.queue.length;
  }

  add(entry: Entry): void {
    this.queue.push(entry);
    this.schedule();
  }

  /** A change without a connection; resolves after its commit. */
  store(change: Change): Promise<ChangeResult> {
    return new Promise((resolve) => this.add({ change, done: (result) => resolve(result!) }));
  }

  /** Resolves when the commit that runs now, if any, has been answered. For reads (rule G4). */
  settled(): Promise<void> | undefined {
    return this.running;
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    if (!this.running && this.queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.push(resolve));
  }

  private schedule(): void {
    if (this.running || this.scheduled) return;
    this.scheduled = true;
    this.clock.soon(() => {
      this.scheduled = false;
      this.running = this.run().finally(() => {
        this.running = undefined;
        if (this.queue.length > 0) return this.schedule();
        const waiters = this.idleWaiters;
        this.idleWaiters = [];
        for (const resolve of waiters) resolve();
      });
    });
  }

  private async run(): Promise<void> {
    const group = this.queue.length <= this.groupSize ? this.queue : this.queue.slice(0, this.groupSize);
    this.queue = group === this.queue ? [] : this.queue.slice(this.groupSize);
    const changes: Change[] = [];
    for (const { change } of group) if (change) changes.push(change);
    let results: ChangeResult[] | undefined;
    const began = performance.now();
    try {
      if (changes.length > 0) results = await this.storage.commit(changes);
    } catch (error) {
      this.onFault(error);
    }
    this.metrics?.commit(changes.length, (performance.now() - began) / 1000);
    let next = 0;
    for (const entry of group) {
      try {
        entry.done(entry.change && (results?.[next++] ?? unavailable));
      } catch (error) {
        this.onFault(error);
      }
    }
  }
}

const unavailable: ChangeResult = {
  result: 'refused',
  code: 'unavailable',
  detail: 'the storage is not available',
};
