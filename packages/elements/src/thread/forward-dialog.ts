import type { ConversationId } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { conversationFace, conversationName } from '../base/conversations.js';
import { define, type TimElement } from '../base/element.js';
import { first } from '../base/first.js';
import { fold } from '../base/fold.js';
import type { Localize } from '../base/localize.js';
import { avatar } from '../base/people.js';
import { forward } from './forward.js';
import { MessageDialog } from './message-dialog.js';
import { lineOf } from './row-text.js';

/** Conversations to choose from: the newest. A name further back is found by the list's own search. */
const most = 500;
/** Rows shown at once; the filter leads to the others. */
const shown = 50;

/** Asks to whom a message is forwarded, and sends it to one or more. */
class TimForwardDialog extends MessageDialog {
  row!: MessageRow;
  me: string | undefined;

  @state() private rows: ConversationRow[] | undefined;
  @state() private filter = '';
  @state() private chosen: ReadonlySet<ConversationId> = new Set();
  @state() private busy = false;
  @state() private failed = false;

  protected override firstUpdated(_changed: PropertyValues): void {
    const { im } = this.host;
    if (!im) return;
    first(im.views.conversations({ limit: most, show: 'all' })).then(
      (rows) => {
        this.rows = rows.filter((row) => !row.me.left);
      },
      () => this.close(),
    );
  }

  protected override heading(): string {
    return this.l.t('forwardTo');
  }

  #name(row: ConversationRow): string {
    return conversationName(row, this.me, this.l) || this.l.t('conversation');
  }

  #found(): ConversationRow[] {
    const words = fold(this.filter).split(/\s+/).filter(Boolean);
    return (this.rows ?? []).filter((row) => {
      const name = fold(this.#name(row));
      return words.every((word) => name.includes(word));
    });
  }

  /** Up and Down go among the field and the conversations; Enter chooses one, and sends where that is chosen. */
  #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const inputs = [...this.renderRoot.querySelectorAll('input')];
    const at = inputs.indexOf(event.target as HTMLInputElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (at < 0 || (to === undefined && event.key !== 'Enter')) return;
    event.preventDefault();
    if (to !== undefined) {
      inputs[to]?.focus();
      return;
    }
    // In the field it is the first that was found.
    const box = inputs[at || (this.filter ? 1 : 0)]!;
    if (box.type === 'checkbox' && !box.checked) {
      box.click();
      if (at === 0) inputs[0]!.select();
    } else if (this.chosen.size > 0) void this.#send();
  };

  protected override content(): TemplateResult {
    const { l, row } = this;
    const found = this.#found();
    return html`<div class="preview" dir="auto">${lineOf(row, l)}</div>
      <input
        type="search"
        autofocus
        aria-label=${l.t('findConversation')}
        placeholder=${l.t('findConversation')}
        autocomplete="off"
        @keydown=${this.#onKey}
        @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
      />
      <div class="scroll" role="group" aria-label=${l.t('conversations')} @keydown=${this.#onKey}>
        ${
          this.rows && found.length === 0
            ? html`<div class="none">${l.t('noneFound')}</div>`
            : repeat(
                found.slice(0, shown),
                (each) => each.id,
                (each) => this.#choice(each),
              )
        }
      </div>
      ${this.failed ? html`<p class="problem" role="alert">${l.t('forwardFailed')}</p>` : nothing}
      <div class="acts">
        <button class="act" @click=${() => this.close()}>${l.t('cancel')}</button>
        <button class="act main" ?disabled=${this.chosen.size === 0 || this.busy} @click=${this.#send}>
          ${l.t('send')}
        </button>
      </div>`;
  }

  #choice(row: ConversationRow): TemplateResult {
    const name = this.#name(row);
    return html`<label class="person">
      ${avatar(conversationFace(row, this.me, name))}
      <span class="who"><bdi>${name}</bdi></span>
      <input
        type="checkbox"
        .checked=${this.chosen.has(row.id)}
        @change=${(event: Event) => this.#choose(row.id, (event.target as HTMLInputElement).checked)}
      />
    </label>`;
  }

  #choose(id: ConversationId, on: boolean): void {
    const chosen = new Set(this.chosen);
    if (on) chosen.add(id);
    else chosen.delete(id);
    this.chosen = chosen;
  }

  #send = async (): Promise<void> => {
    const { im } = this.host;
    if (!im || this.busy) return;
    this.busy = true;
    this.failed = false;
    try {
      await forward(im, this.row, [...this.chosen], (id) => this.#choose(id, false));
      this.close();
    } catch {
      this.failed = true;
    } finally {
      this.busy = false;
    }
  };
}

define('tim-forward-dialog', TimForwardDialog);

export function openForward(
  host: TimElement,
  l: Localize,
  me: string | undefined,
  row: MessageRow,
): Promise<void> {
  const dialog = document.createElement('tim-forward-dialog') as TimForwardDialog;
  Object.assign(dialog, { row, me });
  return dialog.open(host, l);
}
