import type { AppId, UserId, up } from '@tokenim/protocol';
import type { ClientConnection } from './connection.js';
import { type Hint, topicOf } from './fanout.js';
import { frame as text } from './frames.js';
import type { Present, Server } from './server-core.js';

/** Members of a conversation up to which typing is told (rule S2), and presence (rule S3). */
const typingMembers = 100;
const presenceMembers = 20;
/** Milliseconds between two changes of one user's state that are told. */
const pause = 1000;
/** People who hear that one user comes or goes. */
const maxContacts = 1000;
/** Milliseconds that a user may be gone without being called offline: a reload, a change of network. */
export const grace = 5000;

/** Rule S1: what makes no sense or fails is ignored. */
export function signal(connection: ClientConnection, frame: up.Signal): void {
  const { server, identity } = connection;
  const { app, user } = identity!;
  if (frame.kind === 'presence') {
    connection.away = frame.state === 'away';
    const present = server.present.get(topicOf(app, user));
    if (present) stateChanged(server, app, user, present);
    return;
  }
  const { conversation, on } = frame;
  const down = text({ t: 'signal', kind: 'typing', user, conversation, on });
  server.storage
    .memberIds(app, user, conversation, typingMembers)
    .then((ids) => {
      for (const id of ids ?? []) if (id !== user) publish(server, app, id, down);
    })
    .catch((error) => server.fault(error, connection.session));
}

/** Tells the contacts if what they know of the user is no longer so. */
export function stateChanged(server: Server, app: AppId, user: UserId, present: Present): void {
  let state: Present['told'] = 'away';
  if (present.connections.length === 0) state = 'offline';
  else for (const connection of present.connections) if (!connection.away) state = 'online';
  if (state === present.told) return;
  const now = server.clock.now();
  // Sooner, it is looked at again with the next tick: a user who flickers must not flood the contacts.
  if (now - present.toldAt < pause) return;
  present.told = state;
  present.toldAt = now;
  const seen = state === 'offline' ? present.goneSince : undefined;
  const down = text({ t: 'signal', kind: 'presence', user, state, seen });
  const done = seen === undefined ? Promise.resolve() : server.storage.setSeen(app, user, seen);
  done
    .then(() => server.storage.contacts(app, user, presenceMembers, maxContacts))
    .then((ids) => {
      for (const id of ids) publish(server, app, id, down);
    })
    .catch((error) => server.fault(error));
}

function publish(server: Server, app: AppId, user: UserId, down: string): void {
  const hint: Hint = { kind: 'signal', text: down };
  server.bus.publish(topicOf(app, user), hint);
}
