import type { MessageRow } from '@tokenim/store';
import { html, LitElement, type TemplateResult } from 'lit';
import { define } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { copyIcon, pencilIcon, replyIcon, trash2Icon } from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './message-menu.styles.js';
import { copyText, isDeleted, shownBody } from './row-text.js';

const emoji = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

export interface MenuOptions {
  root: HTMLElement | DocumentFragment;
  row: MessageRow;
  /** The menu opens beside it and gives the focus back to it. */
  from: HTMLElement;
  touch: boolean;
  own: boolean;
  me: string | undefined;
  l: Localize;
  react(emoji: string, on: boolean): void;
  edit(): void;
  reply(): void;
  remove(): void;
}

interface Item {
  icon: TemplateResult;
  words: string;
  danger?: boolean;
  run(): void;
}

/** What can be done with a message. Internal: fetched and placed in the page by `tim-thread` when first needed. */
class TimMessageMenu extends LitElement {
  static override styles = [theme, base, styles];

  options!: MenuOptions;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'menu');
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('toggle', this.#onToggle);
  }

  #items(): Item[] {
    const { row, own, l, me: _me, ...run } = this.options;
    const items: Item[] = [];
    if (isDeleted(row)) return items;
    const confirmed = row.state === 'sent';
    if (confirmed) items.push({ icon: replyIcon, words: l.t('reply'), run: run.reply });
    if (copyText(row))
      items.push({
        icon: copyIcon,
        words: l.t('copy'),
        run: () => void navigator.clipboard?.writeText(copyText(row)).catch(() => {}),
      });
    if (own && row.state !== 'failed' && shownBody(row)?.type === 'text')
      items.push({ icon: pencilIcon, words: l.t('edit'), run: run.edit });
    if (own && row.state !== 'failed')
      items.push({ icon: trash2Icon, words: l.t('remove'), danger: true, run: run.remove });
    return items;
  }

  get empty(): boolean {
    return this.#items().length === 0;
  }

  protected override render(): TemplateResult {
    const { l, row, me } = this.options;
    const reactions = row.overlay?.reactions ?? row.reactions ?? [];
    return html`<div lang=${l.tag} dir=${l.dir}>
      ${
        row.state === 'sent'
          ? html`<div class="emoji" role="group">
            ${emoji.map((each) => {
              const mine = reactions.some(
                (entry) => entry.emoji === each && entry.users.some((user) => user === me),
              );
              return html`<button
                role="menuitemcheckbox"
                aria-checked=${mine ? 'true' : 'false'}
                tabindex="-1"
                aria-label=${l.t('react', { emoji: each })}
                @click=${() => this.#run(() => this.options.react(each, !mine))}
              >
                ${each}
              </button>`;
            })}
          </div>`
          : ''
      }
      ${this.#items().map(
        (item) => html`<button
          class="item ${item.danger ? 'danger' : ''}"
          role="menuitem"
          tabindex="-1"
          @click=${() => this.#run(item.run)}
        >
          ${item.icon}<span>${item.words}</span>
        </button>`,
      )}
    </div>`;
  }

  /** The focus goes back first, so that an action (the composer, say) may move it on. */
  #run(action: () => void): void {
    this.hidePopover();
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
    const forward = this.options.l.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = this.options.l.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const count = buttons.length;
    const row = buttons.filter((button) => !button.classList.contains('item')).length;
    const to = {
      ArrowDown: at < row ? row % count : at + 1,
      ArrowUp: at <= row ? (at < row ? count - 1 : row > 0 ? 0 : count - 1) : at - 1,
      [forward]: at + 1,
      [back]: at - 1,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (event.key === 'Tab') {
      event.preventDefault();
      this.hidePopover();
      this.#giveBack();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.#giveBack();
    }
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[(to + count) % count]?.focus();
  };

  #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState !== 'closed') return;
    this.options.from.removeAttribute('aria-expanded');
    this.remove();
  };

  /** Below its origin where there is room, else above, and inside the screen. */
  place(): void {
    const { from } = this.options;
    const bubble = from.closest('[data-row]')?.querySelector('.stack') ?? from;
    const at = bubble.getBoundingClientRect();
    const box = this.getBoundingClientRect();
    const edge = 8;
    const below = at.bottom + 4 + box.height < innerHeight - edge;
    const top = below ? at.bottom + 4 : Math.max(edge, at.top - box.height - 4);
    const alignEnd = this.options.own !== (this.options.l.dir === 'rtl');
    const left = alignEnd ? at.right - box.width : at.left;
    this.style.setProperty('top', `${Math.min(top, Math.max(edge, innerHeight - edge - box.height))}px`);
    this.style.setProperty('left', `${Math.max(edge, Math.min(left, innerWidth - edge - box.width))}px`);
  }

  focusFirst(): void {
    this.#buttons()[0]?.focus();
  }
}

define('tim-message-menu', TimMessageMenu);

export function openMessageMenu(options: MenuOptions): void {
  const menu = document.createElement('tim-message-menu') as TimMessageMenu;
  menu.options = options;
  if (menu.empty) return;
  menu.popover = 'auto';
  options.root.append(menu);
  options.from.setAttribute('aria-expanded', 'true');
  void menu.updateComplete.then(() => {
    if (!menu.isConnected) return;
    menu.showPopover();
    menu.place();
    menu.focusFirst();
  });
}
