import { createHmac, timingSafeEqual } from 'node:crypto';
import { type AppId, type FileId, paths, type UserId } from '@tokenim/protocol';
import type { Clock } from '../core/clock.js';
import type { SignedFile } from '../core/options.js';
import type { Storage } from '../storage/storage.js';
import { derivedKey } from './keys.js';

/** Milliseconds that a file's address is good for (rule U5 allows at most 10 minutes). */
export const addressLife = 5 * 60_000;

export interface FileAddress {
  app: AppId;
  /** Who may read by it. Absent: whoever has it, see {@link AddressOptions}. */
  user?: UserId;
  file: FileId;
  /** Milliseconds since 1970. */
  expires: number;
}

/** Where addresses lead. */
export interface AddressOptions {
  /** Base address of files, of another origin than the endpoint. Absent: addresses are relative to the endpoint. */
  base?: string;
  /**
   * A cache stands at `base` that answers many readers at once: within {@link addressLife} all of them get the same
   * address, and until it ends the address itself is the permission.
   */
  shared?: boolean;
}

/** An address, relative to the endpoint, that `file` can be read from until `expires`. */
export function fileUrl(secret: string, address: FileAddress): string {
  const { app, user, expires } = address;
  const query = new URLSearchParams({ a: app });
  if (user !== undefined) query.set('u', user);
  query.set('e', String(expires));
  query.set('s', signature(secret, address).toString('base64url'));
  return `${paths.files}/${address.file}?${query}`;
}

/** Whether `signed` is what {@link fileUrl} would have signed. Says nothing about the time. */
export function isSigned(secret: string, address: FileAddress, signed: string): boolean {
  const given = Buffer.from(signed, 'base64url');
  const right = signature(secret, address);
  // Compared as text too: other spellings of the same bytes are not the address that was given out.
  return (
    given.length === right.length && timingSafeEqual(given, right) && given.toString('base64url') === signed
  );
}

function signature(secret: string, { app, user, file, expires }: FileAddress): Buffer {
  // A JSON array keeps the parts apart, whatever characters they have.
  return createHmac('sha256', derivedKey(secret, 'file-address'))
    .update(JSON.stringify([app, user ?? null, file, expires]))
    .digest();
}

/** `CoreOptions.signFile`, with the secrets that the storage has. */
export function fileSigner(
  storage: Pick<Storage, 'getApp'>,
  clock: Pick<Clock, 'now'>,
  { base = '', shared = false }: AddressOptions = {},
) {
  return async (app: AppId, user: UserId, file: FileId): Promise<SignedFile> => {
    const found = await storage.getApp(app);
    if (!found) throw new Error('no such app');
    const expires = shared
      ? (Math.floor(clock.now() / addressLife) + 2) * addressLife
      : clock.now() + addressLife;
    const address = shared ? { app, file, expires } : { app, user, file, expires };
    return { url: base + fileUrl(found.secret, address), expires };
  };
}
