import type { Table } from 'dexie';
import type { MetaRow, StoredCursor } from './schema.js';

/** The user's cursor, inside a transaction that has `meta`. */
export async function readCursor(meta: Table<MetaRow, string>): Promise<StoredCursor | undefined> {
  const row = await meta.get('cursor');
  return row?.key === 'cursor' ? row.value : undefined;
}

/**
 * Moves the cursor over versions that follow it one by one (rule C3). True where one was missed. Without a cursor
 * the first `changes` is still to come and will cover them.
 */
export async function advance(meta: Table<MetaRow, string>, versions: readonly number[]): Promise<boolean> {
  if (versions.length === 0) return false;
  const cursor = await readCursor(meta);
  if (!cursor) return false;
  let { version } = cursor;
  let missed = false;
  for (const next of versions) {
    if (next === version + 1) version = next;
    else if (next > version) missed = true;
  }
  if (version !== cursor.version) await meta.put({ key: 'cursor', value: { ...cursor, version } });
  return missed;
}
