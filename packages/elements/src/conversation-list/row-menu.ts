import type { ConversationRow } from '@tokenim/store';
import { html, LitElement, type TemplateResult } from 'lit';
import { define } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { menuKey } from '../menu/keys.js';
import { base } from '../theme/base.styles.js';
import { menu } from '../theme/menu.styles.js';
import { theme } from '../theme/theme.js';
import type { MenuOrigin } from '../thread/row-context.js';
import {
  archiveIcon,
  archiveRestoreIcon,
  bellIcon,
  bellOffIcon,
  logOutIcon,
  mailIcon,
  mailOpenIcon,
  pinIcon,
  pinOffIcon,
} from './icons.js';
import { isUnread } from './row.js';
import { actionKeys, type RowAction } from './row-actions.js';
import { styles } from './row-menu.styles.js';

export { confirmLeaving } from './leave-dialog.js';

export interface RowMenuOptions {
  root: HTMLElement | DocumentFragment;
  row: ConversationRow;
  name: string;
  canLeave: boolean;
  l: Localize;
  /** The menu opens beside it, or where the mouse was pressed, and gives the focus back to it. */
  from: HTMLElement;
  how?: MenuOrigin | undefined;
  run(action: RowAction): void;
  closed(): void;
}

/** What can be done with a conversation. Internal: fetched and placed in the page by the list when first needed. */
class TimConversationMenu extends LitElement {
  static override styles = [theme, base, menu, styles];

  options!: RowMenuOptions;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'menu');
    this.setAttribute('aria-label', this.options.l.t('conversationActions', { name: this.options.name }));
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('toggle', this.#onToggle);
    this.addEventListener('contextmenu', (event) => event.preventDefault());
    // What does not close by itself is closed by the next press beside it, and by Escape wherever the focus is.
    if (this.popover !== 'manual') return;
    document.addEventListener('pointerdown', this.#onPress, true);
    document.addEventListener('keydown', this.#onKeyOutside, true);
  }

  #onPress = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.hidePopover();
  };

  #onKeyOutside = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.composedPath().includes(this)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  };

  protected override render(): TemplateResult {
    const { l, row, canLeave } = this.options;
    const item = (action: RowAction, icon: TemplateResult, words: string) => html`<button
      class="item ${action === 'leave' ? 'danger' : ''}"
      role="menuitem"
      tabindex="-1"
      aria-keyshortcuts=${actionKeys[action]}
      @click=${() => this.#run(action)}
    >
      ${icon}<span>${words}</span><kbd aria-hidden="true">${actionKeys[action] === 'Delete' ? '⌦' : actionKeys[action]}</kbd>
    </button>`;
    return html`<div lang=${l.tag} dir=${l.dir}>
      ${
        isUnread(row)
          ? item('unread', mailOpenIcon, l.t('markRead'))
          : item('unread', mailIcon, l.t('markUnread'))
      }
      ${row.me.pinned ? item('pin', pinOffIcon, l.t('unpin')) : item('pin', pinIcon, l.t('pin'))}
      ${row.me.muted ? item('mute', bellIcon, l.t('unmute')) : item('mute', bellOffIcon, l.t('mute'))}
      ${
        row.me.archived
          ? item('archive', archiveRestoreIcon, l.t('unarchive'))
          : item('archive', archiveIcon, l.t('archive'))
      }
      ${canLeave ? item('leave', logOutIcon, l.t('leave')) : ''}
    </div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#onPress, true);
    document.removeEventListener('keydown', this.#onKeyOutside, true);
    this.options.closed();
  }

  /** The focus goes back first, so that what an action opens may take it. */
  #run(action: RowAction): void {
    this.#close();
    this.options.run(action);
  }

  #close(): void {
    this.hidePopover();
    this.options.from.focus({ preventScroll: true });
  }

  #onKey = (event: KeyboardEvent): void => menuKey(event, this.shadowRoot!, () => this.#close());

  #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState === 'closed') this.remove();
  };

  /** Where the mouse is, else below the row's end; above where there is no room, and inside the screen. */
  place(): void {
    const { from, how, l } = this.options;
    const at = how === 'touch' ? undefined : how;
    const row = from.getBoundingClientRect();
    // Not as the opening animation shows it.
    const box = { width: this.offsetWidth, height: this.offsetHeight };
    const edge = 8;
    const rtl = l.dir === 'rtl';
    const end = rtl ? row.left + edge : row.right - edge - box.width;
    const left = at ? (rtl ? at.x - box.width : at.x) : end;
    const below = at ? at.y : row.top + row.height - edge;
    const above = (at ? at.y : row.top + edge) - box.height;
    const top = below + box.height < innerHeight - edge ? below : above;
    const clamp = (value: number, most: number) => `${Math.max(edge, Math.min(value, most - edge))}px`;
    this.style.setProperty('top', clamp(top, innerHeight - box.height));
    this.style.setProperty('left', clamp(left, innerWidth - box.width));
  }

  focusFirst(): void {
    this.renderRoot.querySelector('button')?.focus();
  }
}

define('tim-conversation-menu', TimConversationMenu);

export function openRowMenu(options: RowMenuOptions): void {
  options.root.querySelector('tim-conversation-menu')?.remove();
  const menu = document.createElement('tim-conversation-menu') as TimConversationMenu;
  menu.options = options;
  // A finger still rests on the screen: its lifting would close a popover that closes by itself.
  menu.popover = options.how === 'touch' ? 'manual' : 'auto';
  options.root.append(menu);
  void menu.updateComplete.then(() => {
    if (!menu.isConnected) return;
    menu.showPopover();
    menu.place();
    menu.focusFirst();
  });
}
