import type { UserId } from '@tokenim/protocol';
import { advance } from './cursor.js';
import type { Handle } from './database.js';
import { counted } from './fold.js';
import { memberPointer, wordsOf } from './heads.js';
import { type StoredConversation, span } from './schema.js';
import type { DirtyMark, Store } from './store.js';
import type { MessageRow, Words } from './types.js';

/** The part of the store that holds what this user marked and typed here, before the server knows of it. */
export function markStore(
  handle: Handle,
): Pick<Store, 'markRead' | 'markUnread' | 'setFlags' | 'dirtyMarks' | 'marked' | 'setDraft'> {
  const { db, me } = handle;
  const { conversations, messages, meta, ranges } = db;

  /** Changes one conversation's row; `change` gives undefined where nothing is to do. */
  function update(
    id: string,
    change: (
      row: StoredConversation,
    ) => StoredConversation | undefined | Promise<StoredConversation | undefined>,
  ): Promise<boolean> {
    return handle.run('rw', [conversations, messages], async () => {
      const row = await conversations.get(id);
      const next = row && (await change(row));
      if (!next) return false;
      await conversations.put(next);
      return true;
    });
  }

  /** The newest message at or before `seq` that is here. */
  function newestAt(conversation: string, seq: number): Promise<MessageRow | undefined> {
    const [low, high] = span(conversation, 0, seq);
    return messages
      .where('[conversation+seq]')
      .between(low, high, true, true)
      .reverse()
      .filter(({ note }) => !note)
      .first() as Promise<MessageRow | undefined>;
  }

  /** Ordinal of the newest message at or before `seq` that is here. */
  async function ordAt(row: StoredConversation, seq: number): Promise<number> {
    if (seq >= (row.last?.seq ?? 0)) return row.ord;
    return (await newestAt(row.id, seq))?.ord ?? 0;
  }

  /** Whether the newest message here at or before `seq` is the newest there is: no hole lies between the two. */
  async function isHeld(conversation: string, seq: number): Promise<boolean> {
    const range = await ranges
      .where('[conversation+from]')
      .between(...span(conversation, 0, seq), true, true)
      .last();
    if (range === undefined || range.to < seq) return false;
    return range.from === 1 || ((await newestAt(conversation, seq))?.seq ?? 0) >= range.from;
  }

  const live = (row: StoredConversation) => !row.local && !row.me.left && row.seq > 0;

  const say = (id: string, said: Words) =>
    update(id, (row) =>
      live(row)
        ? counted({
            ...row,
            me: { ...row.me, ...said },
            dirty: { ...row.dirty, ...said },
            dirtyMark: 1 as const,
          })
        : undefined,
    );

  return {
    markRead: (conversation, seq) =>
      update(conversation, async (row) => {
        const read = Math.min(seq, row.seq);
        if (!live(row) || read < 1) return undefined;
        if (read <= row.me.read && !row.me.unread) return undefined;
        const pointers = {
          ...row.me,
          read: Math.max(row.me.read, read),
          readOrd: Math.max(row.me.readOrd, await ordAt(row, read)),
          delivered: Math.max(row.me.delivered, read),
        };
        delete pointers.unread;
        const dirty = { ...row.dirty, read: Math.max(row.dirty?.read ?? 0, read) };
        delete dirty.unread;
        return counted({ ...row, me: pointers, dirty, dirtyMark: 1 as const });
      }),

    markUnread: (id) => say(id, { unread: true }),
    setFlags: say,

    dirtyMarks: () =>
      handle.run('r', [conversations], async () => {
        const rows = await conversations.where('dirtyMark').equals(1).toArray();
        return rows.map((row): DirtyMark => ({ conversation: row.id, ...row.dirty }));
      }),

    marked: (mark, version) =>
      handle.run('rw', [conversations, messages, ranges, meta], async () => {
        const missed = version !== undefined && (await advance(meta, [version]));
        const row = await conversations.get(mark.conversation);
        if (!row) return true;
        const { conversation: _id, ...said } = mark;
        const dirty = { ...row.dirty };
        for (const key of Object.keys(said) as (keyof typeof said)[])
          if (dirty[key] === said[key]) delete dirty[key];
        const { dirty: _dirty, dirtyMark: _mark, ...rest } = row;
        const kept: StoredConversation =
          Object.keys(dirty).length > 0 ? { ...rest, dirty, dirtyMark: 1 as const } : rest;
        // Reading ends "marked unread" (rule P3). Another device may have had its word before or after this one.
        const { read, delivered } = said;
        const words = wordsOf(said);
        const newest = version !== undefined && !missed && version > (row.unreadVersion ?? 0);
        const sure = newest || Object.keys(words).length === 0;
        if (newest) {
          kept.unreadVersion = version;
          kept.me = { ...kept.me, ...words, ...wordsOf(kept.dirty) };
        }
        const next = memberPointer(kept, { user: me as UserId, read, delivered, version });
        // Where the messages up to it came only later, or belong to another life of the log, its ordinal was a guess.
        let certain = true;
        if (read !== undefined && next.me.read === read) {
          certain = await isHeld(row.id, read);
          if (certain) next.me = { ...next.me, readOrd: Math.max(next.me.readOrd, await ordAt(row, read)) };
        }
        await conversations.put(counted(next));
        // A new life of the log, or a head of before, may have put the pointer back: its ordinal is the server's to tell.
        const shown = row.me.read >= (read ?? 0) && row.me.delivered >= (delivered ?? 0);
        return sure && shown && certain;
      }),

    setDraft: async (conversation, text) => {
      await update(conversation, (row) => {
        if ((row.draft ?? '') === text) return undefined;
        const { draft: _draft, ...rest } = row;
        return text ? { ...rest, draft: text } : rest;
      });
    },
  };
}
