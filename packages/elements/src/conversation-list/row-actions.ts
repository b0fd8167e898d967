import type { Client } from '@tokenim/client';
import type { ConversationRow } from '@tokenim/store';
import { isUnread } from './row.js';

export type RowAction = 'pin' | 'mute' | 'archive' | 'unread' | 'leave';

/** The key of an action while a row has the focus; the menu shows them. */
export const actionKeys: Readonly<Record<RowAction, string>> = {
  unread: 'u',
  pin: 'p',
  mute: 'm',
  archive: 'e',
  leave: 'Delete',
};

/** The action whose key was pressed; on keyboards without Latin letters by the key's place. */
export function actionOf({ key, code, shiftKey }: KeyboardEvent): RowAction | undefined {
  if (shiftKey) return undefined;
  const pressed = /^[a-z]$/i.test(key) || key.length > 1 ? key : code.replace(/^Key/, '');
  const entry = Object.entries(actionKeys).find(([, each]) => each.toLowerCase() === pressed.toLowerCase());
  return entry?.[0] as RowAction | undefined;
}

/** A direct conversation keeps its members; in support only agents change them. */
export function mayLeave(row: ConversationRow, role: string | undefined): boolean {
  if (row.me.left || row.local) return false;
  return row.kind === 'group' || (row.kind === 'support' && role === 'agent');
}

/** Does, or undoes, what an action says. Leaving has been confirmed. */
export async function act(
  client: Client,
  row: ConversationRow,
  action: RowAction,
  me: string | undefined,
): Promise<void> {
  const { id } = row;
  if (action === 'pin') await client.setFlags(id, { pinned: !row.me.pinned });
  else if (action === 'mute') await client.setFlags(id, { muted: !row.me.muted });
  else if (action === 'archive') await client.setFlags(id, { archived: !row.me.archived });
  else if (action === 'leave') await (me && client.changeMembers(id, { remove: [me] }));
  else if (isUnread(row)) await client.markRead(id, row.last?.seq ?? row.seq);
  else await client.markUnread(id);
}
