import type { MessageKey } from '../locales/messages.js';

/** What is said where something does not play: that there is no network, else that it cannot be played. */
export function trouble(error: unknown): MessageKey {
  const code = (error as { code?: unknown } | undefined)?.code;
  return ['offline', 'timeout', 'unavailable'].includes(code as string) ? 'playOffline' : 'cannotPlay';
}
