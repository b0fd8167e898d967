import type { Client } from '@tokenim/client';
import type { ConversationId } from '@tokenim/protocol';
import { css } from 'lit';
import { first } from '../base/first.js';
import { dayName, fullTime } from '../base/format.js';
import type { Localize } from '../base/localize.js';
import { float, noticeStays } from './float.js';
import type { ScrollPlace } from './scroll-place.js';

/**
 * What is needed only once somebody points at the thread or jumps in it, and fetched then: the day of what is on the
 * screen, over it while it is scrolled; the way to a message that is not on this device; times in full.
 */
const styles = css`
  .wait {
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
    border: 2px solid currentColor;
    border-block-start-color: transparent;
  }
`;

/** The day stays so many milliseconds after the last scrolling. */
const dayStays = 1_200;

export class Wander {
  readonly #root: ShadowRoot;
  readonly #l: Localize;
  readonly #place: ScrollPlace;
  readonly #day: HTMLElement;
  readonly #notice: HTMLElement;
  #frame = 0;
  #dayEnds: ReturnType<typeof setTimeout> | undefined;
  #noticeEnds: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  /** `root` is the thread's, rendered; `place` knows where its rows are. */
  constructor(root: ShadowRoot, l: Localize, place: ScrollPlace) {
    this.#root = root;
    this.#l = l;
    this.#place = place;
    root.adoptedStyleSheets.push(styles.styleSheet!);
    this.#day = float(root, 'day-over', 'aria-hidden', 'true');
    this.#notice = float(root, 'notice', 'role', 'status');
    root.addEventListener('scroll', this.#scrolled, true);
    root.addEventListener('pointerover', this.#pointed);
  }

  #scrolled = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#showDay();
    });
  };

  /** The full time, where somebody points at the short one. */
  #pointed = (event: Event): void => {
    const time = (event.target as Element).closest('time');
    if (time) time.title ||= fullTime(this.#l, Date.parse(time.dateTime));
  };

  /** The day of the first row on the screen; where the day stands before that row, it is enough. */
  #showDay(): void {
    const scroller = this.#root.querySelector('.scroller');
    if (!scroller || this.#notice.classList.contains('shown')) return;
    const line = this.#place.lines()[this.#place.first(scroller.getBoundingClientRect().top)];
    const time = line?.querySelector('time')?.dateTime;
    if (!line || !time) return;
    let before = line.parentElement!.previousElementSibling;
    if (before?.classList.contains('unread-line')) before = before.previousElementSibling;
    const words = dayName(this.#l, Date.parse(time), Date.now());
    if (this.#day.textContent !== words) this.#day.textContent = words;
    const end = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 32;
    this.#day.classList.toggle('shown', !end && !before?.classList.contains('day'));
    clearTimeout(this.#dayEnds);
    this.#dayEnds = setTimeout(() => this.#day.classList.remove('shown'), dayStays);
  }

  /**
   * Brings the message at `seq` to this device, where it is not yet, and says where that fails. Resolves with whether
   * it is here; false where another was sought meanwhile.
   */
  async seek(client: Client, conversation: ConversationId, seq: number): Promise<boolean> {
    const round = ++this.#round;
    const here = async () => {
      const { rows } = await first(client.views.thread(conversation, { anchor: seq, before: 1, after: 0 }));
      return rows[0]?.seq === seq;
    };
    if (await here()) return round === this.#round;
    this.#wait();
    const loaded = await client.loadBefore(conversation, seq + 1).catch(() => 'offline' as const);
    const found = await here();
    if (round !== this.#round) return false;
    if (found) this.#done();
    else this.#say(this.#l.t(loaded === 'offline' ? 'offlineOlder' : 'deletedByOther'));
    return found;
  }

  #wait(): void {
    this.#show();
    const spinner = document.createElement('div');
    spinner.className = 'wait spin';
    spinner.role = 'img';
    spinner.ariaLabel = this.#l.t('loading');
    this.#notice.replaceChildren(spinner);
  }

  /** A sentence, for a while. */
  #say(words: string): void {
    this.#show();
    this.#notice.textContent = words;
    this.#noticeEnds = setTimeout(() => this.#done(), noticeStays);
  }

  #show(): void {
    clearTimeout(this.#noticeEnds);
    this.#day.classList.remove('shown');
    this.#notice.classList.add('shown');
  }

  #done(): void {
    clearTimeout(this.#noticeEnds);
    this.#notice.classList.remove('shown');
  }
}
