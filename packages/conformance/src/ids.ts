import { randomBytes } from 'node:crypto';
import type { Cid } from '@tokenim/protocol';

let last = 0;

/** A UUIDv7: time first, then chance. Never the same twice. */
export function newCid(): Cid {
  last = Math.max(last + 1, Date.now());
  const hex = last.toString(16).padStart(12, '0');
  const bytes = randomBytes(10);
  bytes[0] = (bytes[0]! & 0x0f) | 0x70;
  bytes[2] = (bytes[2]! & 0x3f) | 0x80;
  const rest = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}` as Cid;
}
