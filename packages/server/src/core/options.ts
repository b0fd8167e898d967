import type { AppId, FileId, Limits, UserId } from '@tokenim/protocol';
import type { Logger } from 'pino';
import type { Bus } from '../bus/bus.js';
import type { Storage } from '../storage/storage.js';
import type { Clock } from './clock.js';
import type { Metrics } from './metrics.js';
import type { Socket } from './socket.js';

export interface CoreOptions {
  storage: Storage;
  bus: Bus;
  /** Default: the system's. */
  clock?: Clock;
  /** What differs from the protocol's default limits, for all apps. */
  limits?: Partial<Limits>;
  /** Default: silent. */
  logger?: Logger;
  metrics?: Metrics;
  /** Makes the address of a file for one user (rule U5). Without it `file` is answered by `unavailable`. */
  signFile?: (app: AppId, user: UserId, file: FileId) => SignedFile | Promise<SignedFile>;
  /** A message was deleted or edited here: files may have lost the last message that names them. */
  onRemoval?: () => void;
  /** What the server can beyond the version's must, as `welcome.features`. */
  features?: string[];
}

/** An address relative to the endpoint, and the milliseconds at which it ends. */
export interface SignedFile {
  url: string;
  expires: number;
}

/** Who a token speaks for. */
export interface Identity {
  app: AppId;
  user: UserId;
  role: 'user' | 'agent' | 'visitor' | 'bot';
  name?: string;
  avatar?: string;
  /** Milliseconds; the end of the token. */
  expires: number;
}

/** One connection as its transport sees it. */
export interface Connection {
  /** A whole message. Text is a string, or its bytes; `isBinary` is true for a binary message. */
  message(data: string | Uint8Array, isBinary?: boolean): void;
  /** The transport is gone. */
  closed(): void;
}

export interface Peer {
  /** The `Origin` header of a browser. */
  origin?: string;
  /** For the log. */
  address?: string;
}

/**
 * The server without transports: connections in, frames out. It opens no port and, given a clock, uses no
 * real time, so a simulation can run it.
 */
export interface ServerCore {
  accept(socket: Socket, peer?: Peer): Connection;
  /**
   * Checks a user's or visitor's token (rules T1, T5). Rejects with `TokenError`, whose `code` is
   * `unauthorized` or `token_expired`. Does not create the user.
   */
  verifyToken(token: string): Promise<Identity>;
  /** Rule U4. */
  canReadFile(app: AppId, user: UserId, file: FileId): Promise<boolean>;
  /** The limits of an app, as in `welcome`. */
  limits(app: AppId): Promise<Limits>;
  /** Refuses new writes, finishes accepted ones, closes all with 4503 (rule B5). Resolves when all is stored. */
  drain(): Promise<void>;
  stats(): { connections: number; users: number; pending: number; draining: boolean };
}
