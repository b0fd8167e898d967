import type { Client } from '@tokenim/client';
import type { Cid } from '@tokenim/protocol';
import type { ConversationRow, MessageRow, OutboxRow } from '@tokenim/store';
import type { Localize } from '../base/localize.js';
import type { Media } from './media-loader.js';
import type { MoreRows } from './more-loader.js';
import type { OlderLoader } from './older-loader.js';
import type { Rich } from './rich-loader.js';

/** A menu that was not asked for by a button: by a finger, or at the place of a mouse. */
export type MenuOrigin = 'touch' | { x: number; y: number };

/** What a row can ask its thread to do. */
export interface RowActions {
  menu(row: MessageRow, from: HTMLElement, how?: MenuOrigin): void;
  react(row: MessageRow, emoji: string, on: boolean): void;
  show(seq: number): void;
  openImage(row: MessageRow): void;
  download(row: MessageRow): void;
  retry(cid: Cid): void;
  discard(cid: Cid): void;
  pause(cid: Cid, on: boolean): void;
}

/** What a row needs besides its message. */
export interface RowContext {
  client: Client;
  /** What rows with photos and files need; not here at first. */
  media: Media | undefined;
  /** What texts of more than words need; not here at first. */
  rich: Rich | undefined;
  /** What reactions, failed messages, changes of the conversation and who types need; not here at first. */
  more: MoreRows | undefined;
  l: Localize;
  me: string | undefined;
  conversation: ConversationRow | undefined;
  now: number;
  /** Names and pictures are shown: more than two people may write here. */
  named: boolean;
  /** Changes when a name or a picture does. */
  people: string;
  /** Newest `seq` that all others have read / received; -1 where it is unknown. */
  readByAll: number;
  deliveredToAll: number;
  uploads: ReadonlyMap<string, OutboxRow>;
  /** Bytes sent, newer than what `uploads` says. */
  progress: ReadonlyMap<string, number>;
  bySeq: ReadonlyMap<number, MessageRow>;
  /** The row that Tab reaches. */
  active: string | undefined;
  /** Rows that appear with motion. */
  fresh: ReadonlySet<string>;
  highlighted: number | undefined;
  actions: RowActions;
  /** Fetches what is missing. */
  older: OlderLoader;
}
