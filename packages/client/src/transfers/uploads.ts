import type { Body, Cid, ConversationId, FileId, FileRef } from '@tokenim/protocol';
import type { Failure, OutboxRow, UploadState, Views } from '@tokenim/store';
import { Backoff } from '../backoff.js';
import type { Clock } from '../clock.js';
import { filesAddress } from '../endpoint.js';
import { asClientError, ClientError } from '../errors.js';
import { type PictureSettings, preparePicture } from '../pictures/prepare.js';
import { first } from './first.js';
import { heldAnywhere, holdInstead } from './held.js';
import type { RunningUpload, startUpload } from './tus.js';
import { isUnreadable } from './unreadable.js';

/**
 * Uploads of what waits in the outbox.
 *
 * The store says what is wanted; `wake` compares it with what runs. So pausing, resuming and discarding are
 * changes of the store, made in any tab, and a reload goes on where it was. An upload is `idle` (paused, done or
 * failed in the store), `running`, or `waiting` (for its turn, for the network, or for its back-off to end).
 * Invariants: at most `parallel` run; one file never runs twice; small ones come before large ones.
 */
export interface UploadStore {
  /** Entries with an upload, in order. */
  uploads(): Promise<OutboxRow[]>;
  /** Undefined where the entry is gone. */
  setUpload(
    cid: Cid,
    change: Partial<UploadState>,
    made?: { body: Body; blob: Blob },
  ): Promise<OutboxRow | undefined>;
  refuse(cid: Cid, failure: Failure): Promise<unknown>;
  /** Counts an attempt that failed and will be made again. */
  retryLater(cid: Cid): Promise<unknown>;
  blob(id: FileId): Promise<Blob | undefined>;
  views?: Pick<Views, 'limits'>;
}

export interface UploadsOptions {
  endpoint: string;
  clock: Clock;
  store: UploadStore;
  /** The current token, or a fresh one with `renew`. */
  token(renew: boolean): Promise<string>;
  /** At most ten times a second for each upload. */
  onProgress(progress: { cid: Cid; sent: number; size: number }): void;
  /** The server has all of it, and the store knows: its message may go. */
  onDone(cid: Cid): void;
  /** It went wrong and goes on later; the store knows: messages behind it may overtake. */
  onDelayed(cid: Cid): void;
  /** Failed for good, and the store knows. */
  onFailed(failed: { cid: Cid; conversation: ConversationId; code: string }): void;
  /** How photos are sent. */
  pictures?: PictureSettings | undefined;
  /** Default: that of tus.ts, fetched when first needed. */
  load?: () => Promise<{ startUpload: typeof startUpload }>;
}

export interface Uploads {
  /** Something may have changed in the store. */
  wake(): void;
  /** Off line nothing new is begun; when it is back, all that waits begins at once. Off at first. */
  setOnline(online: boolean): void;
  /** Stops all; what the server has stays there. Resolves when nothing is written to the store any more. */
  stop(): Promise<void>;
}

/** Uploads at once: two keep a line busy, more only make each of them late. */
const parallel = 2;
/** Milliseconds between two progress events, and between two writes of the offset, of one upload. */
const progressInterval = 100;
const storeInterval = 1000;

interface Running {
  cid: Cid;
  upload?: RunningUpload;
  stopped: boolean;
}

interface Waiting {
  backoff: Backoff;
  timer?: unknown;
}

export function createUploads(options: UploadsOptions): Uploads {
  const { clock, store, load = () => import('./tus.js') } = options;
  const files = filesAddress(options.endpoint);
  // By file: a retry gives an entry another cid, and its file stays.
  const running = new Map<FileId, Running>();
  const waiting = new Map<FileId, Waiting>();
  /** Files that the server may have a part of, to be removed there when their entry is discarded. */
  const begun = new Set<FileId>();
  const tasks = new Set<Promise<void>>();
  let online = false;
  let stopped = false;
  let scanning = false;
  let again = false;

  const track = (task: Promise<void>) => {
    tasks.add(task);
    void task.finally(() => tasks.delete(task)).catch(() => {});
  };

  const wake = () => {
    if (stopped) return;
    again = true;
    if (!scanning) track(scan());
  };

  const scan = async () => {
    scanning = true;
    try {
      while (again && !stopped) {
        again = false;
        settle(await store.uploads());
      }
    } finally {
      scanning = false;
    }
  };

  /** Makes what runs be what the store wants. */
  const settle = (rows: OutboxRow[]) => {
    if (stopped) return;
    const here = new Set(rows.map((row) => row.upload?.file));
    const wanted = rows.filter(
      (row) => row.state === 'waiting' && row.upload && !row.upload.done && !row.upload.paused,
    );
    const wantedFiles = new Set(wanted.map((row) => row.upload!.file));
    for (const [file, run] of running) if (!wantedFiles.has(file)) halt(run);
    for (const [file, wait] of waiting) {
      if (wantedFiles.has(file)) continue;
      clock.clearTimeout(wait.timer);
      waiting.delete(file);
    }
    for (const file of begun) {
      if (here.has(file) || running.has(file)) continue;
      begun.delete(file);
      track(terminate(file));
    }
    for (const row of rows)
      if (row.upload && !row.upload.done && row.upload.offset > 0) begun.add(row.upload.file);
    if (!online) return;
    const next = wanted
      .filter(({ upload }) => !running.has(upload!.file) && waiting.get(upload!.file)?.timer === undefined)
      .sort((a, b) => a.upload!.size - b.upload!.size || a.order - b.order);
    for (const row of next.slice(0, Math.max(0, parallel - running.size))) track(run(row, row.upload!));
  };

  const halt = (run: Running) => {
    run.stopped = true;
    run.upload?.abort();
  };

  const run = async (row: OutboxRow, { file, offset, ready, original, ...upload }: UploadState) => {
    const { cid } = row;
    const self: Running = { cid, stopped: false };
    running.set(file, self);
    let { size } = upload;
    let progress = progressOf(cid, offset, size);
    try {
      let blob = await readable(file, size);
      let body = bodyOf(row);
      if (!ready && offset === 0 && !begun.has(file)) {
        const settings = { ...options.pictures, ...(original !== undefined && { original }) };
        const limits = store.views && (await first(store.views.limits()));
        const made = await preparePicture(blob, body, settings, limits);
        if (made) {
          ({ blob } = made);
          body = made.body as FileMessage;
          size = blob.size;
          holdInstead(file, blob);
          if (!(await store.setUpload(cid, { size, ready: true }, made))) throw new ClientError('cancelled');
          progress = progressOf(cid, 0, size);
        }
      }
      const { name, mime } = body.file;
      const tus = await load().catch((error) => {
        throw new ClientError('offline', 'tus', { cause: error });
      });
      if (self.stopped) throw new ClientError('cancelled');
      const known = offset > 0 || begun.has(file);
      begun.add(file);
      self.upload = tus.startUpload({
        blob,
        id: file,
        name,
        mime,
        known,
        files,
        token: options.token,
        onSent: progress.sent,
        onAccepted(bytes) {
          if (bytes > offset) waiting.get(file)?.backoff.reset();
          progress.accepted(bytes);
        },
      });
      await self.upload.done;
      await progress.end();
      const kept = await store.setUpload(cid, { done: true, offset: size });
      waiting.delete(file);
      // Where the entry was discarded in this moment, the next look removes the bytes.
      if (kept) {
        begun.delete(file);
        options.onProgress({ cid, sent: size, size });
        options.onDone(cid);
      }
    } catch (error) {
      await progress.end();
      await failed(row, file, self, asClientError(error, 'offline'));
    } finally {
      running.delete(file);
      wake();
    }
  };

  const failed = async (
    { cid, conversation }: OutboxRow,
    file: FileId,
    self: Running,
    error: ClientError,
  ) => {
    if (stopped || self.stopped || error.code === 'cancelled') return;
    if (error.fate === 'permanent') {
      waiting.delete(file);
      await store.refuse(cid, { code: error.code, detail: error.message });
      options.onFailed({ cid, conversation, code: error.code });
      return;
    }
    if (error.code === 'checking') await store.setUpload(cid, { checking: true });
    if (online) {
      await store.retryLater(cid);
      options.onDelayed(cid);
    }
    const wait = waiting.get(file) ?? { backoff: new Backoff(clock, { base: 1000 }) };
    waiting.set(file, wait);
    wait.timer = clock.setTimeout(() => {
      wait.timer = undefined;
      wake();
    }, wait.backoff.next(error.after));
  };

  /** The bytes, if they are all there: a Blob can outlive what it stands for. */
  const readable = async (file: FileId, size: number): Promise<Blob> => {
    const blob = (await store.blob(file)) ?? (await heldAnywhere(file));
    if (!blob || blob.size !== size) throw new ClientError('bytes_gone');
    await blob
      .slice(0, 1)
      .arrayBuffer()
      .catch((error) => {
        throw isUnreadable(error) ? new ClientError('bytes_gone', undefined, { cause: error }) : error;
      });
    return blob;
  };

  const progressOf = (cid: Cid, offset: number, size: number) => {
    let shownAt = Number.NEGATIVE_INFINITY;
    let storedAt = clock.now();
    let stored = offset;
    let latest = offset;
    let writing: Promise<unknown> = Promise.resolve();
    const write = () => {
      if (latest === stored) return;
      stored = latest;
      storedAt = clock.now();
      writing = writing.then(() => store.setUpload(cid, { offset: stored })).catch(() => {});
    };
    return {
      sent(bytes: number) {
        const now = clock.now();
        if (stopped || now - shownAt < progressInterval) return;
        shownAt = now;
        options.onProgress({ cid, sent: Math.min(bytes, size), size });
      },
      accepted(bytes: number) {
        latest = bytes;
        if (clock.now() - storedAt >= storeInterval) write();
      },
      async end() {
        write();
        await writing;
      },
    };
  };

  /** Best effort: what stays there is for the server to expire. */
  const terminate = async (file: FileId) => {
    try {
      const headers = { Authorization: `Bearer ${await options.token(false)}`, 'Tus-Resumable': '1.0.0' };
      await fetch(`${files}/${file}`, { method: 'DELETE', headers });
    } catch {}
  };

  return {
    wake,
    setOnline(now) {
      if (online === now) return;
      online = now;
      if (!online) return;
      for (const wait of waiting.values()) {
        clock.clearTimeout(wait.timer);
        wait.timer = undefined;
      }
      wake();
    },
    async stop() {
      stopped = true;
      for (const run of running.values()) halt(run);
      for (const wait of waiting.values()) clock.clearTimeout(wait.timer);
      await Promise.allSettled([...tasks]);
    },
  };
}

type FileMessage = Extract<Body, { file: FileRef }>;

function bodyOf({ op }: OutboxRow): FileMessage {
  if (op.kind === 'message' && (op.body.type === 'image' || op.body.type === 'file')) return op.body;
  throw new ClientError('invalid', 'an upload without a file message');
}
