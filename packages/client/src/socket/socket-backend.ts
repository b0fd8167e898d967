import { Down, subprotocol, type Up } from '@tokenim/protocol';
import ReconnectingWebSocket, { CloseEvent as SyntheticClose } from 'partysocket/ws';
import type { Backend, Link, LinkHandlers } from '../backend.js';
import { socketAddress } from '../endpoint.js';

export interface SocketOptions {
  /** The server, `https://chat.example.org`. */
  endpoint: string;
  /** Milliseconds that an attempt may take. Default 10 s: a slow mobile network needs several. */
  timeout?: number;
  /** A WebSocket class, where the global one is not wanted. */
  WebSocket?: unknown;
}

export interface SocketBackend extends Backend {
  /** Frames that did not fit the schema and were dropped, over all links. */
  readonly dropped: number;
}

/** Code for "the connection broke or never came", as browsers have it. */
const abnormal = 1006;

/**
 * The protocol over one WebSocket, by partysocket with all of its own retrying and queueing turned off: when to
 * retry is the engine's choice, and the outbox is the queue.
 */
export function socketBackend({ endpoint, timeout = 10_000, WebSocket }: SocketOptions): SocketBackend {
  const url = socketAddress(endpoint);
  let dropped = 0;
  return {
    get dropped() {
      return dropped;
    },
    connect(handlers: LinkHandlers): Link {
      let phase: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting';
      const socket = new ReconnectingWebSocket(url, subprotocol, {
        // The first attempt is number 0, so this allows exactly one.
        maxRetries: 0,
        shouldReconnectOnClose: () => false,
        maxEnqueuedMessages: 0,
        connectionTimeout: timeout,
        WebSocket,
      });

      const end = (code: number, reason: string) => {
        if (phase === 'closed') return;
        phase = 'closed';
        socket.onopen = socket.onmessage = socket.onclose = null;
        // partysocket closes the inner socket at the first error, or else it is closed already.
        socket.close();
        handlers.onClose(code, reason);
      };

      socket.onopen = () => {
        if (phase !== 'connecting') return;
        phase = 'open';
        handlers.onOpen();
      };
      socket.onmessage = (event: MessageEvent) => {
        if (phase !== 'open') return;
        const frame = readFrame(event.data);
        if (frame) handlers.onFrame(frame);
        else dropped += 1;
      };
      // After an error partysocket reports a close of its own making, with 1000; the true one never comes. A
      // clean close has no error before it, so a made-up one always stands for a break.
      socket.onclose = (event) => end(madeUp(event) ? abnormal : event.code, event.reason ?? '');
      // Without an inner socket (an address that cannot be, a policy that forbids it) only this is called.
      socket.onerror = () => end(abnormal, '');

      return {
        send(frame: Up) {
          if (phase === 'open') socket.send(JSON.stringify(frame));
        },
        close(code = 1000) {
          if (phase === 'closing' || phase === 'closed') return;
          phase = 'closing';
          // Browsers throw for any other code, and partysocket would then leave the socket open.
          const sent = code === 1000 || (code >= 3000 && code <= 4999) ? code : 1000;
          socket.onclose = null;
          socket.close(sent, '');
          // Later, so that `onClose` never comes while its caller is still closing.
          queueMicrotask(() => end(sent, ''));
        },
      };
    },
  };
}

/** The frame in a message, or nothing where it is not one. */
export function readFrame(data: unknown): Down | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed = Down.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function madeUp(event: object): boolean {
  return event instanceof SyntheticClose;
}
