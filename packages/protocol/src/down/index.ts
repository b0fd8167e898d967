import * as z from 'zod/mini';
import { Ack, ErrorFrame, Ok, Refuse } from './answer.js';
import {
  Changes,
  FileUrl,
  Found,
  HeadsPage,
  MembersPage,
  OpsPage,
  Page,
  Pong,
  PresencePage,
  Reset,
} from './pull.js';
import { Expiring, Lag, OpFrame, Pointer, SignalDown } from './push.js';
import { Welcome } from './welcome.js';

/** Every frame that a server may send. Tolerant: unknown fields survive (rule V2). */
export const Down = z.discriminatedUnion('t', [
  Welcome,
  Ack,
  Refuse,
  Ok,
  ErrorFrame,
  OpFrame,
  Pointer,
  SignalDown,
  Lag,
  Expiring,
  Changes,
  Page,
  OpsPage,
  Reset,
  HeadsPage,
  MembersPage,
  PresencePage,
  FileUrl,
  Found,
  Pong,
]);
export type Down = z.infer<typeof Down>;

export {
  Ack,
  Changes,
  ErrorFrame,
  Expiring,
  FileUrl,
  Found,
  HeadsPage,
  Lag,
  MembersPage,
  Ok,
  OpFrame,
  OpsPage,
  Page,
  Pointer,
  Pong,
  PresencePage,
  Refuse,
  Reset,
  SignalDown,
  Welcome,
};
