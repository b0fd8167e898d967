import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import type { Staged } from '../file-tray/staged.js';

/**
 * Files that wait to be sent, of each client by conversation: they outlive the composer that shows them. All else about
 * them comes with `file-tray`.
 */
export const staged = new WeakMap<Client, Map<string, Staged>>();

/** What waits for one client waits for a conversation of another from now on, which was made for it. */
export function restage(from: Client, to: Client, conversation: ConversationId): void {
  const waiting = staged.get(from);
  if (!waiting) return;
  staged.delete(from);
  const all = staged.get(to) ?? new Map<string, Staged>();
  staged.set(to, all);
  for (const files of waiting.values()) all.set(conversation, files);
}

/** Nothing waits for this client any more: what one user picked is nothing for the next. */
export function unstage(client: Client): void {
  for (const waiting of staged.get(client)?.values() ?? [])
    for (const one of waiting.files) waiting.remove(one);
}
