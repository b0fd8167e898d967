import type { Cid, Down, ErrorCode, Limits, Up } from '@tokenim/protocol';
import { byteLength, errorFrame, objectOf, parse, refuseFrame, frame as text, textOf } from './frames.js';
import { auth, hello } from './hello.js';
import type { Connection, Identity, Peer } from './options.js';
import { Outlet } from './outlet.js';
import { signal } from './presence.js';
import { type Pull, runPulls } from './pulls.js';
import { Rate } from './rate.js';
import type { Server } from './server-core.js';
import type { Socket } from './socket.js';
import { mark, write } from './writes.js';

/** Requests of one connection that may wait for their turn. */
const maxPulls = 128;

/**
 * One client's connection.
 *
 * Phases: `new` (waits for `hello`, at most 10 s) → `checking` (the token is verified; what arrives meanwhile is
 * kept in order) → `open` → `closed`. `closed` is final, whoever closes; what is still to be answered is
 * dropped by the outlet.
 */
export class ClientConnection implements Connection {
  phase: 'new' | 'checking' | 'open' | 'closed' = 'new';
  readonly server: Server;
  /** Of use until `hello` is answered. */
  peer: Peer;
  readonly outlet: Outlet;
  readonly session: string;
  /** When `hello` must have come; milliseconds. */
  readonly helloBy: number;
  identity: Identity | undefined;
  device = '';
  limits: Limits;
  /** `expiring` was sent for the present token. */
  warned = false;
  /** The user said so by a presence signal. */
  away = false;
  /** Writes without an answer yet (rule B2). */
  unanswered = 0;
  /** Requests that wait for their turn; they are read one at a time, so that frames agree with the log (G4). */
  pulls: Pull[] | undefined;
  pulling = false;
  /** Of searches, from the first on (rule Q4). */
  searches: Rate | undefined;
  private waiting: (string | Uint8Array)[] | undefined;
  private rate: Rate;

  constructor(server: Server, socket: Socket, peer: Peer) {
    this.server = server;
    this.peer = peer;
    this.session = server.newSession();
    this.limits = server.limitsOf(undefined);
    this.helloBy = server.clock.now() + 10_000;
    this.outlet = new Outlet(socket, server);
    this.rate = new Rate(server.clock.now());
  }

  message(data: string | Uint8Array, isBinary = false): void {
    try {
      this.receive(data, isBinary);
    } catch (error) {
      this.server.fault(error, this.session);
      this.send({ t: 'error', code: 'internal', retry: true });
    }
  }

  closed(): void {
    if (this.phase === 'closed') return;
    this.phase = 'closed';
    this.outlet.end();
    this.waiting = undefined;
    this.pulls = undefined;
    this.server.gone(this);
  }

  close(code: number, reason: string): void {
    if (this.phase === 'closed') return;
    this.server.metrics?.error(String(code));
    this.server.logger?.debug({ session: this.session, code, reason }, 'closing');
    this.outlet.close(code, reason);
    this.closed();
  }

  send(down: Down): void {
    this.outlet.answer(text(down));
  }

  refuse(cid: Cid, code: ErrorCode, detail: string, after?: number): void {
    this.server.metrics?.error(code);
    this.outlet.answer(refuseFrame(cid, code, detail, after));
  }

  fail(id: number | undefined, code: ErrorCode, detail: string, after?: number): void {
    this.server.metrics?.error(code);
    this.outlet.answer(errorFrame(id, code, detail, after));
  }

  /** `hello` was accepted: what came meanwhile is handled, in its order. */
  opened(): void {
    if (this.phase !== 'checking') return;
    this.phase = 'open';
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const data of waiting) this.message(data);
  }

  private receive(data: string | Uint8Array, isBinary: boolean) {
    if (this.phase === 'closed') return;
    if (isBinary) return this.close(4400, 'bad_frame');
    if (byteLength(data) > this.limits.clientFrame) return this.close(4413, 'size');
    if (this.phase === 'checking') {
      this.waiting ??= [];
      if (this.waiting.length >= this.limits.frameRate) return this.close(4429, 'rate');
      this.waiting.push(data);
      return;
    }
    const whole = textOf(data);
    const object = whole === undefined ? undefined : objectOf(whole);
    if (whole === undefined || !object) return this.close(4400, 'bad_frame');
    if (this.phase === 'new') return this.first(whole, object);
    const after = this.rate.take(this.server.clock.now(), this.limits.frameRate);
    if (after === Number.POSITIVE_INFINITY) return this.close(4429, 'rate');
    const parsed = parse(whole, object);
    if (!parsed.ok) return this.unfit(parsed);
    const { frame } = parsed;
    this.server.metrics?.frame(frame.t);
    if (after > 0) return this.slowDown(frame, after);
    this.dispatch(frame);
  }

  private first(whole: string, object: Record<string, unknown>) {
    const parsed = parse(whole, object);
    if (!parsed.ok || parsed.frame.t !== 'hello') return this.close(4400, 'bad_frame');
    this.phase = 'checking';
    hello(this, parsed.frame).catch((error) => {
      this.server.fault(error, this.session);
      this.close(1011, 'internal');
    });
  }

  private dispatch(frame: Up) {
    switch (frame.t) {
      case 'hello':
        return this.close(4400, 'bad_frame');
      case 'write':
        return write(this, frame);
      case 'mark':
        return mark(this, frame);
      case 'signal':
        return signal(this, frame);
      case 'ping':
        return this.send({ t: 'pong', id: frame.id });
      case 'auth':
        auth(this, frame).catch((error) => {
          this.server.fault(error, this.session);
          this.fail(frame.id, 'internal', 'a fault of the server');
        });
        return;
      default:
        this.pulls ??= [];
        if (this.pulls.length >= maxPulls)
          return this.fail(frame.id, 'rate_limited', 'too many requests', 1000);
        this.pulls.push(frame);
        void runPulls(this);
    }
  }

  /** Rule F2. */
  private unfit(parsed: { cid?: Cid; id?: number }): void {
    if (parsed.cid !== undefined) {
      const { cid } = parsed;
      this.server.inOrder(this, () => this.refuse(cid, 'bad_frame', 'the frame does not fit its schema'));
    } else if (parsed.id !== undefined)
      this.fail(parsed.id, 'bad_frame', 'the frame does not fit its schema');
    else this.close(4400, 'bad_frame');
  }

  /** Rule B3. */
  private slowDown(frame: Up, after: number) {
    if (frame.t === 'hello') return this.close(4400, 'bad_frame');
    if (frame.t === 'signal') return;
    if (frame.t !== 'write') return this.fail(frame.id, 'rate_limited', 'too many frames', after);
    this.server.inOrder(this, () => this.refuse(frame.cid, 'rate_limited', 'too many frames', after));
  }
}
