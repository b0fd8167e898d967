import type { Limits } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import type { TemplateResult } from 'lit';
import {
  copyIcon,
  forwardIcon,
  infoIcon,
  linkIcon,
  pencilIcon,
  replyIcon,
  trash2Icon,
} from '../icons-more.js';
import type { MessageKey } from '../locales/messages.js';
import { copyText, isDeleted, shownBody } from './row-text.js';

export type MenuAct = 'reply' | 'forward' | 'copy' | 'copyLink' | 'edit' | 'details' | 'remove';

export interface MenuItem {
  act: MenuAct & MessageKey;
  icon: TemplateResult;
  danger?: boolean;
}

export interface MenuFacts {
  row: MessageRow;
  me: { id: string; role?: string } | undefined;
  conversation: ConversationRow | undefined;
  limits: Pick<Limits, 'deleteWindow' | 'editWindow'>;
  now: number;
}

/** What can be done with a message. What the server would refuse (rule W11) is not offered. */
export function menuItems({ row, me, conversation, limits, now }: MenuFacts): MenuItem[] {
  if (isDeleted(row)) return [];
  const own = row.sender === me?.id;
  const sent = row.state === 'sent';
  const waits = row.state === 'pending';
  const left = conversation?.me.left === true;
  const within = (window: number | undefined) => waits || window === undefined || now - row.ts < window;
  const moderator = me?.role === 'agent' && conversation?.kind === 'support';
  const type = shownBody(row)?.type;
  const items: (MenuItem | false)[] = [
    sent && !left && { act: 'reply', icon: replyIcon },
    copyText(row) !== '' && { act: 'copy', icon: copyIcon },
    sent &&
      type !== undefined &&
      ['text', 'image', 'file', 'custom'].includes(type) && { act: 'forward', icon: forwardIcon },
    own &&
      !left &&
      (sent || waits) &&
      type === 'text' &&
      within(limits.editWindow) && { act: 'edit', icon: pencilIcon },
    sent && { act: 'copyLink', icon: linkIcon },
    sent && { act: 'details', icon: infoIcon },
    !left &&
      ((own && (sent || waits) && within(limits.deleteWindow)) || (moderator && sent)) && {
        act: 'remove',
        icon: trash2Icon,
        danger: true,
      },
  ];
  return items.filter((item) => item !== false);
}
