import { fixture, html } from '@open-wc/testing';
import type { TimThread } from '../thread/thread.js';
import type { FakeClient } from './fake-client.js';
import { frames, until } from './wait.js';

/** A thread of conversation `c` in a box of `width` × `height` px, with all rows in the page that it keeps at rest. */
export class ThreadBox {
  readonly thread: TimThread;
  readonly box: HTMLElement;

  private constructor(thread: TimThread, box: HTMLElement) {
    this.thread = thread;
    this.box = box;
  }

  static async of(client: FakeClient, width = 380, height = 500): Promise<ThreadBox> {
    const box = await fixture<HTMLElement>(html`<div></div>`);
    const thread = document.createElement('tim-thread');
    const made = new ThreadBox(thread, box);
    made.resize(width, height);
    thread.style.setProperty('height', '100%');
    thread.client = client;
    thread.conversation = 'c' as never;
    box.append(thread);
    const held = Math.min(60, client.messages.get('c')?.length ?? 0);
    await until(() => made.lines.length >= held);
    await frames(3);
    return made;
  }

  resize(width: number, height: number): void {
    this.box.style.setProperty('width', `${width}px`);
    this.box.style.setProperty('height', `${height}px`);
  }

  find<T extends HTMLElement>(selector: string): T | null {
    return this.thread.renderRoot.querySelector<T>(selector);
  }

  get scroller(): HTMLElement {
    return this.find('.scroller')!;
  }

  get lines(): HTMLElement[] {
    return [...this.thread.renderRoot.querySelectorAll<HTMLElement>('.line')];
  }

  get words(): string {
    return this.thread.renderRoot.textContent ?? '';
  }

  /** Px from the lower edge of the screen to the end. */
  get fromEnd(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  /** First line whose lower edge is lower than `share` of the screen. */
  at(share: number): HTMLElement {
    const box = this.scroller.getBoundingClientRect();
    return this.lines.find((line) => line.getBoundingClientRect().bottom > box.top + box.height * share)!;
  }

  top(cid: string | undefined): number {
    return this.find(`[data-cid="${cid}"]`)!.getBoundingClientRect().top;
  }

  /** Goes away from the end, and waits until the window there is as large as it gets. */
  async toMiddle(): Promise<void> {
    this.scroller.scrollTop = this.scroller.scrollHeight / 2;
    await this.rest();
  }

  /** Until rows neither come nor go for some frames. */
  async rest(): Promise<void> {
    let seen = '';
    for (let same = 0; same < 8; ) {
      await frames(1);
      const now = this.lines.map((line) => line.dataset.cid).join();
      same = now === seen ? same + 1 : 0;
      seen = now;
    }
  }
}
