/**
 * History of the wire.
 * 1: the first.
 *
 * A change of any schema changes the pinned hash in version.test.ts and forces the question
 * whether an old client still understands; if not, this number grows.
 */
export const protocolVersion = 1;

/** WebSocket subprotocol. */
export const subprotocol = 'tokenim.v1';

/** Paths below a server's endpoint. */
export const paths = {
  socket: '/v1/socket',
  files: '/v1/files',
  visitors: '/v1/visitors',
} as const;
