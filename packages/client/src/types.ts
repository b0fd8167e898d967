import type { AppId, Body, Cid, ConversationId, FileRef, UserId, Voice } from '@tokenim/protocol';
import type { Flags, Views } from '@tokenim/store';
import type { PictureSettings } from './pictures/prepare.js';
import type { Search } from './search.js';

export interface ClientOptions {
  /** The server, `https://chat.example.org`; sockets and files live below it. */
  endpoint: string;
  app: AppId | string;
  /** The user, where known; names the database, so that what is cached shows before any network. */
  user?: UserId | string;
  /** Gives a fresh token; called at the start, on `expiring` and after 4401. A rejection is retried with back-off. */
  token: () => Promise<string>;
  /** `disk` falls back to `memory` by itself where IndexedDB fails. Default `disk`. */
  storage?: 'disk' | 'memory';
  /** Share one socket among tabs by Web Locks. Default true where the browser has them. */
  tabs?: boolean;
  /** How photos are sent: made smaller, turned, without place, time and device. */
  pictures?: PictureSettings;
}

/** Whether somebody is there. */
export interface PersonPresence {
  state: 'online' | 'away' | 'offline';
  /** When whoever is off-line was there last, in the server's milliseconds, where that is known. */
  seen?: number | undefined;
}

export interface ClientEvents {
  /** Someone types, or stopped; clear after 6 s without news. */
  typing: { conversation: ConversationId; user: UserId; on: boolean };
  presence: { user: UserId } & PersonPresence;
  /** A message of someone else arrived over the live connection (not by history). `duration`: ms of a voice message. */
  message: { conversation: ConversationId; sender: UserId; text: string; seq: number; duration?: number };
  /** A write was refused for good. */
  refused: { cid: Cid; conversation: ConversationId; code: string };
  /** Bytes of an upload that the server has; not stored on each step. */
  progress: { cid: Cid; sent: number; size: number };
  /** This tab became, or ceased to be, the one with the socket. */
  leader: { leading: boolean };
}

/**
 * The headless client. Every method that writes resolves once the write is on this device's disk, not when it
 * is on the server: what happened to it afterwards is in the views.
 */
export interface Client {
  readonly views: Views;
  readonly options: Readonly<ClientOptions>;
  /** Opens the store and, when this tab leads, the connection. */
  start(): Promise<void>;
  /** Closes both; what is unsent stays. */
  stop(): Promise<void>;
  /** Stops and, with `erase`, deletes all that this device holds of the user. */
  signOut(options?: { erase?: boolean }): Promise<void>;

  /** A direct conversation is found again, not made twice. */
  create(conversation: {
    type: 'direct' | 'group' | 'support';
    members?: readonly string[];
    title?: string;
  }): Promise<ConversationId>;
  send(conversation: ConversationId, body: Body, options?: { replyTo?: number }): Promise<Cid>;
  /**
   * Keeps the bytes on this device, shows the message at once, uploads, then sends. Images travel as `image`, with
   * `voice` a voice message; with `original` a photo keeps its pixels, or not, whatever the `pictures` of the options
   * say. Rejects with the code `quota` where the device has no room, also without the files that were only seen; with
   * `keep: false` the bytes stay in the memory of this page, which then must stay open until they are sent.
   */
  sendFile(
    conversation: ConversationId,
    file: Blob,
    options?: {
      name?: string;
      text?: string;
      mentions?: readonly string[];
      voice?: Voice;
      original?: boolean;
      keep?: boolean;
      replyTo?: number;
    },
  ): Promise<Cid>;
  edit(conversation: ConversationId, cid: Cid, body: Body): Promise<void>;
  remove(conversation: ConversationId, cid: Cid): Promise<void>;
  react(conversation: ConversationId, cid: Cid, emoji: string, on: boolean): Promise<void>;
  rename(conversation: ConversationId, title: string): Promise<void>;
  changeMembers(
    conversation: ConversationId,
    change: { add?: readonly string[]; remove?: readonly string[] },
  ): Promise<void>;

  /** Puts a failed write back into the outbox, under a new `cid` where the old one was refused. */
  retry(cid: Cid): Promise<void>;
  /** Drops a failed or waiting write (an upload with it) and its message. */
  discard(cid: Cid): Promise<void>;
  pause(cid: Cid): Promise<void>;
  resume(cid: Cid): Promise<void>;

  markRead(conversation: ConversationId, seq: number): Promise<void>;
  markUnread(conversation: ConversationId): Promise<void>;
  /**
   * Pins, archives or mutes for all devices of the user; what is absent stays. Works offline. Nothing happens to a
   * conversation that the server does not have yet, or that the user has left.
   */
  setFlags(conversation: ConversationId, flags: Flags): Promise<void>;
  setDraft(conversation: ConversationId, text: string): Promise<void>;

  /** The thread on the screen, first in line when syncing; `undefined` when none is. */
  open(conversation: ConversationId | undefined): Promise<void>;
  /** Fetches a page of history before `seq` into the store; resolves when it is there or the network is not. */
  loadBefore(conversation: ConversationId, seq: number): Promise<'loaded' | 'offline'>;
  /** Throttled: at most one signal per 3 s and conversation while `on`. */
  typing(conversation: ConversationId, on: boolean): void;
  /** Presence of people, now; later changes come as events. */
  presence(users: readonly UserId[]): Promise<ReadonlyMap<UserId, PersonPresence>>;

  /** Search over messages. The index on this device is made with the first call. Close it when it is not needed. */
  search(): Promise<Search>;

  /** Bytes of a file: from this device, else fetched and, up to 8 MiB, kept. Rejects with a ClientError. */
  blob(conversation: ConversationId, file: FileRef): Promise<Blob>;
  /** Bytes of a file where they are on this device, else undefined. */
  kept(file: FileRef): Promise<Blob | undefined>;
  /** A short-lived address, for a player or a download. */
  fileUrl(conversation: ConversationId, file: FileRef): Promise<string>;

  /** Returns the function that unsubscribes. */
  on<K extends keyof ClientEvents>(event: K, listener: (payload: ClientEvents[K]) => void): () => void;
}
