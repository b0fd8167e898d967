import type { Client } from '@tokenim/client';
import type { PictureSize } from '@tokenim/client/pictures';
import { type Cid, type ConversationId, defaultLimits, type Limits, type UserId } from '@tokenim/protocol';
import { staged } from '../base/staged.js';

/** A file that was picked and waits to be sent. */
export interface StagedFile {
  readonly id: number;
  readonly file: File;
  /** Address of its bytes, where its type says that it is a picture. */
  readonly url: string | undefined;
  /** Of a picture: its pixels, and what it is made smaller; until that is known the picture as it is. */
  pixels?: { width: number; height: number };
  smaller?: PictureSize | undefined;
  /** Code of why it would fail as a picture. */
  broken?: string;
}

/** What goes with files: a caption below the last of them, the quote of an answer above the first. */
export interface Said {
  text?: string;
  mentions?: readonly UserId[];
  replyTo?: number | undefined;
}

let lastId = 0;

/**
 * Files that wait to be sent to one conversation, in the order in which they will be. They are `files` (they can still
 * be changed) → `leaving` (their bytes are being stored) → gone; where storing fails they are `files` again, the first.
 */
export class Staged {
  files: readonly StagedFile[] = [];
  leaving: readonly StagedFile[] = [];
  /** Pictures keep their pixels. */
  original: boolean;
  /** What the server takes: pictures of more bytes are made smaller in any case. */
  #limits: Limits = defaultLimits;
  /** Bytes are kept on this device until they are sent. Once, for the next try, they may stay in memory alone. */
  keep = true;
  /** Code of why the last try did not store them. */
  trouble = '';
  readonly #client: Client;
  readonly #conversation: ConversationId;
  readonly #listeners = new Set<() => void>();
  readonly #measured = new WeakSet<StagedFile>();
  #measuring = false;
  /** One batch after the other, as they were sent. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(client: Client, conversation: ConversationId) {
    this.#client = client;
    this.#conversation = conversation;
    this.original = client.options?.pictures?.original ?? false;
  }

  /** Called after each change; returns what ends it. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(files: readonly File[], limits: Limits): void {
    this.#limits = limits;
    const added = files.map((file) => {
      const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
      return { id: ++lastId, file, url };
    });
    this.files = [...this.files, ...added];
    this.changed();
    void this.#measure();
  }

  remove(one: StagedFile): void {
    this.files = this.files.filter((other) => other !== one);
    if (this.files.length === 0) this.trouble = '';
    forget(one);
    this.changed();
  }

  move(one: StagedFile, to: number): void {
    const files = this.files.filter((other) => other !== one);
    files.splice(to, 0, one);
    this.files = files;
    this.changed();
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Puts them into the outbox, one message each; `sent` hears of each. Rejects where one could not be stored. */
  send(said: Said, sent: (cid: Cid) => void): Promise<void> {
    const batch = this.files;
    const { original, keep } = this;
    this.files = [];
    this.keep = true;
    this.leaving = [...this.leaving, ...batch];
    this.trouble = '';
    this.changed();
    const stored = this.#line.then(() => this.#store(batch, { original, keep }, said, sent));
    this.#line = stored.catch(() => {});
    return stored;
  }

  /** What a file is as it would be sent: a picture made smaller, or all as it is. */
  outcome(one: StagedFile, original = this.original): { size: number; width?: number; height?: number } {
    if (isWorthwhile(one) && !(original && this.mayKeep(one))) return one.smaller!;
    return { size: one.file.size, ...one.pixels };
  }

  /** Whether the server takes a picture as it is. */
  mayKeep({ file: { size } }: StagedFile): boolean {
    const { file, fileSizes } = this.#limits;
    return size <= Math.min(file, fileSizes?.image ?? file);
  }

  async #store(
    batch: readonly StagedFile[],
    { original, keep }: { original: boolean; keep: boolean },
    { replyTo, ...caption }: Said,
    sent: (cid: Cid) => void,
  ): Promise<void> {
    try {
      for (const [i, one] of batch.entries()) {
        const cid = await this.#client.sendFile(this.#conversation, one.file, {
          name: one.file.name || 'file',
          ...(one.url && { original: original && this.mayKeep(one) }),
          ...(!keep && { keep }),
          ...(i === 0 && replyTo && { replyTo }),
          ...(i === batch.length - 1 && caption),
        });
        this.leaving = this.leaving.filter((other) => other !== one);
        forget(one);
        this.changed();
        sent(cid);
      }
    } catch (error) {
      const left = batch.filter((one) => this.leaving.includes(one));
      this.leaving = this.leaving.filter((one) => !left.includes(one));
      this.files = [...left, ...this.files];
      this.trouble = String((error as { code?: unknown }).code ?? 'failed');
      this.changed();
      throw error;
    }
  }

  /** Finds out what pictures would be, made smaller; one after the other, since each takes a worker and its memory. */
  async #measure(): Promise<void> {
    if (this.#measuring) return;
    this.#measuring = true;
    const isNext = (one: StagedFile) => one.url && !this.#measured.has(one);
    for (let one = this.files.find(isNext); one; one = this.files.find(isNext)) {
      this.#measured.add(one);
      try {
        const { smallerPicture } = await import('@tokenim/client/pictures');
        one.smaller = await smallerPicture(one.file, this.#client.options?.pictures, this.#limits);
      } catch (error) {
        const { code = '' } = error as { code?: string };
        if (code.startsWith('picture_')) one.broken = code;
      }
      this.changed();
    }
    this.#measuring = false;
  }
}

/** What waits for the conversations of one client. */
export class Waiting extends Map<string, Staged> {
  /** It waits for a conversation of another client from now on, which was made for it. */
  moveTo(client: Client, conversation: ConversationId): void {
    const there = waitingFor(client);
    for (const files of this.values()) there.set(conversation, files);
    this.clear();
  }

  /** What one user picked is nothing for the next. */
  forget(): void {
    for (const waiting of this.values()) for (const one of waiting.files) waiting.remove(one);
  }
}

function waitingFor(client: Client): Waiting {
  const waiting = staged.get(client) ?? new Waiting();
  staged.set(client, waiting);
  return waiting;
}

/** The files that wait to be sent to a conversation; made where there were none yet. */
export function stagedOf(client: Client, conversation: ConversationId): Staged {
  const waiting = waitingFor(client);
  const there = waiting.get(conversation) ?? new Staged(client, conversation);
  waiting.set(conversation, there);
  return there;
}

function forget({ url }: StagedFile): void {
  if (url) URL.revokeObjectURL(url);
}

/** Whether a picture is smaller once it is made so; for a few bytes nobody is asked. */
export function isWorthwhile({ smaller, file }: StagedFile): boolean {
  return smaller !== undefined && smaller.size < file.size * 0.9;
}
