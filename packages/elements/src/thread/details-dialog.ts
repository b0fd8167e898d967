import type { Member } from '@tokenim/protocol';
import type { ConversationRow, MessageRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { define, type TimElement } from '../base/element.js';
import { fullTime } from '../base/format.js';
import type { Localize } from '../base/localize.js';
import { avatar, memberName, others, personName } from '../base/people.js';
import { MessageDialog } from './message-dialog.js';

/** When a message was sent and edited, who has it and has read it (by their pointers), and who reacted. */
class TimDetailsDialog extends MessageDialog {
  row!: MessageRow;
  me: string | undefined;
  conversation: ConversationRow | undefined;

  protected override heading(): string {
    return this.l.t('details');
  }

  protected override content(): TemplateResult {
    const { l, row, me, conversation } = this;
    const people = conversation ? others(conversation, me).filter(({ id }) => id !== row.sender) : [];
    const read = people.filter((member) => (member.read ?? 0) >= row.seq);
    const delivered = people.filter((member) => !read.includes(member) && (member.delivered ?? 0) >= row.seq);
    const rest = people.filter((member) => !read.includes(member) && !delivered.includes(member));
    const reactions = (row.reactions ?? []).flatMap(({ emoji, users }) =>
      users.map((user) => ({ emoji, user })),
    );
    return html`<div class="scroll" tabindex="0">
        <dl>
          <dt>${l.t('stateSent')}</dt>
          <dd>${fullTime(l, row.ts)}</dd>
          ${
            row.edited
              ? html`<dt>${l.t('editedAt')}</dt>
                <dd>${fullTime(l, row.edited.ts)}</dd>`
              : nothing
          }
        </dl>
        ${this.#people(l.t('readBy'), read)} ${this.#people(l.t('deliveredTo'), delivered)}
        ${this.#people(l.t('notYetTo'), rest)}
        ${
          reactions.length > 0
            ? html`<h3>${l.t('reactions')}</h3>
              ${reactions.map(
                ({ emoji, user }) => html`<div class="person">
                  ${avatar(conversation?.members?.find(({ id }) => id === user) ?? { id: user })}
                  <span class="who"
                    ><bdi>${user === me ? l.t('youName') : memberName(conversation, user, l)}</bdi></span
                  >
                  <span>${emoji}</span>
                </div>`,
              )}`
            : nothing
        }
      </div>
      <div class="acts">
        <button class="act" autofocus @click=${() => this.close()}>${l.t('close')}</button>
      </div>`;
  }

  #people(words: string, people: readonly Member[]): TemplateResult | typeof nothing {
    if (people.length === 0) return nothing;
    return html`<h3>${words}</h3>
      ${people.map(
        (member) => html`<div class="person">
          ${avatar(member)}<span class="who"><bdi>${personName(member, this.l)}</bdi></span>
        </div>`,
      )}`;
  }
}

define('tim-details-dialog', TimDetailsDialog);

export function openDetails(
  host: TimElement,
  l: Localize,
  me: string | undefined,
  conversation: ConversationRow | undefined,
  row: MessageRow,
): Promise<void> {
  const dialog = document.createElement('tim-details-dialog') as TimDetailsDialog;
  Object.assign(dialog, { row, me, conversation });
  return dialog.open(host, l);
}
