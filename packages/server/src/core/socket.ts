/** All that the core knows of a connection's transport; an adapter to a framework implements it. */
export interface Socket {
  /** Sends one text frame. Never throws: after the end the frame is dropped. */
  send(text: string): void;
  /** Closes with a code of PROTOCOL.md; `closed()` of the connection follows, then or later. */
  close(code: number, reason: string): void;
  /** Bytes handed to `send` that have not left yet. Decides when a reader is too slow (rule B4). */
  readonly bufferedAmount: number;
}
