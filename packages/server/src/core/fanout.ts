import type { AppId, UserId } from '@tokenim/protocol';
import type { Moved, Stored } from '../storage/storage.js';
import type { Place } from './outlet.js';
import type { Server } from './server-core.js';

/** What goes over the bus to the nodes that have connections of one user. */
export type Hint =
  | {
      kind: 'push';
      /** The frame as JSON without its last brace: the receiver's version is put in there. */
      text: string;
      place: Place;
      /** The connection that must not get it. */
      except?: string;
    }
  | { kind: 'signal'; text: string; except?: string };

/** The topic of one user on the bus. */
export function topicOf(app: AppId, user: UserId): string {
  return `${app}/${user}`;
}

/** Rule L5. The frame is made once; only the version differs. */
export function fanOutOp(server: Server, app: AppId, stored: Stored, except?: string): void {
  const { conversation, epoch, op, receivers } = stored;
  const whole = JSON.stringify({ t: 'op', conversation, epoch, op });
  const text = whole.slice(0, -1);
  server.metrics?.pushes(receivers.length);
  for (const { user, version } of receivers) {
    const hint: Hint = { kind: 'push', text, place: { conversation, seq: op.seq, version }, except };
    server.bus.publish(topicOf(app, user), hint);
  }
}

/** Rules P2, P3, P6: the owner's other connections hear more than the others. */
export function fanOutPointers(
  server: Server,
  app: AppId,
  owner: UserId,
  moved: Moved,
  except?: string,
): void {
  const { conversation, pointers, receivers } = moved;
  const { read, delivered, ...mine } = pointers;
  const base = { t: 'pointer', conversation, user: owner, read, delivered };
  const shared = JSON.stringify(base).slice(0, -1);
  const own = JSON.stringify({ ...base, ...mine }).slice(0, -1);
  for (const { user, version } of receivers) {
    const place = { conversation, seq: 0, version };
    const hint: Hint = { kind: 'push', text: user === owner ? own : shared, place, except };
    server.bus.publish(topicOf(app, user), hint);
  }
}

export function withVersion(text: string, version: number): string {
  return version > 0 ? `${text},"version":${version}}` : `${text}}`;
}
