import type { UserId } from '@tokenim/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Localize } from '../base/localize.js';
import { avatar } from '../base/people.js';
import { type CannedReply, matchingReplies, slashAt } from './canned.js';
import type { TimComposer } from './composer.js';
import { type Mentionable, matching, mentionAt } from './mentions.js';
import { replaceIn } from './replace-in.js';

interface Option {
  key: string;
  words: TemplateResult;
  insert: string;
  picked?: () => void;
}

interface Open {
  title: string;
  options: Option[];
  /** The part of the text that an option replaces. */
  from: number;
  to: number;
  /** The text as it was: a list for another text is not shown. */
  text: string;
}

interface Sources {
  people(): Mentionable[];
  replies(): readonly CannedReply[];
  picked(id: UserId): void;
  fill(reply: CannedReply): string;
}

/**
 * The list above the field, of names behind `@` and of ready replies behind `/`. The focus stays in the field, which
 * tells by `aria-activedescendant` what is chosen. While an input method composes, keys are its own (the composer does
 * not pass them on).
 */
export class Completion {
  readonly #host: TimComposer;
  readonly #l: Localize;
  readonly #sources: Sources;
  #open: Open | undefined;
  #active = 0;
  /** Where Escape closed a list: it stays closed as long as the same word is written. */
  #dismissed = -1;

  constructor(host: TimComposer, l: Localize, sources: Sources) {
    this.#host = host;
    this.#l = l;
    this.#sources = sources;
    const field = this.#field;
    for (const event of ['input', 'compositionend', 'click', 'keyup', 'focus'])
      field.addEventListener(event, this.refresh);
    field.addEventListener('blur', () => this.#show(undefined));
  }

  get #field(): HTMLTextAreaElement {
    return this.#host.renderRoot.querySelector('textarea')!;
  }

  refresh = (): void => {
    const field = this.#field;
    const { value, selectionStart: to, selectionEnd } = field;
    const before = value.slice(0, to);
    const found = to === selectionEnd ? (this.#people(before) ?? this.#replies(before)) : undefined;
    if (!found) this.#dismissed = -1;
    const shown = found && found.from !== this.#dismissed && found.options.length > 0;
    this.#show(shown ? { ...found, to, text: value } : undefined);
  };

  #people(before: string): Omit<Open, 'to' | 'text'> | undefined {
    const at = mentionAt(before);
    if (!at) return undefined;
    const options = matching(this.#sources.people(), at.query).map(
      (person): Option => ({
        key: person.id,
        words: html`${avatar(person)}<bdi class="name">${person.name}</bdi>`,
        insert: `@${person.name} `,
        picked: () => this.#sources.picked(person.id),
      }),
    );
    // Where nobody is called so, a slash may stand behind the sign.
    return options.length > 0 ? { title: this.#l.t('people'), options, from: at.from } : undefined;
  }

  #replies(before: string): Omit<Open, 'to' | 'text'> | undefined {
    const replies = this.#sources.replies();
    const at = replies.length > 0 ? slashAt(before) : undefined;
    if (!at) return undefined;
    const options = matchingReplies(replies, at.query).map((reply, index): Option => {
      const text = this.#sources.fill(reply);
      return {
        key: `${index} ${reply.name}`,
        words: html`<span class="reply"
          ><bdi class="name">${reply.name}</bdi><span class="text" dir="auto">${text}</span></span
        >`,
        insert: text,
      };
    });
    return { title: this.#l.t('readyReplies'), options, from: at.from };
  }

  #show(open: Open | undefined): void {
    if (!open && !this.#open) return;
    const same = open && this.#open && open.from === this.#open.from && open.text === this.#open.text;
    if (!same) this.#active = 0;
    this.#open = open;
    this.#host.requestUpdate();
  }

  /** Undefined also where the text was changed by others, since. */
  get #shown(): Open | undefined {
    return this.#open?.text === this.#host.value ? this.#open : undefined;
  }

  key(event: KeyboardEvent): boolean {
    const open = this.#shown;
    if (!open || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    const count = open.options.length;
    if (event.key === 'ArrowDown') this.#active = (this.#active + 1) % count;
    else if (event.key === 'ArrowUp') this.#active = (this.#active + count - 1) % count;
    else if (event.key === 'Enter' || event.key === 'Tab') this.#choose(open.options[this.#active]!);
    else if (event.key === 'Escape') {
      this.#dismissed = open.from;
      this.#show(undefined);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    this.#host.requestUpdate();
    return true;
  }

  #choose({ insert, picked }: Option): void {
    const open = this.#shown;
    if (!open) return;
    this.#show(undefined);
    picked?.();
    replaceIn(this.#field, open.from, open.to, insert);
  }

  /** After the composer has rendered. */
  updated(): void {
    const field = this.#field;
    const open = this.#shown;
    if (!open) {
      for (const name of ['aria-autocomplete', 'aria-controls', 'aria-activedescendant'])
        field.removeAttribute(name);
      return;
    }
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', 'completion');
    field.setAttribute('aria-activedescendant', `option-${this.#active}`);
    const list = this.#host.renderRoot.querySelector<HTMLElement>('#completion');
    const option = list?.querySelector<HTMLElement>('[aria-selected=true]');
    if (!list || !option) return;
    // Below the composer where it stands at the top of the screen.
    list.classList.toggle('below', this.#host.getBoundingClientRect().top < 160);
    const top = option.offsetTop;
    if (top < list.scrollTop) list.scrollTop = top - 4;
    else if (top + option.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top + option.offsetHeight + 4 - list.clientHeight;
  }

  render(): TemplateResult {
    const open = this.#shown;
    return html`<div class="sr" role="status">${open ? this.#l.t('suggestions', { n: open.options.length }) : ''}</div>
      ${
        open
          ? html`<div id="completion" class="completion" role="listbox" aria-label=${open.title} @mousedown=${keepFocus}>
            ${repeat(
              open.options,
              ({ key }) => key,
              (option, at) => html`<div
                id="option-${at}"
                class="option"
                role="option"
                aria-selected=${live(at === this.#active ? 'true' : 'false')}
                @click=${() => this.#choose(option)}
              >
                ${option.words}
              </div>`,
            )}
          </div>`
          : nothing
      }`;
  }
}

/** A press on the list leaves the caret where it is, and on a phone the keyboard open. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
