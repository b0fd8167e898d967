import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Keeps a folder of data to one process. The embedded server holds parts of its database in memory, so a
 * second one on the same folder would go wrong. The lock is an exclusive lock of SQLite on a file of its own:
 * the operating system drops it when the process ends, however it ends.
 *
 * @returns the function that gives the folder back, or `undefined` if another process has it.
 */
export function lockData(folder: string): (() => void) | undefined {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'lock'));
  try {
    // Milliseconds: a former server may be about to end.
    db.exec('PRAGMA busy_timeout = 2000; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if ((error as { errcode?: number }).errcode === 5) return undefined;
    throw error;
  }
  return () => db.close();
}
