import type { Table } from 'dexie';
import type { MetaRow } from './schema.js';

/** One value of `meta`, inside a transaction that has it. */
export async function readMeta<K extends MetaRow['key']>(meta: Table<MetaRow, string>, key: K) {
  return (await meta.get(key))?.value as Extract<MetaRow, { key: K }>['value'] | undefined;
}

/** The user's cursor, inside a transaction that has `meta`. */
export const readCursor = (meta: Table<MetaRow, string>) => readMeta(meta, 'cursor');

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
