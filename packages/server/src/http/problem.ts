import type { ErrorCode } from '@tokenim/protocol';

const statuses = {
  bad_frame: 400,
  invalid: 400,
  unauthorized: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  file_type: 415,
  checking: 409,
  rejected: 403,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

/** A refusal over HTTP: `{ "error": { "code", "detail" } }` with the status that fits the code (rule T5). */
export class HttpProblem extends Error {
  readonly code: ErrorCode;
  readonly status: (typeof statuses)[ErrorCode];
  /** Seconds for `Retry-After`. */
  readonly after: number | undefined;
  /** @param detail one sentence for a developer, without path, query or stack. */
  constructor(code: ErrorCode, detail: string, after?: number) {
    super(detail);
    this.name = 'HttpProblem';
    this.code = code;
    this.status = statuses[code];
    this.after = after;
  }

  get body(): string {
    return JSON.stringify({ error: { code: this.code, detail: this.message } });
  }
}
