import type { Down } from '@tokenim/protocol';
import { paths, protocolVersion, subprotocol } from '@tokenim/protocol';
import WebSocket from 'ws';
import { numberedCid, readNumberedCid } from '../tools/cid.js';

/** Writes that a writer may have unanswered; the protocol's own limit. */
const window = 64;
/** Acknowledged writes that are sent again after each reconnect, to see that they are not stored twice. */
const repeats = 8;

export interface WriterOptions {
  endpoint: string;
  token: string;
  index: number;
  conversation: string;
  /** Called with each first acknowledgement. */
  onAck(): void;
  /** What must never happen, as a sentence. */
  onFault(sentence: string): void;
}

/**
 * One user on a raw socket: keeps 64 writes in flight, sends what is unanswered again after every loss of the
 * connection, and remembers the seq of each acknowledgement. Numbers start at 1; number n has the cid
 * `numberedCid(index, n)` and the text `textOf(index, n)`.
 */
export class Writer {
  /** Acknowledged seq by number; 0 where there is none. */
  readonly acked = new Sequences();
  /** Seq under which the peer's message of a number was pushed here. */
  readonly pushed = new Sequences();
  resent = 0;
  repeated = 0;
  #next = 1;
  #open = new Set<number>();
  #asked = new Set<number>();
  #welcome = false;
  #writing = false;
  #stopped = false;
  #socket: WebSocket | undefined;
  #version = 0;
  #epoch = '';
  readonly #options: WriterOptions;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#welcome;
  }
  /** Unanswered writes. */
  get open(): number {
    return this.#open.size;
  }
  get written(): number {
    return this.#next - 1;
  }

  connect(): void {
    const { endpoint, token, index } = this.#options;
    const socket = new WebSocket(`${endpoint.replace(/^http/, 'ws')}${paths.socket}`, subprotocol, {
      perMessageDeflate: false,
    });
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('open', () =>
      socket.send(
        JSON.stringify({
          t: 'hello',
          v: [protocolVersion, protocolVersion],
          features: [],
          token,
          device: `writer-${index}`,
        }),
      ),
    );
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as Down));
    socket.on('close', (code) => {
      this.#welcome = false;
      if (this.#stopped) return;
      if (code > 4399 && code !== 4409 && code !== 4503) this.#options.onFault(`closed with ${code}`);
      setTimeout(() => this.connect(), 10 + Math.random() * 40);
    });
  }

  /** Begins to write, and goes on until `finish`. */
  write(): void {
    this.#writing = true;
    this.#pump();
  }

  /** No new writes; what is unanswered is still sent again until it is answered. */
  finish(): void {
    this.#writing = false;
  }

  close(): void {
    this.#stopped = true;
    this.#socket?.close();
  }

  #pump(): void {
    while (this.#writing && this.#welcome && this.#open.size < window) {
      const number = this.#next++;
      this.#open.add(number);
      this.#send(number);
    }
  }

  #send(number: number): void {
    const { index, conversation } = this.#options;
    const op = { kind: 'message', conversation, body: { type: 'text', text: textOf(index, number) } };
    this.#socket!.send(JSON.stringify({ t: 'write', cid: numberedCid(index, number), op }));
  }

  #receive(frame: Down): void {
    switch (frame.t) {
      case 'welcome':
        this.#welcome = true;
        this.#epoch = frame.epoch;
        this.#version = frame.version;
        this.#resend();
        this.#pump();
        break;
      case 'ack':
        this.#ack(frame.cid, frame.seq);
        break;
      case 'refuse': {
        const of = readNumberedCid(frame.cid);
        if (!frame.retry || !of) {
          this.#options.onFault(`refused with ${frame.code}`);
          return;
        }
        setTimeout(() => {
          if (this.#welcome && this.#open.has(of.number)) this.#send(of.number);
        }, frame.after ?? 50);
        break;
      }
      case 'op': {
        if (frame.version) this.#version = frame.version;
        const op = frame.op as { seq: number; message?: { cid: string } };
        const of = op.message && readNumberedCid(op.message.cid);
        if (!of) return;
        const before = this.pushed.get(of.number);
        if (before !== 0 && before !== op.seq) {
          this.#options.onFault(`message ${of.number} was pushed with seq ${before}, then with ${op.seq}`);
        }
        this.pushed.set(of.number, op.seq);
        break;
      }
      case 'lag':
        this.#socket!.send(JSON.stringify({ t: 'sync', id: 1, epoch: this.#epoch, version: this.#version }));
        break;
      case 'changes':
        this.#version = frame.version;
        break;
      case 'error':
        this.#options.onFault(`error ${frame.code}`);
        break;
    }
  }

  #ack(cid: string, seq: number): void {
    const of = readNumberedCid(cid);
    if (of?.writer !== this.#options.index) {
      this.#options.onFault(`an ack of a stranger's write: ${cid}`);
      return;
    }
    const before = this.acked.get(of.number);
    if (before === 0) {
      this.acked.set(of.number, seq);
      this.#open.delete(of.number);
      this.#options.onAck();
      this.#pump();
      return;
    }
    if (before !== seq)
      this.#options.onFault(`write ${of.number} was acknowledged as ${before}, then as ${seq}`);
    if (this.#asked.delete(of.number)) this.repeated++;
  }

  /** In the order in which they were made: first some that were answered long ago, then all unanswered ones. */
  #resend(): void {
    this.#asked.clear();
    const first = Math.min(...this.#open, this.#next);
    for (let number = Math.max(1, first - repeats); number < first; number++) {
      this.#asked.add(number);
      this.#send(number);
    }
    for (const number of [...this.#open].sort((a, b) => a - b)) {
      this.resent++;
      this.#send(number);
    }
  }
}

/** The text of a writer's message, long enough to be like one that a person writes. */
export function textOf(writer: number, number: number): string {
  return `Writer ${writer}, message ${number}: is the blue one still there? 还有蓝色的吗？`;
}

/** A growing list of small numbers, 4 bytes each. */
export class Sequences {
  #values = new Int32Array(1024);
  get(index: number): number {
    return this.#values[index] ?? 0;
  }
  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const grown = new Int32Array(Math.max(this.#values.length * 2, index + 1));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[index] = value;
  }
}
