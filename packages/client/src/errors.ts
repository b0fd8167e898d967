import { errorCodes } from '@tokenim/protocol';

/**
 * What becomes of work that failed: `offline` waits for the network, `retry` backs off and goes again,
 * `permanent` is told to the user, whose text is kept.
 */
export type Fate = 'offline' | 'retry' | 'permanent';

/** Codes that arise on this device, beside those of the protocol. */
export const clientErrorCodes = {
  /** There is no connection now. What was written is kept and goes later. */
  offline: 'offline',
  /** No answer in time; it may have happened. */
  timeout: 'retry',
  /** The client was stopped, or is not started. */
  stopped: 'permanent',
  /** The bytes of an upload are no longer on this device. */
  bytes_gone: 'permanent',
  /** What came from the server could not be used. */
  bad_answer: 'retry',
  /** The end of a picture is missing, or it cannot be decoded. */
  picture_broken: 'permanent',
  /** A picture of a kind that this browser cannot read (HEIC, say), so nothing of it could be taken out. */
  picture_unsupported: 'permanent',
  /** A picture of more pixels than are decoded here. */
  picture_too_large: 'permanent',
  /** The work was called off. */
  cancelled: 'permanent',
  /** Neither disk nor memory took the data. */
  storage: 'permanent',
} as const satisfies Record<string, Fate>;

export type ClientErrorCode = keyof typeof clientErrorCodes | keyof typeof errorCodes;

/** Branch on `code`, never on the message, which is English for developers. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  /** Milliseconds to wait before a repeat, where the server said. */
  readonly after?: number;

  constructor(code: ClientErrorCode, detail?: string, options?: { cause?: unknown; after?: number }) {
    super(
      detail ? `${code}: ${detail}` : code,
      options?.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'ClientError';
    this.code = code;
    if (options?.after !== undefined) this.after = options.after;
  }

  get fate(): Fate {
    return fateOf(this.code);
  }
}

/** The fate of a code, be it of this device or of the wire; an unknown one of a newer server is permanent. */
export function fateOf(code: string): Fate {
  if (Object.hasOwn(clientErrorCodes, code)) return clientErrorCodes[code as keyof typeof clientErrorCodes];
  if (Object.hasOwn(errorCodes, code))
    return errorCodes[code as keyof typeof errorCodes].retry ? 'retry' : 'permanent';
  return 'permanent';
}

/** Any thrown thing as a ClientError, to be told apart by its code; `otherwise` where it is foreign. */
export function asClientError(error: unknown, otherwise: ClientErrorCode): ClientError {
  if (error instanceof ClientError) return error;
  return new ClientError(otherwise, error instanceof Error ? error.message : String(error), { cause: error });
}
