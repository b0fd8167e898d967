import type { MessageRow } from '@tokenim/store';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { define, type TimElement } from '../base/element.js';
import { first } from '../base/first.js';
import type { Localize } from '../base/localize.js';
import { smilePlusIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { placeMenu } from '../menu/place.js';
import { base } from '../theme/base.styles.js';
import { menu } from '../theme/menu.styles.js';
import { theme } from '../theme/theme.js';
import type { Surroundings } from './actions.js';
import { runAct } from './menu-acts.js';
import { type MenuItem, menuItems } from './menu-items.js';
import { styles } from './message-menu.styles.js';
import type { MenuOrigin } from './row-context.js';

const emoji = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

addEnglish(more);

interface Options {
  l: Localize;
  row: MessageRow;
  me: string | undefined;
  /** The menu opens beside it and gives the focus back to it. */
  from: HTMLElement;
  how: MenuOrigin | undefined;
  items: MenuItem[];
  react(emoji: string, on: boolean): void;
  run(act: MenuItem['act']): void;
  moreEmoji(): void;
}

/** What can be done with a message. Internal: fetched and placed in the page by `tim-thread` when first needed. */
class TimMessageMenu extends LitElement {
  static override styles = [theme, base, menu, styles];

  options!: Options;
  #typed = '';
  #typedAt = 0;
  #scroller: Element | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { from, how } = this.options;
    this.setAttribute('role', 'menu');
    this.toggleAttribute('sheet', how === 'touch');
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('toggle', this.#onToggle);
    this.addEventListener('click', this.#onClick);
    this.addEventListener('contextmenu', (event) => event.preventDefault());
    // Who scrolls looks at something else; what scrolls by itself (news, say) takes the menu along.
    this.#scroller = from.closest('.scroller');
    this.#scroller?.addEventListener('wheel', this.#close, { passive: true });
    this.#scroller?.addEventListener('touchmove', this.#close, { passive: true });
    this.#scroller?.addEventListener('scroll', this.#follow, { passive: true });
    window.addEventListener('resize', this.#close);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scroller?.removeEventListener('wheel', this.#close);
    this.#scroller?.removeEventListener('touchmove', this.#close);
    this.#scroller?.removeEventListener('scroll', this.#follow);
    window.removeEventListener('resize', this.#close);
  }

  #close = (): void => {
    if (this.matches(':popover-open')) this.hidePopover();
  };

  #follow = (): void => {
    if (this.options.from.isConnected) this.place();
    else this.#close();
  };

  /** A sheet covers the screen: beside its panel a tap closes it. */
  #onClick = (event: Event): void => {
    if (event.composedPath()[0] === this) this.#close();
  };

  protected override render(): TemplateResult {
    const { l, row, me, items } = this.options;
    const reactions = row.overlay?.reactions ?? row.reactions ?? [];
    const mine = (each: string) =>
      reactions.some((entry) => entry.emoji === each && entry.users.some((user) => user === me));
    return html`<div class="panel" role="none" lang=${l.tag} dir=${l.dir}>
      ${
        row.state === 'sent'
          ? html`<div class="emoji" role="group" aria-label=${l.t('reactions')}>
            ${emoji.map(
              (each) => html`<button
                role="menuitemcheckbox"
                aria-checked=${mine(each) ? 'true' : 'false'}
                tabindex="-1"
                aria-label=${l.t('react', { emoji: each })}
                @click=${() => this.#run(() => this.options.react(each, !mine(each)))}
              >
                ${each}
              </button>`,
            )}
            <button
              role="menuitem"
              tabindex="-1"
              class="more-emoji"
              aria-label=${l.t('moreEmoji')}
              title=${l.t('moreEmoji')}
              @click=${() => this.#run(() => this.options.moreEmoji())}
            >
              ${smilePlusIcon}
            </button>
          </div>`
          : nothing
      }
      ${items.map(
        ({ act, icon, danger }) => html`<button
          class="item ${danger ? 'danger' : ''}"
          role="menuitem"
          tabindex="-1"
          data-act=${act}
          @click=${() => this.#run(() => this.options.run(act))}
        >
          ${icon}<span>${l.t(act)}</span>
        </button>`,
      )}
    </div>`;
  }

  /** The focus goes back first, so that an action (the composer, say) may move it on. */
  #run(action: () => void): void {
    this.#close();
    this.#giveBack();
    action();
  }

  #giveBack(): void {
    const { from } = this.options;
    (from.matches('button') ? from : (from.closest<HTMLElement>('[data-row]') ?? from)).focus({
      preventScroll: true,
    });
  }

  #buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll('button')];
  }

  #onKey = (event: KeyboardEvent): void => {
    const buttons = this.#buttons();
    const at = buttons.indexOf(this.shadowRoot!.activeElement as HTMLButtonElement);
    const rtl = this.options.l.dir === 'rtl';
    const count = buttons.length;
    const row = buttons.filter((button) => !button.classList.contains('item')).length;
    const to = {
      ArrowDown: at < row ? row % count : at + 1,
      ArrowUp: at <= row ? (at < row ? count - 1 : row > 0 ? 0 : count - 1) : at - 1,
      [rtl ? 'ArrowLeft' : 'ArrowRight']: at + 1,
      [rtl ? 'ArrowRight' : 'ArrowLeft']: at - 1,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
      this.#giveBack();
    } else if (to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      buttons[(to + count) % count]?.focus();
    } else if (
      event.key.length === 1 &&
      event.key !== ' ' &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      event.stopPropagation();
      this.#type(event.key, buttons, at);
    }
  };

  /** Letters go to the next item that begins with them; those typed within a second are one word. */
  #type(letter: string, buttons: readonly HTMLElement[], at: number): void {
    const now = performance.now();
    this.#typed = now - this.#typedAt < 1_000 ? this.#typed + letter : letter;
    this.#typedAt = now;
    const fold = (text: string) => text.trim().toLocaleLowerCase(this.options.l.tag);
    const from = this.#typed.length > 1 ? at : at + 1;
    const next = buttons
      .map((_, i) => buttons[(from + i + buttons.length) % buttons.length]!)
      .find(
        (button) =>
          button.classList.contains('item') && fold(button.textContent!).startsWith(fold(this.#typed)),
      );
    next?.focus();
  }

  #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState !== 'closed') return;
    this.options.from.removeAttribute('aria-expanded');
    this.remove();
  };

  place(): void {
    const { from, how, row, me, l } = this.options;
    if (how === 'touch') return;
    const bubble = from.closest('[data-row]')?.querySelector('.stack') ?? from;
    placeMenu(this, bubble.getBoundingClientRect(), how, (row.sender === me) !== (l.dir === 'rtl'));
  }

  focusFirst(): void {
    this.#buttons()[0]?.focus({ preventScroll: true });
  }
}

define('tim-message-menu', TimMessageMenu);

export async function openMessageMenu(
  host: TimElement,
  surroundings: Surroundings,
  row: MessageRow,
  from: HTMLElement,
  how: MenuOrigin | undefined,
): Promise<void> {
  const { im, renderRoot } = host;
  if (!im) return;
  const { l } = surroundings;
  const [limits, me] = await Promise.all([first(im.views.limits()), first(im.views.user())]);
  const items = menuItems({ row, me, conversation: surroundings.conversation(), limits, now: Date.now() });
  if (items.length === 0 || !from.isConnected || renderRoot.querySelector('tim-message-menu')) return;
  const react = (each: string, on: boolean) =>
    void im.react(row.conversation, row.cid, each, on).catch(() => {});
  const menu = document.createElement('tim-message-menu') as TimMessageMenu;
  menu.options = {
    l,
    row,
    me: me?.id,
    from,
    how,
    items,
    react,
    run: (act) => runAct(act, host, surroundings, row),
    moreEmoji: () =>
      void import('../emoji-picker/open.js').then(
        ({ openEmojiPicker }) =>
          openEmojiPicker({
            root: renderRoot,
            from: from.matches('button') ? from : (from.closest<HTMLElement>('[data-row]') ?? from),
            locale: l.tag,
            picked: (each) => react(each, true),
          }),
        () => {},
      ),
  };
  // A finger still rests on the screen: its lifting would close a popover that closes by itself.
  menu.popover = how === 'touch' ? 'manual' : 'auto';
  renderRoot.append(menu);
  // By keyboard it opens from the message itself, which is no button.
  if (from.localName === 'button') from.setAttribute('aria-expanded', 'true');
  await menu.updateComplete;
  if (!menu.isConnected) return;
  menu.showPopover();
  menu.place();
  menu.focusFirst();
}
