import {
  type Cid,
  type ConversationId,
  type down,
  type Limits,
  type Up,
  utf8Length,
} from '@tokenim/protocol';
import type { OutboxRow, Store } from '@tokenim/store';
import { Backoff } from '../backoff.js';
import type { Clock } from '../clock.js';
import type { Work } from '../sync/work.js';

export interface PumpOptions {
  store: Store;
  clock: Clock;
  work: Work;
  limits(): Limits;
  online(): boolean;
  /** False where there is no link. */
  send(frame: Up): boolean;
  /** Refused for good, and the store knows. */
  refused(refusal: { cid: Cid; conversation: ConversationId; code: string }): void;
  /** The token was refused: get another. */
  renew(): void;
  failed(error: unknown): void;
}

/** Milliseconds after which a write without an answer is sent again, under the same cid. */
const answerTime = 20_000;
/**
 * Bytes up to which a file keeps its place among the messages, as long as nothing goes wrong with it. Messages
 * never wait behind a larger one, nor behind one that had to be tried again.
 */
const smallFile = 1024 * 1024;
/** Entries read at once. */
const readAhead = 1000;

interface Flight {
  conversation: ConversationId;
  timer: unknown;
}

/**
 * Sends what waits in the outbox. An entry is `waiting` in the store until it is acknowledged or refused for good;
 * `in flight` is known here only, so a new connection, a new leader and a reload all begin anew, under the same
 * cids (rule W3).
 *
 * Invariants: in one conversation one write is in flight at a time, in the order written, so that a lost or refused
 * frame never lets a later message overtake (only files that take long are overtaken); at most `limits.unacked` are in flight in all.
 */
export class Pump {
  readonly #o: PumpOptions;
  readonly #flights = new Map<Cid, Flight>();
  /** Conversations whose first entry is backing off. */
  readonly #waits = new Map<ConversationId, { backoff: Backoff; timer: unknown }>();
  #entries: OutboxRow[] = [];
  /** The store may have entries that are newer than those, and behind those. */
  #stale = true;
  #more = false;
  #filling = false;
  #again = false;

  constructor(options: PumpOptions) {
    this.#o = options;
  }

  /** There is something new in the outbox, or a way to send it. */
  wake(): void {
    this.#stale = true;
    void this.#fill();
  }

  /** The connection is gone: what is unanswered goes again on the next one. */
  down(): void {
    for (const { timer } of this.#flights.values()) this.#o.clock.clearTimeout(timer);
    this.#flights.clear();
    for (const wait of this.#waits.values()) {
      this.#o.clock.clearTimeout(wait.timer);
      wait.timer = undefined;
    }
    this.#stale = true;
  }

  stop(): void {
    this.down();
    this.#waits.clear();
    this.#entries = [];
  }

  /** Entries that the store has settled, by an ack or because they stood in the log. */
  settled(cids: readonly Cid[]): void {
    const gone = new Set(cids);
    for (const cid of cids) this.#land(cid)?.backoff.reset();
    // A change that waited for one of them has its target now.
    if (this.#entries.some(({ targetCid }) => targetCid && gone.has(targetCid))) this.#stale = true;
    this.#entries = this.#entries.filter(({ cid }) => !gone.has(cid));
    void this.#fill();
  }

  /**
   * Acknowledged, and the store knew nothing of it: where another tab settled the entry, on the same disk, its
   * place is free. Where the ack was of another life of the log the entry is still there, and goes again when its
   * time is over.
   */
  async unknown(cids: readonly Cid[]): Promise<void> {
    const gone: Cid[] = [];
    for (const cid of cids) {
      if (this.#flights.has(cid) && !(await this.#o.store.entry(cid))) gone.push(cid);
    }
    if (gone.length > 0) this.settled(gone);
  }

  async refuse(frame: down.Refuse): Promise<void> {
    const { cid, code, retry, after, detail } = frame;
    const entry = this.#entries.find((e) => e.cid === cid);
    const conversation = this.#flights.get(cid)?.conversation ?? entry?.conversation;
    if (!retry) {
      this.#land(cid);
      const { failed } = await this.#o.store.refuse(cid, { code, ...(detail ? { detail } : {}) });
      for (const one of failed) this.#o.refused({ ...one, code });
      this.wake();
      return;
    }
    if (code === 'token_expired') this.#o.renew();
    if (!conversation || !this.#flights.has(cid)) return;
    this.#flightOver(cid);
    await this.#o.store.retryLater(cid);
    this.#backOff(conversation, after);
  }

  #backOff(conversation: ConversationId, after = 0): void {
    const { clock } = this.#o;
    const wait = this.#waits.get(conversation) ?? {
      backoff: new Backoff(clock, { base: 1000, cap: 30_000 }),
      timer: undefined,
    };
    this.#waits.set(conversation, wait);
    clock.clearTimeout(wait.timer);
    wait.timer = clock.setTimeout(() => {
      wait.timer = undefined;
      void this.#fill();
    }, wait.backoff.next(after));
  }

  #flightOver(cid: Cid): Flight | undefined {
    const flight = this.#flights.get(cid);
    if (!flight) return undefined;
    this.#flights.delete(cid);
    this.#o.clock.clearTimeout(flight.timer);
    return flight;
  }

  #land(cid: Cid): { backoff: Backoff } | undefined {
    const flight = this.#flightOver(cid);
    return flight && this.#waits.get(flight.conversation);
  }

  async #fill(): Promise<void> {
    this.#again = true;
    if (this.#filling) return;
    this.#filling = true;
    try {
      while (this.#again && this.#o.online()) {
        this.#again = false;
        if (this.#stale || (this.#more && this.#entries.length === 0)) {
          this.#stale = false;
          this.#entries = await this.#o.work.run(() => this.#o.store.waiting(readAhead));
          this.#more = this.#entries.length === readAhead;
        }
        for (const entry of this.#ready()) await this.#launch(entry);
      }
    } catch (error) {
      this.#stale = true;
      this.#o.failed(error);
    } finally {
      this.#filling = false;
    }
  }

  /** The first entry of each conversation that has none in flight and does not wait. */
  #ready(): OutboxRow[] {
    const blocked = new Set<ConversationId>();
    for (const { conversation } of this.#flights.values()) blocked.add(conversation);
    for (const [conversation, { timer }] of this.#waits) if (timer !== undefined) blocked.add(conversation);
    const free = this.#o.limits().unacked - this.#flights.size;
    const ready: OutboxRow[] = [];
    for (const entry of this.#entries) {
      if (ready.length >= free) break;
      const { conversation, upload, targetCid, attempts } = entry;
      if (blocked.has(conversation)) continue;
      if (upload && !upload.done) {
        const keepsPlace = upload.size <= smallFile && attempts === 0 && !upload.paused;
        if (keepsPlace) blocked.add(conversation);
        continue;
      }
      // A change of what has no seq yet: its target is in flight, or is a file that others may overtake.
      if (targetCid) continue;
      blocked.add(conversation);
      ready.push(entry);
    }
    return ready;
  }

  async #launch({ cid, conversation, op }: OutboxRow): Promise<void> {
    const { clock, send, limits } = this.#o;
    const frame: Up = { t: 'write', cid, op };
    // The server ends a connection over it (rule F4), and then nothing else would go either.
    if (utf8Length(JSON.stringify(frame)) > limits().clientFrame) {
      await this.#o.work.run(() => this.refuse({ t: 'refuse', cid, code: 'too_large', retry: false }));
      return;
    }
    if (!send(frame)) return;
    const timer = clock.setTimeout(() => {
      if (!this.#flights.delete(cid)) return;
      // Another tab may have settled it meanwhile.
      this.#stale = true;
      void this.#fill();
    }, answerTime);
    this.#flights.set(cid, { conversation, timer });
  }
}
