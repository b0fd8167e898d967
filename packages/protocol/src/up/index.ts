import * as z from 'zod/mini';
import { Auth } from './auth.js';
import { Hello } from './hello.js';
import { Mark } from './mark.js';
import { File, Heads, History, Members, Ops, Ping, Presence, Search, Sync } from './pull.js';
import { Signal } from './signal.js';
import { Write } from './write.js';

/** Every frame that a client may send. Strict: an unknown field is `bad_frame` (rule F3). */
export const Up = z.discriminatedUnion('t', [
  Hello,
  Auth,
  Write,
  Mark,
  History,
  Ops,
  Sync,
  Heads,
  Members,
  Presence,
  File,
  Search,
  Ping,
  Signal,
]);
export type Up = z.infer<typeof Up>;

export { Auth, File, Heads, Hello, History, Mark, Members, Ops, Ping, Presence, Search, Signal, Sync, Write };
