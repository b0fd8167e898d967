import type { ConversationId, UserId } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { counterpart } from '../base/conversations.js';
import { define, TimElement } from '../base/element.js';
import { daysBetween, format, fullTime } from '../base/format.js';
import { type Localize, memo } from '../base/localize.js';
import { Ticker } from '../base/ticker.js';
import { Watch } from '../base/watch.js';
import { LiveSigns } from '../conversation-list/live-signs.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './presence.styles.js';

/**
 * Whether the other one of a conversation is there, in a word; for an agent in support that is the customer. Nothing
 * is said where several people could be meant, nor without network, when nobody knows.
 *
 * @summary Whether the other one of a conversation is there.
 * @element tim-presence
 * @csspart state - The mark and the words.
 */
export class TimPresence extends TimElement {
  static override styles = [theme, base, styles];

  /** Whose other one is meant. */
  @property() conversation: ConversationId | '' = '';

  /** Says when somebody who is not there was there last, too. */
  @property({ type: Boolean, attribute: 'with-last-seen' }) withLastSeen = false;

  #signs = new LiveSigns(this);
  #user = new Watch<{ id: UserId } | undefined>(this, {
    source: (client) => client.views.user(),
    deps: () => [],
  });
  #row = new Watch<ConversationRow | undefined>(this, {
    source: (client) => (this.conversation ? client.views.conversation(this.conversation) : undefined),
    deps: () => [this.conversation],
  });

  constructor() {
    super();
    new Ticker(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const me = this.#user.value?.id;
    const row = this.#row.value;
    const person = me && row ? counterpart(row, me) : undefined;
    this.#signs.look(person ? [person.id] : []);
    const { state, seen } = (person && this.#signs.presence(person.id)) ?? {};
    const { l } = this;
    const words =
      state === 'online' || state === 'away'
        ? l.t(state)
        : state && seen && this.withLastSeen
          ? l.t('lastSeen', { time: ago(l, seen, Date.now()) })
          : '';
    return words
      ? html`<span
          class="root state ${state}"
          part="state"
          lang=${l.tag}
          dir=${l.dir}
          title=${state === 'offline' ? fullTime(l, seen!) : nothing}
        >${words}</span>`
      : nothing;
  }
}

const relative = memo((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));

/** How long ago, as long as that is easily pictured; the date after a week. */
function ago(l: Localize, ts: number, now: number): string {
  const minutes = Math.max(1, Math.floor((now - ts) / 60_000));
  if (minutes < 60) return relative(l.tag).format(-minutes, 'minute');
  const days = daysBetween(ts, now);
  if (days === 0) return relative(l.tag).format(-Math.floor(minutes / 60), 'hour');
  if (days < 7) return relative(l.tag).format(-days, 'day');
  return format(l.tag, ts, { dateStyle: 'medium' });
}

addEnglish(more);
define('tim-presence', TimPresence);

declare global {
  interface HTMLElementTagNameMap {
    'tim-presence': TimPresence;
  }
}
