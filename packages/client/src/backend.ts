import type { Down, Up } from '@tokenim/protocol';

/**
 * What the sync engine needs of a backend: a link that carries frames. Implement it to reach another
 * backend; the frames are those of PROTOCOL.md, so an adapter translates there.
 *
 * What an implementer must know:
 * - `connect` makes one attempt. It never retries: when and whether to try again is the engine's choice
 *   (back-off with full jitter, at once when the browser comes on-line or the page becomes visible).
 * - No handler is called before `connect` has returned.
 * - `onOpen` comes before any `onFrame`; `onClose` comes exactly once, also for an attempt that failed, and
 *   nothing comes after it.
 * - `send` before `onOpen` or after `onClose` drops the frame. It must not queue: the outbox is the queue,
 *   and a frame sent before `hello` ends the connection.
 * - Frames may be lost, doubled and reordered between here and there; the engine makes it right.
 * - What arrives is checked against the schema before `onFrame`; what does not fit is dropped and counted.
 */
export interface Backend {
  connect(handlers: LinkHandlers): Link;
}

export interface LinkHandlers {
  onOpen(): void;
  onFrame(frame: Down): void;
  /** A WebSocket close code; 1006 where there was none. */
  onClose(code: number, reason: string): void;
}

export interface Link {
  send(frame: Up): void;
  /** Ends the attempt or the link; `onClose` follows. */
  close(code?: number): void;
}
