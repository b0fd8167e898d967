import type { ConnectionState, OutboxSummary } from '@tokenim/store';
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { define, TimElement } from '../base/element.js';
import { Watch } from '../base/watch.js';
import { circleAlertIcon, clockIcon, cloudOffIcon, loaderCircleIcon } from '../icons.js';
import { base } from '../theme/base.styles.js';
import { theme } from '../theme/theme.js';
import { styles } from './connection-status.styles.js';

/** A state that is over within this time (ms) is not told. */
const briefTime = 1_000;

interface Notice {
  icon: TemplateResult;
  words: string;
  tone: '' | 'warning' | 'danger';
  /** Not worth a word if it is over soon. */
  brief?: true;
}

/**
 * Says what the reader should know about the connection and about unsent messages; takes no room when all is well.
 *
 * @summary State of the connection.
 * @element tim-connection-status
 * @csspart notice - One line.
 * @cssproperty --tim-accent - See the theme for all variables.
 */
export class TimConnectionStatus extends TimElement {
  static override styles = [theme, base, styles];

  #connection = new Watch<ConnectionState>(this, {
    source: (client) => client.views.connection(),
    deps: () => [],
  });
  #outbox = new Watch<OutboxSummary>(this, { source: (client) => client.views.outbox(), deps: () => [] });

  #notices(): Notice[] {
    const connection = this.#connection.value;
    if (!connection) return [];
    const notices: Notice[] = [];
    const { waiting, failed } = this.#outbox.value ?? { waiting: 0, failed: 0 };
    if (connection.status === 'refused')
      notices.push({
        icon: circleAlertIcon,
        words: this.l.t(connection.code === '4406' ? 'refusedVersion' : 'refused'),
        tone: 'danger',
      });
    else if (connection.status === 'offline')
      notices.push({ icon: cloudOffIcon, words: this.l.t('offline'), tone: 'warning' });
    else if (connection.status === 'connecting')
      notices.push({
        icon: html`<span class="spin">${loaderCircleIcon}</span>`,
        words: this.l.t('connecting'),
        tone: '',
        brief: true,
      });
    if (connection.storage === 'memory')
      notices.push({ icon: circleAlertIcon, words: this.l.t('memoryOnly'), tone: 'warning' });
    // While on-line, what waits is gone before it could be read.
    if (waiting > 0 && connection.status !== 'online')
      notices.push({
        icon: clockIcon,
        words: this.l.t('unsent', { n: waiting }),
        tone: connection.status === 'offline' ? 'warning' : '',
        ...(connection.status === 'connecting' || connection.status === 'syncing' ? { brief: true } : {}),
      });
    if (failed > 0)
      notices.push({ icon: circleAlertIcon, words: this.l.t('failedCount', { n: failed }), tone: 'danger' });
    return notices;
  }

  /** A brief state has lasted long enough to be told. */
  @state() private lasting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override render(): TemplateResult {
    const notices = this.#notices();
    if (!notices.some((notice) => notice.brief)) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.lasting = false;
    } else if (!this.lasting) this.#timer ??= setTimeout(() => (this.lasting = true), briefTime);
    const shown = notices.filter((notice) => this.lasting || !notice.brief);
    return html`<div class="root" lang=${this.l.tag} dir=${this.l.dir} role="status" aria-live="polite">
      ${shown.map(
        (notice) => html`<div class="bar ${notice.tone}" part="notice">
          ${notice.icon}<span>${notice.words}</span>
        </div>`,
      )}
    </div>`;
  }
}

define('tim-connection-status', TimConnectionStatus);

declare global {
  interface HTMLElementTagNameMap {
    'tim-connection-status': TimConnectionStatus;
  }
}
