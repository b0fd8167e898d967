import type { MessageRow } from '@tokenim/store';

/** Tells what is new in each window from what was there before. */
export class News {
  /** Rows that came in while the reader looked on; they appear with motion. */
  readonly fresh = new Set<string>();
  #known = new Set<string>();
  #newest = 0;
  #opened = false;

  reset(): void {
    this.fresh.clear();
    this.#known.clear();
    this.#newest = 0;
    this.#opened = false;
  }

  /** The thread's newest message when it was opened: those up to there are no news, wherever the reader goes. */
  opened(newest: number): void {
    this.#newest = Math.max(this.#newest, newest);
  }

  /** `own`: the reader has just written something. `heard`: messages of others at the end, oldest first. */
  arrived(
    rows: readonly MessageRow[],
    me: string | undefined,
    atEnd: boolean,
  ): { own: boolean; heard: MessageRow[] } {
    if (!atEnd) this.fresh.clear();
    const heard: MessageRow[] = [];
    let own = false;
    for (const row of rows) {
      if (this.#known.has(row.cid)) continue;
      this.#known.add(row.cid);
      if (!this.#opened) continue;
      if (row.state === 'pending' && row.sender === me) {
        own = true;
        this.fresh.add(row.cid);
      } else if (row.state === 'sent' && row.seq > this.#newest) {
        if (atEnd) this.fresh.add(row.cid);
        if (row.sender !== me && !row.note) heard.push(row);
      }
    }
    for (const row of rows) if (row.state === 'sent') this.#newest = Math.max(this.#newest, row.seq);
    this.#opened = true;
    return { own, heard };
  }
}
