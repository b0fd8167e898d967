import { html, LitElement, type TemplateResult } from 'lit';
import { define } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { base } from '../theme/base.styles.js';
import { menu } from '../theme/menu.styles.js';
import { theme } from '../theme/theme.js';
import { menuKey } from './keys.js';
import { styles } from './menu.styles.js';
import { placeMenu } from './place.js';

export interface MenuItem {
  icon: TemplateResult;
  words: string;
  run(): void;
}

export interface MenuOptions {
  root: HTMLElement | DocumentFragment;
  /** The menu opens beside it, and gives the focus back to it. */
  from: HTMLButtonElement;
  label: string;
  items: readonly MenuItem[];
  l: Localize;
}

/** A few things to choose from. Internal: placed in the page by `openMenu`, and gone once it closes. */
class TimMenu extends LitElement {
  static override styles = [theme, base, menu, styles];

  options!: MenuOptions;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'menu');
    this.setAttribute('aria-label', this.options.label);
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('toggle', this.#onToggle);
  }

  protected override render(): TemplateResult {
    const { l, items } = this.options;
    return html`<div lang=${l.tag} dir=${l.dir}>${items.map(
      (item) => html`<button class="item" role="menuitem" tabindex="-1" @click=${() => this.#run(item)}>
        ${item.icon}<span>${item.words}</span>
      </button>`,
    )}</div>`;
  }

  /** The focus goes back first, so that what an item does may take it. */
  #run(item: MenuItem): void {
    this.#close();
    item.run();
  }

  #close(): void {
    this.hidePopover();
    this.options.from.focus({ preventScroll: true });
  }

  #onKey = (event: KeyboardEvent): void => menuKey(event, this.shadowRoot!, () => this.#close());

  #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState !== 'closed') return;
    this.options.from.popoverTargetElement = null;
    this.remove();
  };

  open(): void {
    const { from, l } = this.options;
    this.showPopover();
    // A second press on the button is then known as one that closes.
    from.popoverTargetElement = this;
    placeMenu(this, from.getBoundingClientRect(), undefined, l.dir === 'rtl');
    this.renderRoot.querySelector('button')?.focus();
  }
}

define('tim-menu', TimMenu);

/** Opens a menu beside a button, by its click; the next click closes it. */
export async function openMenu(options: MenuOptions): Promise<void> {
  if (options.from.popoverTargetElement) return;
  const element = document.createElement('tim-menu') as TimMenu;
  element.options = options;
  element.popover = 'auto';
  options.root.append(element);
  await element.updateComplete;
  // Once the click is over: it would close what is open by then.
  await new Promise((resolve) => setTimeout(resolve));
  if (element.isConnected) element.open();
}
