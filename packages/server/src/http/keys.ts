import { hkdfSync } from 'node:crypto';

/**
 * A key of its own for each purpose, derived from an app's secret, so that what is signed for one purpose can
 * never pass for another and the secret itself signs user tokens only.
 */
export function derivedKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `tokenim/${purpose}`, 32));
}
