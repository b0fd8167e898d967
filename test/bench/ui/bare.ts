// The same without us: what a page can do at best, with plain elements and nothing of a chat.
import { conversation, textOf } from './data.js';
import { type Frames, frame, meter, painted } from './meter.js';

export function box(width: number, height: number): HTMLElement {
  document.body.textContent = '';
  const element = document.createElement('div');
  element.style.cssText = `width:${width}px;height:${height}px;display:flex;flex-direction:column;overflow:hidden`;
  document.body.append(element);
  return element;
}

function plainRow(text: string): HTMLElement {
  const row = document.createElement('div');
  row.style.cssText = 'padding:6px 12px;overflow-wrap:anywhere';
  row.textContent = text;
  return row;
}

/** The newest 60 messages, read from the same database without Dexie and put into plain divs. */
export async function bareOpen(name: string): Promise<number> {
  const root = box(380, 640);
  await frame();
  const begin = performance.now();
  const request = indexedDB.open(name);
  await new Promise<void>((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
  const db = request.result;
  const rows: { seq: number }[] = [];
  const store = db.transaction('messages').objectStore('messages');
  const cursor = store.openCursor(
    IDBKeyRange.bound([conversation, 0], [conversation, Number.MAX_SAFE_INTEGER]),
    'prev',
  );
  await new Promise<void>((resolve) => {
    cursor.onsuccess = () => {
      if (!cursor.result || rows.push(cursor.result.value) === 60) resolve();
      else cursor.result.continue();
    };
  });
  const scroller = document.createElement('div');
  scroller.style.cssText = 'flex:1;overflow:auto';
  scroller.append(...rows.reverse().map((row) => plainRow(textOf(row.seq))));
  root.append(scroller, document.createElement('textarea'));
  scroller.scrollTop = scroller.scrollHeight;
  await painted();
  const took = performance.now() - begin;
  db.close();
  return took;
}

/** Reads the same index without Dexie, its newest blocks first, until one has the word; in ms. */
export async function bareSearch(name: string, text: string): Promise<number> {
  const begin = performance.now();
  const request = indexedDB.open(name);
  await new Promise<void>((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
  const db = request.result;
  const cursor = db.transaction('blocks').objectStore('blocks').openCursor(null, 'prev');
  await new Promise<void>((resolve, reject) => {
    cursor.onsuccess = () => {
      if (!cursor.result) reject(new Error(`"${text}" is not in the index.`));
      else if (cursor.result.value.lines.includes(text)) resolve();
      else cursor.result.continue();
    };
  });
  const took = performance.now() - begin;
  db.close();
  return took;
}

/** A virtual list of plain divs of one height over texts in memory, scrolled by `step` px in each frame. */
export async function bareScroll(
  total: number,
  height: number,
  step: number,
  frames: number,
): Promise<Frames> {
  const root = box(380, 640);
  const scroller = document.createElement('div');
  scroller.style.cssText = 'flex:1;overflow:auto;position:relative';
  const space = document.createElement('div');
  space.style.height = `${total * height}px`;
  scroller.append(space);
  root.append(scroller);
  const shown = new Map<number, HTMLElement>();
  const draw = () => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - 10);
    const last = Math.min(total, first + Math.ceil(640 / height) + 20);
    for (const [index, row] of shown)
      if (index < first || index >= last) {
        row.remove();
        shown.delete(index);
      }
    for (let index = first; index < last; index++) {
      if (shown.has(index)) continue;
      const row = plainRow(textOf(index));
      row.style.cssText += `;position:absolute;inset-inline:0;top:${index * height}px;height:${height}px;box-sizing:border-box;overflow:hidden`;
      scroller.append(row);
      shown.set(index, row);
    }
  };
  scroller.addEventListener('scroll', draw);
  scroller.scrollTop = (total * height) / 2;
  draw();
  await frame();
  return meter(
    frames,
    () => {
      scroller.scrollTop -= step;
    },
    () => shown.size,
  );
}
