import { protocolVersion, type up } from '@tokenim/protocol';
import type { ClientConnection } from './connection.js';
import { fanOutOp } from './fanout.js';
import { frame as text } from './frames.js';
import type { Identity } from './options.js';
import { type Answer, changesAfter, opsAfter } from './pulls.js';
import type { Server } from './server-core.js';
import { TokenError } from './token.js';

/** Support conversations that a new agent is added to (rule W9). */
const newestSupport = 500;

/** Rules H2 to H6. */
export async function hello(connection: ClientConnection, frame: up.Hello): Promise<void> {
  const { server, outlet } = connection;
  const [lowest, highest] = frame.v;
  if (lowest > protocolVersion || highest < protocolVersion) return connection.close(4406, 'version');
  const { resume } = frame;
  if (resume && resume.epoch === undefined && resume.version > 0) return connection.close(4400, 'bad_frame');
  let checked: Awaited<ReturnType<Server['check']>>;
  try {
    checked = await server.check(frame.token);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return connection.close(4401, error.code);
  }
  const { identity, app } = checked;
  const { origin } = connection.peer;
  if (origin !== undefined && !app.origins.includes('*') && !app.origins.includes(origin))
    return connection.close(4403, 'forbidden');
  const { user: id, name, avatar, role } = identity;
  const known = await server.storage.upsertUser(app.id, { id, name, avatar, role });
  if (known.promoted) await joinSupport(server, identity);
  if (server.draining) return connection.close(4503, 'draining');
  if (connection.phase !== 'checking') return;

  connection.identity = identity;
  connection.device = frame.device;
  connection.peer = {};
  connection.limits = server.limitsOf(app);
  // Held from here on: whatever is committed from now reaches this connection, behind the answers (rule H4).
  outlet.hold();
  server.enter(connection);
  await server.committer.settled();
  const open = frame.open && (await opsAfter(connection, frame.open, undefined, undefined));
  const changes = resume && (await changesAfter(connection, resume, resume.limit, undefined));
  const epoch = await server.storage.epoch();
  const user = await server.storage.getUser(app.id, id);
  await server.committer.settled();
  if (connection.phase !== 'checking') return;
  const { version, seen: _, ...shown } = user!;
  const welcome = text({
    t: 'welcome',
    v: protocolVersion,
    app: app.id,
    user: shown,
    session: connection.session,
    time: server.clock.now(),
    expires: identity.expires,
    limits: connection.limits,
    features: frame.features.filter((one) => one === 'search' || server.options.features?.includes(one)),
    epoch,
    version,
  });
  const answers = [open, changes].filter((answer): answer is Answer => answer !== undefined);
  // Nothing goes before `welcome`; what `changes` contains already comes again behind it, which is harmless.
  outlet.release([welcome, ...answers.map((answer) => answer.text)], () => true);
  connection.opened();
  server.entered(connection);
}

/** Rule T3. */
export async function auth(connection: ClientConnection, frame: up.Auth): Promise<void> {
  const { server } = connection;
  let identity: Identity;
  try {
    ({ identity } = await server.check(frame.token));
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return connection.fail(frame.id, error.code, error.message);
  }
  const mine = connection.identity!;
  if (identity.app !== mine.app || identity.user !== mine.user)
    return connection.fail(frame.id, 'forbidden', 'the token is of another user');
  const { name, avatar, role } = identity;
  const known = await server.storage.upsertUser(mine.app, { id: mine.user, name, avatar, role });
  if (known.promoted) await joinSupport(server, identity);
  connection.identity = identity;
  connection.warned = false;
  connection.send({ t: 'ok', id: frame.id, expires: identity.expires });
}

async function joinSupport(server: Server, { app, user }: Identity): Promise<void> {
  const ids = await server.storage.supportWithout(app, user, newestSupport);
  const limits = await server.limits(app);
  // Oldest first, so that the newest conversation has the newest version.
  await Promise.all(
    ids.reverse().map(
      (conversation) =>
        new Promise<void>((resolve) => {
          server.committer.add({
            change: { type: 'join', app, user, conversation, now: server.clock.now(), limits },
            done: (result) => {
              resolve();
              if (result!.result === 'stored') fanOutOp(server, app, result!);
            },
          });
        }),
    ),
  );
}
