import * as z from 'zod/mini';

/** Why a write or a request was refused, and whether the same again can help. Rule E1. */
export const errorCodes = {
  /** The frame or operation does not fit its schema. */
  bad_frame: { retry: false },
  /** The token is missing, forged, of another app, or malformed. */
  unauthorized: { retry: false },
  /** The token was good once. Renew, then repeat. */
  token_expired: { retry: true },
  /** Known, but not allowed to this user. */
  forbidden: { retry: false },
  /** No such conversation, message, user or file, or none that this user may know of. */
  not_found: { retry: false },
  /** The `cid` was used for another payload (rule W3). */
  conflict: { retry: false },
  /** The operation fits its schema and makes no sense now: an edit of a deleted message, or too late (rule W11). */
  invalid: { retry: false },
  /** Over a limit of `welcome`. */
  too_large: { retry: false },
  /** A file of a type that the app does not take (rule U10). */
  file_type: { retry: false },
  /** The file is being checked and may be seen only then (rule U9). Repeat. */
  checking: { retry: true },
  /** The file did not pass its check (rule U9). */
  rejected: { retry: false },
  /** Too much at once. Repeat after `after` milliseconds. */
  rate_limited: { retry: true },
  /** The server is draining or its storage is busy. Repeat. */
  unavailable: { retry: true },
  /** A fault of the server. Repeat. */
  internal: { retry: true },
} as const;
export type ErrorCode = keyof typeof errorCodes;

/** Any string, since a newer server may have newer codes; known ones complete. */
export const ErrorCodeOnWire = z.string().check(z.regex(/^[a-z_]{1,40}$/));

/** WebSocket close codes. `retry`: `no`, after a token `renew`al, or `yes` with jittered back-off. Rule E3. */
export const closeCodes = {
  4400: { name: 'bad_frame', retry: 'no' },
  4401: { name: 'token', retry: 'renew' },
  4403: { name: 'forbidden', retry: 'no' },
  4406: { name: 'version', retry: 'no' },
  4408: { name: 'hello_timeout', retry: 'yes' },
  4409: { name: 'replaced', retry: 'yes' },
  4413: { name: 'size', retry: 'no' },
  4429: { name: 'rate', retry: 'yes' },
  4503: { name: 'draining', retry: 'yes' },
  4508: { name: 'too_slow', retry: 'yes' },
} as const;
export type CloseCode = keyof typeof closeCodes;

/** What a client does after a close: anything unknown, 1006 included, is worth a retry. */
export function retryAfterClose(code: number): 'no' | 'renew' | 'yes' {
  return code in closeCodes ? closeCodes[code as CloseCode].retry : 'yes';
}
