import { type up, utf8Length, type WriteOp } from '@tokenim/protocol';
import type { ChangeResult } from '../storage/storage.js';
import type { ClientConnection } from './connection.js';
import { fanOutOp, fanOutPointers } from './fanout.js';
import { frame as text } from './frames.js';

/** Rules W1 to W5, B2, B5. What is refused at once still waits for its turn among the answers (rule W4). */
export function write(connection: ClientConnection, frame: up.Write) {
  const { server, limits } = connection;
  const { cid, op } = frame;
  const { app, user } = connection.identity!;
  if (server.draining) return refuseInOrder(connection, frame, 'unavailable', 'the server is stopping');
  if (connection.unanswered >= limits.unacked)
    return refuseInOrder(connection, frame, 'rate_limited', 'too many writes without an answer', 100);
  if (isTooLong(op, limits.text))
    return refuseInOrder(connection, frame, 'too_large', 'the text is too long');
  connection.unanswered += 1;
  server.committer.add({
    change: { type: 'write', app, user, cid, op, now: server.clock.now(), limits },
    done: (result) => {
      connection.unanswered -= 1;
      written(connection, frame, result!);
    },
  });
}

/** Rules P1 to P3, P6. */
export function mark(connection: ClientConnection, frame: up.Mark) {
  const { server, limits } = connection;
  const { t: _t, id, ...marked } = frame;
  const { app, user } = connection.identity!;
  if (server.draining) return connection.fail(id, 'unavailable', 'the server is stopping');
  server.committer.add({
    change: {
      type: 'mark',
      app,
      user,
      ...marked,
      now: server.clock.now(),
      limits,
    },
    done: (result) => {
      if (result!.result === 'refused') return connection.fail(id, result!.code, result!.detail);
      if (result!.result !== 'moved') return connection.send({ t: 'ok', id });
      const version = result!.receivers.find((r) => r.user === user)?.version;
      // The version, because no `pointer` comes to who moved it, and the cursor must not see a gap.
      connection.send({ t: 'ok', id, ...(version ? { version } : {}) });
      fanOutPointers(server, app, user, result!, connection.session);
    },
  });
}

function written(connection: ClientConnection, { cid }: up.Write, result: ChangeResult) {
  const { app, user } = connection.identity!;
  if (result.result === 'refused') {
    const after = result.code === 'unavailable' || result.code === 'internal' ? 1000 : undefined;
    return connection.refuse(cid, result.code, result.detail, after);
  }
  if (result.result === 'repeated') {
    const { conversation, epoch, seq, ts, ord } = result;
    return connection.send({ t: 'ack', cid, conversation, epoch, seq, ts, ord });
  }
  if (result.result !== 'stored') throw new Error(`a write cannot end as ${result.result}`);
  const { conversation, epoch, op, ord, receivers } = result;
  const version = receivers.find((r) => r.user === user)?.version || undefined;
  connection.outlet.answer(
    text({ t: 'ack', cid, conversation, epoch, seq: op.seq, ts: op.ts, ord, version }),
  );
  fanOutOp(connection.server, app, result, connection.session);
  if (op.kind === 'delete' || op.kind === 'edit') connection.server.options.onRemoval?.();
}

function refuseInOrder(
  connection: ClientConnection,
  { cid }: up.Write,
  code: 'unavailable' | 'rate_limited' | 'too_large',
  detail: string,
  after?: number,
): void {
  connection.server.inOrder(connection, () => connection.refuse(cid, code, detail, after));
}

/** The schema has bounded texts by the protocol's default already; an app may allow less. */
function isTooLong(op: WriteOp, limit: number): boolean {
  const body = op.kind === 'message' || op.kind === 'edit' ? op.body : undefined;
  const text = body?.type === 'custom' ? body.fallback : body?.text;
  // A UTF-16 unit takes at most 3 bytes, so most texts need no counting.
  return text !== undefined && text.length * 3 > limit && utf8Length(text) > limit;
}
