import { frame } from './frames.js';
import type { Server } from './server-core.js';
import type { Socket } from './socket.js';

/** Bytes not yet gone at which signals are dropped (rule B4). */
const signalMark = 128 * 1024;
/** Bytes not yet gone at which pushes are dropped and answers wait: four frames of the greatest size. */
const pushMark = 1024 * 1024;
/** Milliseconds without progress after which a reader is given up. */
const patience = 30_000;
/** Pushes that may wait for an answer that is being read. */
const maxHeld = 2000;

/** Where a push stands: in which log, and at which of the receiver's versions. */
export interface Place {
  conversation: string;
  seq: number;
  version: number;
}
interface Held {
  text: string;
  place?: Place;
}

/**
 * What leaves a connection, in the right order and in bounds.
 *
 * While an answer to a pull is being read, everything is held; then goes what the answer already contains, the
 * answer, and the rest (rule G4). A reader too slow is told `lag` once; pushes are dropped until it asks with
 * `sync` (rule B4).
 */
export class Outlet {
  private socket: Socket | undefined;
  private held: Held[] | undefined;
  private lagging = false;
  private lastAmount = 0;
  private stalledSince = 0;
  private readonly server: Server;

  constructor(socket: Socket, server: Server) {
    this.socket = socket;
    this.server = server;
  }

  /** True while answers to pulls should wait for the reader. */
  get full(): boolean {
    return this.socket !== undefined && this.socket.bufferedAmount > pushMark;
  }

  /** Acknowledgements, refusals and other answers: never dropped, in the order given. */
  answer(text: string): void {
    if (this.held) this.held.push({ text });
    else this.socket?.send(text);
  }

  push(text: string, place: Place) {
    if (!this.socket || this.lagging) return;
    if (this.held) {
      this.held.push({ text, place });
      if (this.held.length > maxHeld) this.lag();
      return;
    }
    if (this.socket.bufferedAmount > pushMark) return this.lag();
    this.socket.send(text);
  }

  signal(text: string): void {
    if (!this.socket || this.held || this.lagging || this.socket.bufferedAmount > signalMark) return;
    this.socket.send(text);
  }

  hold(): void {
    this.held ??= [];
  }

  /** `sync` ends the state of lag. Called before the changes are read, so nothing falls between. */
  caughtUp(): void {
    this.lagging = false;
  }

  /** Ends a hold: what `contained` says is in the answers already goes first, then they, then the rest. */
  release(answers: string[], isAfter: (place: Place) => boolean): void {
    const held = this.held ?? [];
    this.held = undefined;
    let split = held.findIndex(({ place }) => place !== undefined && isAfter(place));
    if (split < 0) split = held.length;
    for (let i = 0; i < split; i++) this.socket?.send(held[i]!.text);
    for (const text of answers) this.socket?.send(text);
    for (let i = split; i < held.length; i++) this.socket?.send(held[i]!.text);
  }

  /** Called about twice a second. False: the reader made no progress for 30 s. */
  watch(now: number): boolean {
    if (!this.socket) return true;
    const amount = this.socket.bufferedAmount;
    if (amount === 0 || amount < this.lastAmount || this.lastAmount === 0) this.stalledSince = now;
    this.lastAmount = amount;
    return now - this.stalledSince < patience;
  }

  close(code: number, reason: string): void {
    this.socket?.close(code, reason);
  }

  end(): void {
    this.socket = undefined;
    this.held = undefined;
  }

  private lag(): void {
    this.lagging = true;
    if (this.held) this.held = this.held.filter(({ place }) => place === undefined);
    this.server.metrics?.error('lag');
    this.answer(frame({ t: 'lag' }));
  }
}
