import type { Reaction } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { memberName } from '../base/people.js';
import { circleAlertIcon } from '../icons.js';
import { rotateCwIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import type { RowContext } from './row-context.js';

export { moreStyles } from './more-rows.styles.js';
export { noteTemplate } from './notes.js';

addEnglish(more);

/** Why a message was not sent, and what can be done about it. Its text stays. */
export function failureTemplate(row: MessageRow, c: RowContext): TemplateResult {
  const tab = row.cid === c.active ? 0 : -1;
  return html`<div class="failure">
    ${circleAlertIcon}${c.l.t('failedWhy', { why: c.l.why(row.failure?.code) })}
    <div class="failure-acts">
      <button class="text-button" tabindex=${tab} @click=${() => c.actions.retry(row.cid)}>
        ${rotateCwIcon}${c.l.t('retry')}
      </button>
      <button class="text-button" tabindex=${tab} @click=${() => c.actions.discard(row.cid)}>
        ${c.l.t('discard')}
      </button>
    </div>
  </div>`;
}

/** The reactions to a message, each with how many there are and who; the reader's own are marked. */
export function chipsTemplate(
  reactions: readonly Reaction[],
  row: MessageRow,
  c: RowContext,
): TemplateResult[] {
  return reactions
    .filter(({ users }) => users.length > 0)
    .map(({ emoji, users }) => {
      const mine = users.some((user) => user === c.me);
      return html`<button
        class="chip"
        tabindex=${row.cid === c.active ? 0 : -1}
        aria-pressed=${mine ? 'true' : 'false'}
        aria-label=${c.l.t('reactionBy', { emoji, n: users.length })}
        title=${users.map((user) => memberName(c.conversation, user, c.l)).join(', ')}
        @click=${() => c.actions.react(row, emoji, !mine)}
      >
        <span>${emoji}</span><span class="tabular">${c.l.number(users.length)}</span>
      </button>`;
    });
}

/** Who writes just now. */
export function typingTemplate(
  users: readonly string[],
  { l, me, conversation }: RowContext,
): TemplateResult | typeof nothing {
  const names = users.filter((user) => user !== me).map((user) => memberName(conversation, user, l));
  if (names.length === 0) return nothing;
  const words =
    names.length === 1
      ? l.t('typingOne', { name: names[0]! })
      : names.length === 2
        ? l.t('typingTwo', { a: names[0]!, b: names[1]! })
        : l.t('typingMany', { n: names.length });
  return html`<div class="typing">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${words}</span>
  </div>`;
}
