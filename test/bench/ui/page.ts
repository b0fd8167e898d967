// Runs in Chromium: the elements on a real client and a full store, without network. The row that measures
// (rows/ui.ts) calls what is in `window.bench`, some of it with the processor slowed down.
import type { Client } from '@tokenim/client';
import type { FileId } from '@tokenim/protocol';
import { openStore, type Store } from '@tokenim/store';
import { bareOpen, bareScroll, bareSearch, box } from './bare.js';
import { conversation, epoch, fillList, fillThread, messageOp } from './data.js';
import { drawn, type Frames, frame, median, meter, painted } from './meter.js';

let client: Client | undefined;
let store: Store | undefined;
let feeding: ReturnType<typeof setInterval> | undefined;

/** A client of the app whose store was filled; no server answers it. */
async function clientOf(app: string): Promise<Client> {
  const { createClient } = await import('./chat.js');
  const made = createClient(
    { endpoint: 'http://127.0.0.1:9', app, user: 'a', token: () => Promise.reject(new Error('offline')) },
    {
      openStore: async (options) => {
        store = await openStore(options);
        return store;
      },
    },
  );
  client = made;
  void made.start();
  return made;
}

/** A page that has its store open and its code there, as it has once a list is shown and its field is pointed at. */
async function searchIn(app: string): Promise<() => ReturnType<Client['search']>> {
  await import('./chat.js');
  const of = await clientOf(app);
  await new Promise<void>((resolve) => {
    of.views.conversations({ limit: 10 }).subscribe(() => resolve());
  });
  const other = await openStore({ app: 'other', user: 'a', storage: 'memory' });
  (await other.search()).close();
  await other.close();
  // What the elements prepare in the first idle moment, formats of times, is not of the search.
  for (let n = 0; n < 2; n++) await new Promise((resolve) => requestIdleCallback(resolve));
  return () => of.search();
}

function threadIn(root: HTMLElement, of: Client): HTMLElementTagNameMap['tim-thread'] {
  const thread = document.createElement('tim-thread');
  const composer = document.createElement('tim-composer');
  for (const element of [thread, composer]) Object.assign(element, { client: of, conversation });
  thread.style.cssText = 'flex:1;min-height:0';
  root.append(thread, composer);
  return thread;
}

const linesOf = (thread: HTMLElement) => thread.shadowRoot?.querySelectorAll('.line') ?? [];

/** Resolves in the animation frame that paints the text. */
async function shown(thread: HTMLElement, text: string): Promise<void> {
  for (let n = 0; n < 3000; n++) {
    if (thread.shadowRoot?.textContent?.includes(text)) return;
    await frame();
  }
  throw new Error(`"${text}" was never shown.`);
}

const bench = {
  async fill(app: string, what: 'thread' | 'list', total: number): Promise<void> {
    const made = await openStore({ app, user: 'a', storage: 'disk' });
    await (what === 'thread' ? fillThread : fillList)(made, total);
    await made.close();
  },

  bareOpen: (app: string) => bareOpen(`tokenim:${app}:a`),
  bareScroll,
  bareSearch: (app: string, text: string) => bareSearch(`tokenim:${app}:a:search`, text),

  /** Fetches and runs the code. Between pointing and pressing there is time for what it leaves for such a moment, too. */
  async code(): Promise<void> {
    const { rehearse } = await import('./chat.js');
    await rehearse(document.body);
  },

  /**
   * From a page that shows nothing to the newest message painted and a place to write, in ms: the database is opened
   * and read, all is rendered. `code`: its code is fetched (from this machine) and run, too, else that has been done,
   * as it has where somebody pointed at the button first.
   */
  async open(app: string, total: number, code: boolean): Promise<number> {
    const root = box(380, 640);
    if (!code) await bench.code();
    await frame();
    const begin = performance.now();
    const thread = threadIn(root, await clientOf(app));
    await shown(thread, `${total}. `);
    await drawn();
    const took = performance.now() - begin;
    const composer = root.querySelector('tim-composer')!;
    if (!composer.shadowRoot?.querySelector('textarea')) throw new Error('There is no place to write.');
    return took;
  },

  /** Scrolls from the middle of a thread, `step` px in each frame, up and then down again. */
  async thread(app: string, total: number, step: number, frames: number): Promise<Frames> {
    const thread = threadIn(box(380, 640), await clientOf(app));
    await shown(thread, `${total}. `);
    const middle = Math.round(total / 2);
    thread.showMessage(middle);
    await shown(thread, `${middle}. `);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const scroller = thread.shadowRoot!.querySelector('.scroller')!;
    return meter(
      frames,
      (n) => {
        scroller.scrollTop += n < frames / 2 ? -step : step;
      },
      () => linesOf(thread).length,
    );
  },

  async list(app: string, step: number, frames: number): Promise<Frames> {
    const root = box(380, 640);
    const list = document.createElement('tim-conversation-list');
    list.client = await clientOf(app);
    list.style.cssText = 'flex:1;min-height:0';
    root.append(list);
    const rows = () => list.shadowRoot?.querySelectorAll('[role="option"]') ?? [];
    while (rows().length === 0) await frame();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // Whichever scrolls: the element or what is in it.
    const scroller = [list, ...list.shadowRoot!.querySelectorAll<HTMLElement>('*')].find(
      (each) => each.scrollHeight > each.clientHeight + 1 && getComputedStyle(each).overflowY !== 'visible',
    )!;
    return meter(
      frames,
      () => {
        scroller.scrollTop += step;
      },
      () => rows().length,
    );
  },

  /** A thread with a composer, and messages that come in. The keys are the caller's. */
  async write(app: string, total: number, perSecond: number): Promise<void> {
    const root = box(380, 640);
    const thread = threadIn(root, await clientOf(app));
    await shown(thread, `${total}. `);
    const area = root.querySelector('tim-composer')!.shadowRoot!.querySelector('textarea')!;
    area.focus();
    watchKeys();
    let seq = total;
    feeding = setInterval(() => {
      seq += 1;
      void store!.applyOps({ conversation, epoch, ops: [messageOp(seq)] });
    }, 1000 / perSecond);
  },

  /** A first search ever, on a device without an index: until its first hit, until all is indexed, and the longest task (ms). */
  async index(app: string, text: string): Promise<{ first: number; all: number; longest: number }> {
    const search = await searchIn(app);
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    const begin = performance.now();
    let indexed = false;
    const opened = await search();
    const ready = opened.ready().then(() => {
      indexed = true;
    });
    let first = 0;
    while (first === 0 && !indexed) {
      if ((await opened.find({ text })).length > 0) first = performance.now() - begin;
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await ready;
    const all = performance.now() - begin;
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    opened.close();
    // Tasks of 50 ms and less are not told apart.
    return { first, all, longest: Math.max(50, ...tasks) };
  },

  /** The first search of a page, over an index that is there: until its first hits and until the last (ms); then once more. */
  async search(app: string, text: string): Promise<{ first: number; all: number; again: number }> {
    const search = await searchIn(app);
    const begin = performance.now();
    const opened = await search();
    let first = 0;
    const hits = await opened.find({ text }, () => {
      first ||= performance.now() - begin;
    });
    const all = performance.now() - begin;
    if (hits.length === 0) throw new Error(`"${text}" was not found.`);
    const warm = performance.now();
    await opened.find({ text });
    const again = performance.now() - warm;
    opened.close();
    return { first: first || all, all, again };
  },

  /** A photo of 12 megapixels made fit to leave the device: longest task of the page, and all of it (ms). */
  async photo(apart: boolean): Promise<{ longest: number; took: number }> {
    const canvas = new OffscreenCanvas(4000, 3000);
    const context = canvas.getContext('2d')!;
    for (let i = 0; i < 3000; i++) {
      context.fillStyle = `hsl(${i * 7} 60% ${20 + (i % 60)}%)`;
      context.fillRect((i * 397) % 4000, (i * 211) % 3000, 300, 200);
    }
    const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
    const { preparePicture } = await import('../../../packages/client/src/pictures/prepare.js');
    const { draw } = await import('../../../packages/client/src/pictures/draw.js');
    const file = { id: 'f' as FileId, name: 'a.jpg', mime: 'image/jpeg', size: photo.size };
    await new Promise((resolve) => setTimeout(resolve, 500));
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    });
    observer.observe({ type: 'longtask' });
    const begin = performance.now();
    if (apart) await preparePicture(photo, { type: 'file', file });
    else
      await draw({
        blob: photo,
        side: 2048,
        quality: 0.82,
        types: ['image/webp'],
        most: Number.POSITIVE_INFINITY,
      });
    const took = performance.now() - begin;
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    // Tasks of 50 ms and less are not told apart.
    return { longest: Math.max(50, ...tasks), took };
  },

  /** The same without us. */
  bareWrite(): void {
    const area = document.createElement('textarea');
    box(380, 640).append(area);
    area.focus();
    watchKeys();
  },

  /** Median time in ms from a key to its picture. */
  written(): { median: number; keys: number } {
    clearInterval(feeding);
    return { median: median(keys), keys: keys.length };
  },

  async end(): Promise<void> {
    document.body.textContent = '';
    await client?.stop();
  },
};

let keys: number[] = [];
function watchKeys(): void {
  keys = [];
  // One listener for all pages: it starts with the key, before anybody has done something about it.
  document.onkeydown = (event) => {
    const began = event.timeStamp;
    void painted().then(() => keys.push(performance.now() - began));
  };
}

declare global {
  interface Window {
    bench: typeof bench;
  }
}
window.bench = bench;
