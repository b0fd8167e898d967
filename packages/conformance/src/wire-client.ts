import { Down, type down, errorCodes, subprotocol, type up, type WriteOp } from '@tokenim/protocol';
import WebSocket from 'ws';
import { newCid } from './ids.js';

export interface WireOptions {
  /** `ws://…/v1/socket` or `wss://…`. */
  url: string;
  origin?: string;
  /** Milliseconds to wait for anything. */
  patience: number;
}

export interface Closed {
  code: number;
  reason: string;
}

type Answer = Extract<Down, { id?: number }>;
type Frame = Down & Record<string, unknown>;

/** Things that a person or a probe must not learn from an error (rule E2). */
const telling = /\bat .+:\d+:\d+|node_modules|\/(home|usr|root|var|etc)\/|\b(SELECT|INSERT|UPDATE|PRAGMA)\b/;

/**
 * A raw connection. It keeps every frame in the order of arrival and checks each against the schemas; what is
 * wrong in any frame is in `faults` and fails the check that the connection belongs to.
 */
export class WireClient {
  readonly frames: Frame[] = [];
  readonly faults: string[] = [];
  readonly closed: Promise<Closed>;
  readonly opened: Promise<void>;
  welcome: down.Welcome | undefined;
  readonly #socket: WebSocket;
  readonly #patience: number;
  #isClosed: Closed | undefined;
  #taken = new Set<Frame>();
  #waiting = new Set<() => void>();
  #nextId = 1;

  constructor(options: WireOptions) {
    this.#patience = options.patience;
    const headers = options.origin === undefined ? {} : { origin: options.origin };
    this.#socket = new WebSocket(options.url, subprotocol, { headers, perMessageDeflate: false });
    this.opened = new Promise((resolve, reject) => {
      this.#socket.on('open', resolve);
      this.#socket.on('error', reject);
    });
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code, reason) => {
        this.#isClosed = { code, reason: String(reason) };
        resolve(this.#isClosed);
        this.#wake();
      });
    });
    this.#socket.on('message', (data, isBinary) => this.#take(String(data), isBinary));
  }

  #take(text: string, isBinary: boolean): void {
    const bytes = Buffer.byteLength(text);
    const most = this.welcome?.limits.serverFrame ?? 256 * 1024;
    if (bytes > most) this.faults.push(`[F4] a server frame of ${bytes} bytes, over ${most}`);
    if (isBinary) this.faults.push('[F1] a binary server frame');
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      this.faults.push(`[F1] a server frame that is not JSON: ${text.slice(0, 100)}`);
      return;
    }
    const fits = Down.safeParse(frame);
    if (!fits.success) {
      const issue = fits.error.issues[0];
      this.faults.push(
        `[F2] a frame that fits no schema: ${text.slice(0, 200)} (${issue?.path.join('.')}: ${issue?.message})`,
      );
    }
    if (frame.t === 'welcome') this.welcome ??= frame as down.Welcome;
    if (frame.t === 'refuse' || frame.t === 'error') this.#judgeRefusal(frame as down.Refuse);
    this.frames.push(frame);
    this.#wake();
  }

  #judgeRefusal({ code, retry, detail }: down.Refuse): void {
    const known = errorCodes[code as keyof typeof errorCodes];
    if (!known) this.faults.push(`[E1] the unknown code ${code}`);
    else if (known.retry !== retry) this.faults.push(`[E1] ${code} with retry ${retry}`);
    if (detail !== undefined && telling.test(detail)) this.faults.push(`[E2] a telling detail: ${detail}`);
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Sends bytes or text as they are; bytes as a text frame, if asked, whether or not they are text. */
  raw(data: string | Buffer, { asText = typeof data === 'string' } = {}): void {
    this.#socket.send(data, { binary: !asText });
  }

  /** Sends any object as a frame, fitting or not. */
  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The next frame, of those not taken yet, that `wanted` accepts. Rejects at the close or after the patience. */
  async next<T extends Down = Down>(
    wanted: (frame: Frame) => boolean,
    what = 'a frame',
    patience = this.#patience,
  ): Promise<T> {
    const deadline = Date.now() + patience;
    for (;;) {
      const found = this.frames.find((frame) => !this.#taken.has(frame) && wanted(frame));
      if (found) {
        this.#taken.add(found);
        return found as Down as T;
      }
      if (this.#isClosed) {
        throw new Error(`closed with ${this.#isClosed.code} while waiting for ${what}`);
      }
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no ${what} within ${patience} ms`);
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.#waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, left);
        this.#waiting.add(done);
      });
    }
  }

  /** The next frame of a type. */
  type<T extends Down['t']>(t: T): Promise<Extract<Down, { t: T }>> {
    return this.next((frame) => frame.t === t, t) as Promise<Extract<Down, { t: T }>>;
  }

  id(): number {
    return this.#nextId++;
  }

  /** Sends a request under a fresh id; whatever answers it, `error` included. */
  async request<T extends Answer = Answer>(frame: object): Promise<T> {
    const id = this.id();
    this.send({ ...frame, id });
    return this.next<T>(({ id: got }) => got === id, `an answer to ${(frame as { t?: string }).t}`);
  }

  /** A request that must be answered by a frame of that type. */
  async ask<T extends Answer['t']>(t: T, frame: object): Promise<Extract<Down, { t: T }>> {
    const answer = await this.request(frame);
    if (answer.t !== t) throw new Error(`${JSON.stringify(frame)} was answered by ${JSON.stringify(answer)}`);
    return answer as Extract<Down, { t: T }>;
  }

  /** A request that must be answered by `error`. */
  async askRefused(frame: object): Promise<string> {
    return (await this.ask('error', frame)).code;
  }

  /** Sends a write; `ack` or `refuse`. */
  async write(op: WriteOp | object, cid: string = newCid()): Promise<down.Ack | down.Refuse> {
    this.send({ t: 'write', cid, op } as unknown as up.Write);
    return this.answerTo(cid);
  }

  answerTo(cid: string): Promise<down.Ack | down.Refuse> {
    return this.next(({ t, cid: got }) => (t === 'ack' || t === 'refuse') && got === cid, 'ack or refuse');
  }

  /** A write that must be acknowledged. */
  async writeOk(op: WriteOp | object, cid?: string): Promise<down.Ack> {
    const answer = await this.write(op, cid);
    if (answer.t !== 'ack') throw new Error(`${JSON.stringify(op)} was refused: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A write that must be refused; its code. */
  async writeRefused(op: object, cid?: string): Promise<string> {
    const answer = await this.write(op, cid);
    if (answer.t !== 'refuse') throw new Error(`${JSON.stringify(op)} was acknowledged`);
    return answer.code;
  }

  /** Resolves when all that was sent before has been handled; proves that the connection lives. */
  async ping(): Promise<void> {
    await this.ask('pong', { t: 'ping' });
  }

  /** The close; rejects after the patience. */
  async end(patience = this.#patience): Promise<Closed> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not closed within ${patience} ms`)), patience);
    });
    return Promise.race([this.closed, late]).finally(() => clearTimeout(timer));
  }

  get isClosed(): boolean {
    return this.#isClosed !== undefined;
  }

  /** Stops, or goes on, reading from the network. */
  pause(): void {
    this.#socket.pause();
  }
  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.terminate();
  }
}
