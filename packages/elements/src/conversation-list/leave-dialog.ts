import { css, html, LitElement, type TemplateResult } from 'lit';
import { define } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';

const styles = css`
  dialog {
    inline-size: min(360px, calc(100vw - 32px));
    padding: 20px;
    border: 0;
    border-radius: var(--_radius-bubble);
    color: var(--_text);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  dialog::backdrop {
    background: oklch(0.15 0.02 262 / 0.45);
  }
  dialog[open] {
    animation: open 200ms ease-out;
  }
  @keyframes open {
    from {
      opacity: 0;
      transform: scale(0.97);
    }
  }
  h2 {
    margin: 0;
    font-size: var(--_size-l);
    line-height: 1.3;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  p {
    margin: 8px 0 20px;
    color: var(--_muted);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
  }
  .buttons button {
    min-block-size: max(36px, var(--_target));
    padding-inline: 16px;
    border-radius: var(--_radius);
    font-weight: 600;
    background: var(--_hover);
  }
  .buttons .danger {
    color: var(--_danger);
    background: var(--_danger-subtle);
  }
  @media (forced-colors: active) {
    dialog,
    .buttons button {
      border: 1px solid;
    }
  }
`;

/** Asks before a conversation is left. Internal. */
class TimLeaveDialog extends LitElement {
  static override styles = [theme, base, styles];

  l!: Localize;
  name = '';
  done!: (yes: boolean) => void;

  protected override render(): TemplateResult {
    const { l } = this;
    const close = (yes: boolean) => () => {
      this.done(yes);
      this.renderRoot.querySelector('dialog')!.close();
    };
    return html`<dialog
      lang=${l.tag}
      dir=${l.dir}
      role="alertdialog"
      aria-labelledby="title"
      aria-describedby="text"
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title">${l.t('leaveTitle', { name: this.name })}</h2>
      <p id="text">${l.t('leaveText')}</p>
      <div class="buttons">
        <button autofocus @click=${close(false)}>${l.t('cancel')}</button>
        <button class="danger" @click=${close(true)}>${l.t('leave')}</button>
      </div>
    </dialog>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.done(false);
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')!.showModal();
  }
}

define('tim-leave-dialog', TimLeaveDialog);

/** True once the reader has said yes; false for anything else. The focus goes back by itself. */
export function confirmLeaving(
  root: HTMLElement | DocumentFragment,
  name: string,
  l: Localize,
): Promise<boolean> {
  return new Promise((done) => {
    root.append(Object.assign(document.createElement('tim-leave-dialog'), { name, l, done }));
  });
}
