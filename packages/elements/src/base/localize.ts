import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  english,
  loadedMessages,
  loadMessages,
  type MessageKey,
  type Messages,
  matchLocale,
  moreEnglish,
  type Plural,
  tagOf,
} from '../locales/messages.js';

type Host = ReactiveControllerHost & HTMLElement & { locale: string };

/** One observer for the page tells all elements that some `lang` changed. */
const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;
function observeLang(root: Node): void {
  observer ??= new MutationObserver(() => {
    for (const listener of listeners) listener();
  });
  observer.observe(root, { attributes: true, attributeFilter: ['lang'], subtree: true });
}

/** The `lang` nearest to an element, through shadow roots; '' where there is none. */
function nearestLang(element: Element): string {
  let at: Element | null = element;
  while (at) {
    const holder: Element | null = at.closest('[lang]');
    if (holder) return holder.getAttribute('lang') ?? '';
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}

/**
 * The words and the formats of one element. The language is the element's `locale`, else the nearest `lang`,
 * and follows both when they change. Until a language has arrived, English stands in its place.
 */
export class Localize implements ReactiveController {
  /** Tag for Intl: what the page asked for where we have its language, else English. */
  tag = 'en';
  dir: 'ltr' | 'rtl' = 'ltr';
  #messages: Messages = english;
  #name = 'en';
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    listeners.add(this.#resolve);
    for (let root: Node | undefined = this.#host.getRootNode(); root; ) {
      observeLang(root);
      root = root instanceof ShadowRoot ? root.host.getRootNode() : undefined;
    }
    this.#resolve();
  }

  hostDisconnected(): void {
    listeners.delete(this.#resolve);
  }

  hostUpdate(): void {
    this.#resolve();
  }

  #resolve = (): void => {
    const tag = tagOf(this.#host.locale || nearestLang(this.#host));
    const name = matchLocale(tag);
    if (name === this.#name && tag === this.tag) return;
    this.#name = name;
    const messages = loadedMessages(name);
    if (messages) this.#use(tag, messages);
    else
      loadMessages(name).then(
        (loaded) => this.#name === name && this.#use(tag, loaded),
        // Without network English stays; the next change of language tries again.
        () => {
          this.#name = '';
        },
      );
  };

  #use(tag: string, messages: Messages): void {
    this.tag = tag;
    this.dir = matchLocale(tag) === 'ar' ? 'rtl' : 'ltr';
    this.#messages = messages;
    this.#host.requestUpdate();
  }

  /** The words for `key`. `n` chooses the plural form and is shown in the language's figures. */
  t(key: MessageKey, values: Record<string, string | number> = {}): string {
    const entry: string | Plural | undefined = this.#messages[key];
    if (entry === undefined) {
      moreEnglish().then(
        () => this.#host.requestUpdate(),
        () => {},
      );
      return '';
    }
    const text =
      typeof entry === 'string'
        ? entry
        : (entry[pluralRules(this.tag).select(Number(values.n ?? 0))] ?? entry.other);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? this.number(value) : (value ?? '');
    });
  }

  /** Why a write failed, by its code; codes of later versions get a general sentence. */
  why(code: string | undefined): string {
    const key = `why_${code}` as MessageKey;
    return this.t(key in this.#messages ? key : 'why_other');
  }

  number(value: number): string {
    return numberFormat(this.tag).format(value);
  }
}

const pluralRules = memo((tag) => new Intl.PluralRules(tag));
const numberFormat = memo((tag) => new Intl.NumberFormat(tag));

/** Intl objects are dear to make and free to keep. */
export function memo<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}
