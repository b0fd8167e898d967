import { en } from '../locales/en.js';
import type { MessageKey } from '../locales/messages.js';

/** The reader's words for an error code; codes of later versions get a general sentence. */
export function whyKey(code: string | undefined): MessageKey {
  const key = `why_${code}`;
  return key in en ? (key as MessageKey) : 'why_other';
}
