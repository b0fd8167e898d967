/** Why the store could not do what it was asked. */
export const storeErrorCodes = ['quota', 'closed', 'failed'] as const;
export type StoreErrorCode = (typeof storeErrorCodes)[number];

/**
 * Branch on `code`. `quota`: the disk or the browser's share of it is full. `closed`: the store was closed or
 * erased. `failed`: anything else; `cause` has it.
 */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, options?: { cause?: unknown }) {
    super(`store: ${code}`, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Any error of Dexie's or IndexedDB's as a StoreError. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(isNamed(error, 'QuotaExceededError') ? 'quota' : 'failed', { cause: error });
}

/** The connection went away under us: iOS closes it in the background, a newer page upgrades the database. */
export function isLostConnection(error: unknown): boolean {
  return isNamed(error, 'InvalidStateError', 'DatabaseClosedError', 'UnknownError');
}

/** Dexie wraps what IndexedDB throws, sometimes twice. */
function isNamed(error: unknown, ...names: string[]): boolean {
  let at = error;
  for (let depth = 0; depth < 4 && at instanceof Object; depth += 1) {
    const { name, inner } = at as { name?: string; inner?: unknown };
    if (name && names.includes(name)) return true;
    at = inner;
  }
  return false;
}
