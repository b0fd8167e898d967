import { utf8Length } from '@tokenim/protocol';

/** The limit of a text is shown from this part of it on. */
export const warnAt = 0.9;

/** Bytes of UTF-8, as the limit counts them; 0 for a text that is far from the limit, which is not encoded. */
export function bytesOf(text: string, limit: number): number {
  // Three bytes a unit at most.
  return text.length * 3 < limit * warnAt ? 0 : utf8Length(text);
}
