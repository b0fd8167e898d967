import type { MessageRow } from '@tokenim/store';
import { html, type TemplateResult } from 'lit';
import { define, type TimElement } from '../base/element.js';
import type { Localize } from '../base/localize.js';
import { MessageDialog } from './message-dialog.js';

/** Asks before a message is deleted for everyone. */
class TimDeleteDialog extends MessageDialog {
  row!: MessageRow;

  protected override heading(): string {
    return this.l.t('deleteAsk');
  }

  protected override content(): TemplateResult {
    return html`<p class="note">${this.l.t('deleteNote')}</p>
      <div class="acts">
        <button class="act" autofocus @click=${() => this.close()}>${this.l.t('cancel')}</button>
        <button class="act danger" @click=${this.#remove}>${this.l.t('remove')}</button>
      </div>`;
  }

  #remove = (): void => {
    const { row, host } = this;
    this.close();
    host.im?.remove(row.conversation, row.cid).catch(() => {});
  };
}

define('tim-delete-dialog', TimDeleteDialog);

export function openDelete(host: TimElement, l: Localize, row: MessageRow): Promise<void> {
  const dialog = document.createElement('tim-delete-dialog') as TimDeleteDialog;
  dialog.row = row;
  return dialog.open(host, l);
}
