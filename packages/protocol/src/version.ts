/**
 * History of the wire.
 * 1: the first. Later, without a new number, since a client that does not know them is served as before: flags of
 *    a conversation (P6), mentions (W12), windows of edit and delete (W11), `search` (Q1),
 *    operations in pages of history (G5), `partial` of `found` (Q3),
 *    `voice` of files and `duration` of previews (U7), `thumb` of an image (U8), checks of files (U9),
 *    limits of files by kind, type and number, and of voice messages, with the code `file_type` (U10 to U12).
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
