import { DatabaseSync } from 'node:sqlite';

/** For tests: everything that a database holds, table by table, but when users were last seen and the index for searching, which follows by itself. */
export function dump(path: string): Record<string, unknown> {
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name`)
    .all();
  const found = tables.map(({ name }) => {
    const rows = db.prepare(`SELECT * FROM "${name}"`).all();
    for (const row of rows) delete row.seen;
    return [name, rows];
  });
  db.close();
  return Object.fromEntries(found);
}
