// The bare limit of the server rows: sockets and SQLite with group commit, and nothing else. No tokens, no checks,
// no permissions, no repeats, no versions. Speaks just enough of the protocol for the load generator.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type WebSocket, WebSocketServer } from 'ws';

const [data, port] = process.argv.slice(2);
const db = new DatabaseSync(join(data!, 'bare.db'));
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE message (conversation TEXT, seq INTEGER, cid TEXT, by TEXT, body TEXT, PRIMARY KEY (conversation, seq)) WITHOUT ROWID`);
const insert = db.prepare('INSERT INTO message VALUES (?, ?, ?, ?, ?)');

interface Write {
  cid: string;
  op: { kind: string; conversation: string; body?: unknown };
}
const users = new Map<string, WebSocket>();
const heads = new Map<string, number>();
let queue: { socket: WebSocket; user: string; write: Write }[] = [];

function commit() {
  const group = queue;
  queue = [];
  db.exec('BEGIN');
  const stored = group.map(({ socket, user, write: { cid, op } }) => {
    const seq = (heads.get(op.conversation) ?? 0) + 1;
    heads.set(op.conversation, seq);
    insert.run(op.conversation, seq, cid, user, JSON.stringify(op.body ?? null));
    return { socket, user, cid, op, seq };
  });
  db.exec('COMMIT');
  const ts = Date.now();
  for (const { socket, cid, op, seq } of stored) {
    socket.send(JSON.stringify({ t: 'ack', cid, conversation: op.conversation, epoch: 'bare', seq, ts }));
  }
  for (const { user, cid, op, seq } of stored) {
    const message = { seq, cid, sender: user, ts, body: op.body };
    const frame = {
      t: 'op',
      conversation: op.conversation,
      epoch: 'bare',
      op: { kind: op.kind, seq, by: user, ts, message },
    };
    for (const other of op.conversation.slice(2).split('~')) {
      if (other !== user) users.get(other)?.send(JSON.stringify(frame));
    }
  }
}

new WebSocketServer({ host: '127.0.0.1', port: Number(port), path: '/v1/socket' }).on(
  'connection',
  (socket) => {
    let user = '';
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.t === 'hello') {
        user = frame.token;
        users.set(user, socket);
        socket.send(JSON.stringify({ t: 'welcome', epoch: 'bare', version: 0 }));
      } else if (frame.t === 'write') {
        if (queue.push({ socket, user, write: frame }) === 1) setImmediate(commit);
      }
    });
  },
);
