import type { ConversationId, down, Head } from '@tokenim/protocol';
import { advance, readCursor } from './cursor.js';
import type { Handle } from './database.js';
import { counted } from './fold.js';
import { dropLog } from './logs.js';
import { type StoredConversation, saidOf } from './schema.js';
import type { Store } from './store.js';
import type { ConversationRow, Words } from './types.js';

/** The part of the store that holds conversations as the server reports them: heads, pointers, the cursor. */
export function headStore(
  handle: Handle,
): Pick<Store, 'applyChanges' | 'applyHeads' | 'applyPointers' | 'conversation' | 'cursor'> {
  const { db, me } = handle;
  const { messages, ranges, conversations, meta, outbox } = db;

  /** Merges heads into what is here; in the caller's transaction. */
  async function putHeads(heads: readonly Head[]): Promise<ConversationId[]> {
    const rows = await conversations.bulkGet(heads.map((head) => head.id));
    const merged: StoredConversation[] = [];
    const stale: ConversationId[] = [];
    for (const [i, head] of heads.entries()) {
      const row = rows[i];
      if (row && !row.local && row.epoch !== head.epoch) await dropLog(handle, head.id);
      if (row?.local) await dropFailedCreate(head.id);
      if (row && !row.local && row.epoch === head.epoch && isStale(row, head)) stale.push(head.id);
      merged.push(mergeHead(row, head));
    }
    await conversations.bulkPut(merged);
    return stale;
  }

  /** Someone else made it: that it could not be made from here has nothing more to say. */
  async function dropFailedCreate(id: ConversationId): Promise<void> {
    await outbox
      .where('state')
      .equals('failed')
      .filter(({ op, conversation }) => op.kind === 'create' && conversation === id)
      .delete();
  }

  return {
    applyChanges: (changes) =>
      handle.run('rw', [messages, ranges, conversations, meta, outbox], async () => {
        const before = await readCursor(meta);
        if (changes.reset) {
          // What the server does not name until the end is no longer the user's (rule C5).
          await conversations.toCollection().modify((row) => {
            if (!row.local) row.unconfirmed = 1;
          });
        }
        await putHeads(changes.conversations);
        const resetting = changes.reset || before?.resetting === true;
        const largeRows = changes.large ? await conversations.bulkGet(changes.large.map((l) => l.id)) : [];
        const heads: ConversationId[] = [];
        for (const [i, { id, epoch, seq }] of (changes.large ?? []).entries()) {
          const row = largeRows[i];
          if (!row || row.epoch !== epoch || row.seq < seq) heads.push(id);
          if (row?.unconfirmed) await conversations.put(confirmed(row));
        }
        if (resetting && !changes.more) {
          for (const row of await conversations.filter((r) => r.unconfirmed === 1).toArray()) {
            await dropLog(handle, row.id);
            await conversations.delete(row.id);
          }
        }
        const same = before && before.epoch === changes.epoch && !changes.reset;
        await meta.put({
          key: 'cursor',
          value: {
            epoch: changes.epoch,
            // Pushes may have moved it further while the answer was under way.
            version: same ? Math.max(before.version, changes.version) : changes.version,
            ...(resetting && changes.more ? { resetting: true as const } : {}),
          },
        });
        return { changed: changes.conversations.map((head) => head.id), heads };
      }),

    applyHeads: (heads, asked = []) =>
      handle.run('rw', [messages, ranges, conversations, outbox], async () => {
        const stale = await putHeads(heads);
        const named = new Set<string>(heads.map((head) => head.id));
        for (const row of await conversations.bulkGet(asked.filter((id) => !named.has(id)))) {
          if (row && !row.local) await conversations.put(counted({ ...row, me: { ...row.me, left: true } }));
        }
        return stale;
      }),

    applyPointers: (pointers) =>
      handle.run('rw', [conversations, meta], async () => {
        const ids = [...new Set(pointers.map((pointer) => pointer.conversation))];
        const rows = new Map<string, StoredConversation>();
        for (const row of await conversations.bulkGet(ids)) if (row && !row.local) rows.set(row.id, row);
        const versions: number[] = [];
        const unknown: ConversationId[] = [];
        for (const pointer of pointers) {
          const row = rows.get(pointer.conversation);
          if (!row) {
            unknown.push(pointer.conversation);
            continue;
          }
          if (pointer.version !== undefined) versions.push(pointer.version);
          rows.set(row.id, pointer.user === me ? ownPointer(row, pointer) : memberPointer(row, pointer));
        }
        await conversations.bulkPut([...rows.values()]);
        return { behind: await advance(meta, versions), unknown };
      }),

    conversation: (id) => handle.run('r', [conversations], () => conversations.get(id)),
    cursor: () => handle.run('r', [meta], () => readCursor(meta)),
  };
}

type PointerFrame = down.Pointer;

function ownPointer(row: StoredConversation, pointer: PointerFrame): StoredConversation {
  const me = {
    ...row.me,
    read: Math.max(row.me.read, pointer.read ?? 0),
    readOrd: Math.max(row.me.readOrd, pointer.readOrd ?? 0),
    delivered: Math.max(row.me.delivered, pointer.delivered ?? 0, pointer.read ?? 0),
  };
  // Only the newest word counts for what is no maximum, and none while an own one is under way.
  const newest = pointer.version === undefined || pointer.version > (row.unreadVersion ?? 0);
  const moved = { ...row, me };
  const { unread, pinned, archived, muted } = pointer;
  if (newest && unread !== undefined) {
    if (pointer.version !== undefined) moved.unreadVersion = pointer.version;
    // The answer to the mark under way says whether it or this came last.
    Object.assign(me, { unread, pinned, archived, muted }, wordsOf(row.dirty));
  }
  return counted(memberPointer(moved, pointer));
}

/** The words in marks that are not answered yet. Reading ends "marked unread" (rule P3). */
export function wordsOf({ read, delivered: _, ...words }: NonNullable<ConversationRow['dirty']> = {}): Words {
  return read === undefined ? words : { unread: false, ...words };
}

export function memberPointer(
  row: StoredConversation,
  pointer: Pick<PointerFrame, 'user' | 'read' | 'delivered' | 'version'>,
): StoredConversation {
  const members = row.members?.map((member) => {
    if (member.id !== pointer.user) return member;
    const read = Math.max(member.read ?? 0, pointer.read ?? 0);
    const delivered = Math.max(member.delivered ?? 0, pointer.delivered ?? 0, read);
    return { ...member, ...(read > 0 ? { read } : {}), ...(delivered > 0 ? { delivered } : {}) };
  });
  return versioned(members ? { ...row, members } : row, pointer.version);
}

function versioned(row: StoredConversation, version: number | undefined): StoredConversation {
  return version !== undefined && version > (row.version ?? 0) ? { ...row, version } : row;
}

function confirmed(row: StoredConversation): StoredConversation {
  const { unconfirmed: _unconfirmed, ...rest } = row;
  return rest as StoredConversation;
}

/**
 * A head from the server over what is here. Within one epoch pointers are maxima (rule P1), and a head older than
 * what pushes have built here changes nothing else. What only this device knows stays.
 */
export function mergeHead(row: StoredConversation | undefined, head: Head): StoredConversation {
  const fresh = { ...head, unreadVersion: head.version } as StoredConversation;
  if (!row) return counted(fresh);
  if (row.draft !== undefined) fresh.draft = row.draft;
  if (row.local || row.epoch !== head.epoch) {
    Object.assign(fresh, saidOf(row));
    fresh.me = { ...fresh.me, ...fresh.dirty };
    return counted(fresh);
  }
  const stale = isStale(row, head);
  const { unconfirmed: _unconfirmed, ...kept } = row;
  const base: StoredConversation = stale || head.me.left ? (kept as StoredConversation) : { ...fresh };
  if (row.dirty) {
    base.dirty = row.dirty;
    base.dirtyMark = 1;
  }
  // A head that knows all that came here is the truth; only what the server was not told yet goes beyond it.
  const whole = !stale && head.version !== undefined;
  if (whole) base.unreadVersion = head.version;
  if (!whole || row.dirty) {
    const { me } = base;
    base.me = {
      ...me,
      read: Math.max(row.me.read, head.me.read),
      readOrd: Math.max(row.me.readOrd, head.me.readOrd),
      delivered: Math.max(row.me.delivered, head.me.delivered),
      mention: Math.max(row.me.mention ?? 0, head.me.mention ?? 0) || undefined,
    };
  } else base.me = { ...base.me };
  // Its head ends where the user left, behind what is here (rule C7).
  if (head.me.left && (row.version ?? 0) <= (head.version ?? Number.POSITIVE_INFINITY)) base.me.left = true;
  Object.assign(base.me, wordsOf(row.dirty));
  if (!whole && row.members && base.members)
    base.members = maxPointers(base.members, stale ? (head.members ?? []) : row.members);
  return counted(base);
}

/** The head was read before what pushes and acknowledgements have built here. */
function isStale(row: StoredConversation, head: Head): boolean {
  return row.seq > head.seq || (row.version ?? 0) > (head.version ?? Number.POSITIVE_INFINITY);
}

function maxPointers(
  members: NonNullable<Head['members']>,
  others: NonNullable<Head['members']>,
): NonNullable<Head['members']> {
  const by = new Map(others.map((member) => [member.id, member]));
  return members.map((member) => {
    const other = by.get(member.id);
    if (!other) return member;
    const read = Math.max(member.read ?? 0, other.read ?? 0);
    const delivered = Math.max(member.delivered ?? 0, other.delivered ?? 0);
    if (read === (member.read ?? 0) && delivered === (member.delivered ?? 0)) return member;
    return { ...member, read, delivered };
  });
}
