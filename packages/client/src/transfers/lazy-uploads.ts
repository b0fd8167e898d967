import { Backoff } from '../backoff.js';
import type { createUploads, Uploads, UploadsOptions } from './uploads.js';

export interface LazyUploadsOptions extends UploadsOptions {
  /** Default: that of uploads.ts, fetched when first needed. */
  loadUploads?: () => Promise<{ createUploads: typeof createUploads }>;
}

/**
 * Uploads whose code is fetched once there is something to upload and a line to do it over. Where it does not come
 * it is tried again, after a back-off and with each wake; messages behind what waits may overtake meanwhile.
 */
export function lazyUploads(options: LazyUploadsOptions): Uploads {
  const { clock, store, loadUploads = () => import('./uploads.js') } = options;
  const backoff = new Backoff(clock, { base: 1000 });
  let real: Uploads | undefined;
  let loading: Promise<void> | undefined;
  let again = false;
  let online = false;
  let stopped = false;
  let timer: unknown;

  const load = async () => {
    const waiting = (await store.uploads()).filter(
      ({ state, upload }) => state === 'waiting' && !upload?.done && !upload?.paused,
    );
    if (waiting.length === 0 || !online || stopped) return;
    try {
      const { createUploads } = await loadUploads();
      if (stopped) return;
      real = createUploads(options);
      real.setOnline(online);
    } catch {
      if (!online || stopped) return;
      for (const { cid } of waiting) {
        await store.retryLater(cid);
        options.onDelayed(cid);
      }
      clock.clearTimeout(timer);
      timer = clock.setTimeout(wake, backoff.next());
    }
  };

  const wake = () => {
    if (real) return real.wake();
    if (!online || stopped) return;
    again = true;
    loading ??= (async () => {
      while (again && !real) {
        again = false;
        await load();
      }
    })()
      // The store could not be read; the next wake asks it again.
      .catch(() => {})
      .finally(() => {
        loading = undefined;
      });
  };

  return {
    wake,
    setOnline(now) {
      if (online === now) return;
      online = now;
      real?.setOnline(now);
      if (now && !real) wake();
    },
    async stop() {
      stopped = true;
      clock.clearTimeout(timer);
      await loading;
      await real?.stop();
    },
  };
}
