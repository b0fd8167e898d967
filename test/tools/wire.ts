import type { Down, down, Up } from '@tokenim/protocol';
import { paths, protocolVersion, subprotocol } from '@tokenim/protocol';
import WebSocket from 'ws';

export interface WireOptions {
  /** `http://127.0.0.1:8787`. */
  endpoint: string;
  token: string;
  /** Id of this client instance; the same again replaces (rule H5). */
  device: string;
  /** Every frame but answers to `request` and `write`. */
  onFrame?: (frame: Down) => void;
  onClose?: (code: number) => void;
}

/** A refusal or an error of the server, by its stable code. */
export class WireError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
    this.name = 'WireError';
  }
}

interface Waiting {
  resolve(frame: Down): void;
  reject(error: Error): void;
}

/** The protocol without a client: frames as they are, over one connection that is never opened again. */
export class Wire {
  readonly welcome: down.Welcome;
  readonly #socket: WebSocket;
  readonly #waiting: Map<string | number, Waiting>;
  #nextId = 1;

  private constructor(socket: WebSocket, welcome: down.Welcome, waiting: Map<string | number, Waiting>) {
    this.#socket = socket;
    this.welcome = welcome;
    this.#waiting = waiting;
  }

  /** Resolves after `welcome`; rejects with the close code's WireError where the server closes before it. */
  static open(options: WireOptions): Promise<Wire> {
    const waiting = new Map<string | number, Waiting>();
    const socket = new WebSocket(`${options.endpoint.replace(/^http/, 'ws')}${paths.socket}`, subprotocol, {
      perMessageDeflate: false,
    });
    return new Promise((resolve, reject) => {
      socket.on('error', () => {});
      socket.once('open', () => {
        const hello: Up = {
          t: 'hello',
          v: [protocolVersion, protocolVersion],
          features: [],
          token: options.token,
          device: options.device,
        };
        socket.send(JSON.stringify(hello));
      });
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data)) as Down;
        if (frame.t === 'welcome') return resolve(new Wire(socket, frame, waiting));
        const key = frame.t === 'ack' || frame.t === 'refuse' ? frame.cid : (frame as { id?: number }).id;
        const entry = key === undefined ? undefined : waiting.get(key);
        if (!entry) return options.onFrame?.(frame);
        waiting.delete(key!);
        if (frame.t === 'refuse' || frame.t === 'error') entry.reject(new WireError(frame.code));
        else entry.resolve(frame);
      });
      socket.once('close', (code) => {
        const error = new WireError(`closed_${code}`);
        reject(error);
        for (const entry of waiting.values()) entry.reject(error);
        waiting.clear();
        options.onClose?.(code);
      });
    });
  }

  send(frame: Up): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Resolves with the acknowledgement; rejects with a WireError. */
  write(cid: string, op: unknown): Promise<down.Ack> {
    return this.#ask(cid, { t: 'write', cid, op } as unknown as Up) as Promise<down.Ack>;
  }

  /** Sends a request under an id of its own; resolves with its answer. */
  request<T extends Down>(frame: Record<string, unknown>): Promise<T> {
    const id = this.#nextId++;
    return this.#ask(id, { ...frame, id } as unknown as Up) as Promise<T>;
  }

  close(): void {
    this.#socket.close();
  }

  #ask(key: string | number, frame: Up): Promise<Down> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(key, { resolve, reject });
      this.send(frame);
    });
  }
}
