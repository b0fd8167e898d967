import type { Client, ClientEvents } from '@tokenim/client';
import type { ConversationRow, Live } from '@tokenim/store';
import type { TimWidget } from '../widget.js';
import { fullWords } from '../words-more.js';
import { Desktop } from './desktop.js';
import { type Preferences, readPreferences, writePreferences } from './preferences.js';
import { Title } from './title.js';
import { playTone } from './tone.js';

type Message = ClientEvents['message'];

/** Other tabs may say within this time, in ms, that somebody looks at them. */
const word = 300;
/** A name is held this long, in ms, so that a slower tab does not tell the same again. */
const held = 5_000;
/** Of a text, in a notice. */
const longest = 180;

/**
 * Tells a person of messages that they do not see: a tone, a line for screen readers where the page is looked at, the
 * title and a notice of the system where it is not. Each message is told by one tab: a tone by the first to claim it,
 * a notice by the tab that leads. Muted conversations and the one on the screen are not told.
 */
export class Notices {
  preferences: Preferences;
  readonly #widget: TimWidget;
  readonly #client: Client;
  /** What the site set, and what stands on the element now. */
  #site = { theme: '', lang: '' };
  #applied = { theme: '', lang: '' };
  readonly #title = new Title();
  readonly #desktop = new Desktop();
  readonly #live = Object.assign(document.createElement('div'), { className: 'sr', role: 'status' });
  /** Tabs tell each other that somebody looks. */
  readonly #channel: BroadcastChannel | undefined;
  readonly #stops: (() => void)[] = [];
  #lookedAt = 0;
  #unread = 0;
  #writer = '';

  constructor(widget: TimWidget, client: Client) {
    this.#widget = widget;
    this.#client = client;
    this.preferences = readPreferences(widget.chat.local, this.#user);
    this.#apply();
    if (typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`tokenim:${widget.app}:${this.#user}:looked-at`);
      this.#channel.onmessage = () => {
        this.#lookedAt = Date.now();
      };
    }
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#stops.push(
      client.views.unread().subscribe((count) => {
        // A message may be told before it is counted.
        if (count === 0 && this.#unread > 0) this.#writer = '';
        this.#unread = count;
        this.#showTitle();
      }),
    );
  }

  get #user(): string {
    return String(this.#client.options.user ?? '');
  }

  change(preferences: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...preferences };
    writePreferences(this.#widget.chat.local, this.#user, this.preferences);
    this.#apply();
    this.#widget.requestUpdate();
  }

  /** Somebody else wrote. */
  async message(message: Message): Promise<void> {
    if (isLookedAt()) this.#channel?.postMessage(0);
    if (this.#isReading(message)) return;
    const row = await first(this.#client.views.conversation(message.conversation));
    if (row?.me.muted || row?.me.left) return;
    const { text, from, title } = this.#inWords(message, row);
    if (document.visibilityState === 'visible') {
      this.#say(`${fullWords(this.#widget.words).newMessage}, ${from}`);
    } else {
      this.#writer = `${fullWords(this.#widget.words).newMessage} · ${from}`;
      this.#showTitle();
      const since = Date.now();
      await new Promise((resolve) => setTimeout(resolve, word));
      const now = await first(this.#client.views.conversation(message.conversation));
      // Seen on another tab, or another device.
      if (now && now.me.read >= message.seq) return;
      if (this.preferences.desktop && this.#widget.chat.leading && this.#lookedAt < since - word)
        this.#desktop.show({
          title,
          body: text,
          tag: `tokenim:${message.conversation}`,
          lang: this.#widget.language,
          onClick: () => void this.#widget.openConversation(message.conversation, message.seq),
        });
    }
    if (this.preferences.sound && (await this.#claim(message))) await playTone().catch(() => {});
  }

  stop(): void {
    this.#title.restore();
    this.#desktop.clear();
    this.#live.remove();
    this.#channel?.close();
    document.removeEventListener('visibilitychange', this.#onVisible);
    for (const stop of this.#stops.splice(0)) stop();
    Object.assign(this.#widget, this.#site);
  }

  #apply(): void {
    for (const name of ['theme', 'lang'] as const) {
      if (this.#widget[name] !== this.#applied[name]) this.#site[name] = this.#widget[name];
      this.#applied[name] = this.preferences[name] || this.#site[name];
      this.#widget[name] = this.#applied[name];
    }
  }

  /** On the screen, in a window that has the focus. */
  #isReading({ conversation }: Message): boolean {
    const { opened, trail } = this.#widget;
    const { view } = trail;
    return isLookedAt() && opened && view?.name === 'thread' && view.conversation === conversation;
  }

  #inWords({ conversation: _, sender, text, duration }: Message, row: ConversationRow | undefined) {
    const words = fullWords(this.#widget.words);
    const clean = (value: string) => plain(value).slice(0, longest).toWellFormed();
    const member = row?.members?.find((one) => one.id === sender);
    const from = clean(member?.name || this.#widget.heading || row?.title || words.chat);
    const spoken = duration && `${words.voice}, ${clock(duration, this.#widget.language)}`;
    const place = row?.kind === 'group' && row.title ? clean(row.title) : '';
    return {
      from,
      title: place ? `${from} · ${place}` : from,
      text: spoken || clean(text) || words.file,
    };
  }

  /** Once, politely; inside the dialog where one is open, since what is behind a modal one is not read out. */
  #say(words: string): void {
    const root = this.#widget.renderRoot;
    const place = root.querySelector('dialog[open]') ?? root;
    if (this.#live.parentNode !== place) place.append(this.#live);
    this.#live.textContent = '';
    setTimeout(() => {
      this.#live.textContent = words;
    }, 100);
  }

  #showTitle(): void {
    if (document.visibilityState === 'visible' || !this.#writer) {
      this.#writer = '';
      this.#title.restore();
      return;
    }
    const count = new Intl.NumberFormat(this.#widget.language).format(Math.max(1, this.#unread));
    this.#title.show(count, this.#writer);
  }

  #onVisible = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.#showTitle();
    this.#desktop.clear();
  };

  /** Whether this tab is the one to tell of a message. */
  #claim({ conversation, seq }: Message): Promise<boolean> {
    const { locks } = navigator;
    if (!locks) return Promise.resolve(true);
    const name = `tokenim:${this.#widget.app}:told:${conversation}:${seq}`;
    return new Promise((resolve) => {
      locks
        .request(name, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock && new Promise((release) => setTimeout(release, held));
        })
        .catch(() => resolve(true));
    });
  }
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Milliseconds as `0:07`, in the language's figures. */
function clock(ms: number, lang: string): string {
  const s = Math.round(ms / 1000);
  const figures = (n: number, digits: number) =>
    new Intl.NumberFormat(lang, { minimumIntegerDigits: digits }).format(n);
  return `${figures(Math.floor(s / 60), 1)}:${figures(s % 60, 2)}`;
}

/** In one line, without what controls a terminal or turns the direction of what follows. */
function plain(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function first<T>(live: Live<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    let done = false;
    const end = (value?: T) => {
      done = true;
      stop?.();
      resolve(value);
    };
    stop = live.subscribe(end, () => end());
    if (done) stop();
  });
}
