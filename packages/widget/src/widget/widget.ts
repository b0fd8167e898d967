import type { Client, createClient } from '@tokenim/client';
import { base, theme } from '@tokenim/elements/theme';
import type { ConversationId } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { Identity, WidgetEvents, WidgetMethods } from '../api.js';
import { createLauncher, icon, launcherStyles } from '../loader/launcher.js';
import { Chat } from '../session/chat.js';
import { FirstMessages } from '../session/first-messages.js';
import { TimWidgetEvent } from './event.js';
import { chevronDown } from './icons.js';
import { Viewport } from './viewport.js';
import { panel } from './views.js';
import { styles } from './widget.styles.js';
import { type Words, widgetWords } from './words.js';

/** As long as the panel takes to leave, in ms; see the styles. */
const closing = 150;

/**
 * The launcher and the panel of a site's chat. A visitor has one support conversation, made with the first
 * message; a person the site knows sees all of theirs.
 *
 * Phases: closed (nothing but the launcher; a client runs only if asked to), open, leaving (still drawn, for the
 * motion). The thread is in the page only while open, so nothing is marked read that nobody sees.
 *
 * @summary The chat in the corner of a page.
 * @element tim-widget
 * @fires {TimWidgetEvent} tim-ready - The element can be used.
 * @fires {TimWidgetEvent} tim-open - The panel opened.
 * @fires {TimWidgetEvent} tim-close - The panel closed.
 * @fires {TimWidgetEvent} tim-unread - `detail.count` is the number on the badge.
 * @fires {TimWidgetEvent} tim-message - Somebody else wrote; `detail` says who, where and what.
 * @fires {TimWidgetEvent} tim-consent - `detail.granted`: the visitor agreed, or the site said so.
 * @csspart launcher - The round button.
 * @csspart panel - The panel.
 * @cssproperty --tim-accent - The brand's colour; the theme of the elements lists all variables.
 */
export class TimWidget extends LitElement implements WidgetMethods {
  static override styles = [theme, base, unsafeCSS(launcherStyles), styles];

  /** The app's id. */
  @property() app = '';
  /** The chat server, `https://chat.example.org`. Default the page's own origin. */
  @property() endpoint = '';
  /** `light`, `dark` or `auto` (the system's). Default: the page's `color-scheme`. */
  @property({ reflect: true, useDefault: true }) theme = '';
  /** Corner at the bottom: `end` or `start`. */
  @property({ reflect: true, useDefault: true }) position = '';
  /** BCP 47 tag. Default the page's language. */
  @property({ reflect: true, useDefault: true }) override lang = '';
  /** Whose chat it is, at the top of the panel. */
  @property() heading = '';
  /** The question on the first screen. */
  @property() greeting = '';
  /** `required`: nothing is stored and nothing connects before `consent()`. */
  @property({ attribute: 'consent' }) consentSetting = '';
  /** For pages with a button of their own. */
  @property({ type: Boolean, attribute: 'without-launcher' }) withoutLauncher = false;
  /** Read it; `open()` and `close()` change it. */
  @property({ type: Boolean, reflect: true }) opened = false;

  /** Makes the client; for tests. */
  createClient: typeof createClient | undefined;

  @state() private leaving = false;
  @state() private conversation: ConversationId | undefined;
  @state() private listing = false;
  @state() private rows: ConversationRow[] | undefined;
  @state() private firstText = '';
  @query('dialog') private dialog!: HTMLDialogElement | null;

  #chat: Chat | undefined;
  #first: FirstMessages | undefined;
  #client: Client | undefined;
  #stops: (() => void)[] = [];
  #unread = 0;
  #wanted = false;
  #button: HTMLButtonElement | undefined;
  readonly #badge = Object.assign(document.createElement('span'), { className: 'badge' });
  readonly #viewport = new Viewport(this);
  readonly #pageLang = new MutationObserver(() => this.requestUpdate());
  #leaveTimer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#pageLang.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
    this.addEventListener('keydown', this.#onKey);
    this.#takeLauncher();
    if (this.#wanted || this.opened) void this.#start(this.opened);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pageLang.disconnect();
    this.removeEventListener('keydown', this.#onKey);
    void this.#chat?.stop();
  }

  /** The loader's button stays; without a loader one is made. */
  #takeLauncher(): void {
    if (this.#button) return;
    const root = this.renderRoot as ShadowRoot;
    this.#button = root.querySelector<HTMLButtonElement>('.launcher') ?? undefined;
    if (!this.#button) {
      this.#button = createLauncher('');
      this.#button.addEventListener('click', () => void this.toggle());
      root.append(this.#button);
    }
    this.#button.append(icon(chevronDown), this.#badge);
  }

  /** Whether storing and connecting are allowed. */
  get allowed(): boolean {
    return this.consentSetting !== 'required' || this.chat.local.get('consent') === '1';
  }

  get chat(): Chat {
    this.#chat ??= new Chat({
      app: this.app,
      endpoint: this.endpoint || location.origin,
      create: this.createClient,
      changed: () => this.#onChat(),
    });
    return this.#chat;
  }

  /** Messages written before there is anybody to send them as. */
  get first(): FirstMessages {
    this.#first ??= new FirstMessages(this.app, this.chat.local);
    return this.#first;
  }

  /** The language in use. */
  get language(): string {
    return this.lang || document.documentElement.lang || navigator.language;
  }

  async open(): Promise<void> {
    clearTimeout(this.#leaveTimer);
    this.leaving = false;
    if (!this.opened) {
      this.opened = true;
      this.#viewport.watch(true);
      if (this.allowed) this.firstText = this.chat.local.get('draft') ?? '';
      this.#route();
      await this.updateComplete;
      if (this.dialog && !this.dialog.open) {
        if (this.#viewport.isSmall) this.dialog.showModal();
        else this.dialog.show();
      }
      this.#emit('open');
      void this.#start(true);
    }
    await this.updateComplete;
    this.#focusInside();
  }

  async close(): Promise<void> {
    if (!this.opened) return;
    const hadFocus = this.matches(':focus-within');
    this.opened = false;
    this.leaving = true;
    this.#viewport.watch(false);
    this.#emit('close');
    await this.updateComplete;
    if (hadFocus) this.#button?.focus();
    this.#leaveTimer = setTimeout(() => {
      this.leaving = false;
    }, closing);
  }

  toggle(): Promise<void> {
    return this.opened ? this.close() : this.open();
  }

  async connect(): Promise<void> {
    this.#wanted = true;
    await this.#start(false);
  }

  async identify(identity: Identity): Promise<void> {
    await this.chat.identify(identity);
    if (this.#wanted || this.opened) void this.#start(this.opened);
  }

  async signOut(): Promise<void> {
    this.firstText = '';
    await this.chat.signOut();
    if (this.opened) void this.#start(true);
  }

  async setLocale(lang: string): Promise<void> {
    this.lang = lang;
    await this.updateComplete;
  }

  async consent(granted = true): Promise<void> {
    this.consentSetting = granted ? 'granted' : 'required';
    if (!granted) {
      await this.chat.signOut();
      this.chat.local.remove('consent');
      this.chat.local.remove('draft');
    } else if (this.opened || this.#wanted) void this.#start(this.opened);
    this.#emit('consent', { granted });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another app or server is another chat.
    if (this.hasUpdated && (changed.has('app') || changed.has('endpoint'))) {
      void this.#chat?.stop();
      this.#chat = undefined;
      this.#first = undefined;
      if (this.opened) void this.#start(true);
    }
  }

  protected override firstUpdated(): void {
    this.#emit('ready');
  }

  protected override updated(): void {
    const button = this.#button!;
    const words = this.#words;
    const number = new Intl.NumberFormat(this.language);
    const count = this.#unread > 99 ? `${number.format(99)}+` : number.format(this.#unread);
    button.hidden = this.withoutLauncher;
    button.ariaExpanded = String(this.opened);
    button.ariaLabel = this.opened ? words.close : this.#unread ? words.openUnread(count) : words.open;
    this.#badge.textContent = this.#unread && !this.opened ? count : '';
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.opened && !this.leaving) return nothing;
    const rtl = /^(ar|fa|he|ur)\b/i.test(this.language);
    return html`<dialog
      class=${classMap({ panel: true, leaving: this.leaving, 'from-left': this.#viewport.isLeft })}
      part="panel"
      tabindex="-1"
      aria-label=${this.heading || this.#words.chat}
      @cancel=${this.#onCancel}
    >
      <div class="inside ${this.#isHome ? 'home' : ''}" dir=${rtl ? 'rtl' : 'ltr'} lang=${this.language}>
        ${panel({
          words: this.#words,
          locale: this.language,
          heading: this.heading,
          greeting: this.greeting,
          client: this.#client,
          rows: this.rows,
          conversation: this.conversation,
          listing: this.listing,
          home: this.#isHome,
          allowed: this.allowed,
          unreachable: this.chat.unreachable,
          unsent: this.allowed ? this.first.texts : [],
          firstText: this.firstText,
          onFirstText: (text) => this.#onFirstText(text),
          onFirstSend: () => void this.#sendFirst(),
          onFirstFiles: (files) => void this.#sendFiles(files),
          onAgree: () => void this.#agree(),
          onClose: () => void this.close(),
          onBack: () => this.#show(undefined, true),
          onSelect: (id) => this.#show(id, false),
          onStart: () => this.#show(this.#support?.id, false),
        })}
      </div>
    </dialog>`;
  }

  get #words(): Words {
    return widgetWords(this.language, () => this.requestUpdate());
  }

  get #isHome(): boolean {
    if (this.conversation || this.listing) return false;
    return !this.allowed || this.rows !== undefined || !this.#isReturning;
  }

  /** Somebody chatted here before: show nothing until what is on the disk is read. */
  get #isReturning(): boolean {
    return this.chat.local.get('used') === '1' && !this.chat.unreachable;
  }

  get #support(): ConversationRow | undefined {
    return this.rows?.find((row) => row.kind === 'support' && !row.me.left);
  }

  async #start(create: boolean): Promise<void> {
    if (!this.allowed || !this.isConnected) return;
    await this.chat.start({ create });
  }

  /** The client came, went or changed. */
  #onChat(): void {
    const { client } = this.chat;
    this.requestUpdate();
    if (client === this.#client) return;
    for (const stop of this.#stops.splice(0)) stop();
    this.#client = client;
    this.rows = undefined;
    this.conversation = undefined;
    this.listing = false;
    this.#setUnread(0);
    if (!client) return;
    this.#stops = [
      client.views.conversations({ limit: 100 }).subscribe((rows) => this.#onRows(rows)),
      client.views.unread().subscribe((count) => this.#setUnread(count)),
      client.on('message', (message) => this.#emit('message', message)),
    ];
  }

  #onRows(rows: ConversationRow[]): void {
    const first = this.rows === undefined;
    this.rows = rows;
    if (rows.length > 0) this.chat.local.set('used', '1');
    if (first) void this.#sendWaiting();
    this.#route();
  }

  /** Where to begin: the one conversation there is, the list where there are several, else the first screen. */
  #route(): void {
    const { rows } = this;
    if (!rows || this.conversation || this.listing) return;
    if (this.chat.isVisitor || rows.length < 2) this.conversation = (this.#support ?? rows[0])?.id;
    else this.listing = true;
    // What had the focus is gone from the page with this.
    if (this.opened && this.matches(':focus')) void this.updateComplete.then(() => this.#focusInside());
  }

  #show(conversation: ConversationId | undefined, listing: boolean): void {
    // Who is writing goes on writing: the keyboard of a phone stays.
    const writing = this.shadowRoot?.activeElement?.id === 'first';
    this.conversation = conversation;
    this.listing = listing;
    void this.updateComplete.then(() => this.#focusInside(writing));
  }

  #onFirstText(text: string): void {
    this.firstText = text;
    if (text) this.chat.local.set('draft', text);
    else this.chat.local.remove('draft');
  }

  async #sendFirst(): Promise<void> {
    const text = this.firstText.toWellFormed().replaceAll('\0', '');
    this.#onFirstText('');
    this.first.add(text);
    await this.#sendWaiting();
  }

  /** Sends what waits, into the support conversation, which is made now if there is none. */
  async #sendWaiting(): Promise<void> {
    this.requestUpdate();
    const client = this.#client;
    if (!client || !this.rows || this.first.texts.length === 0) return;
    const conversation = await this.first.send(client, this.#support?.id);
    if (client !== this.#client || !conversation) return;
    this.chat.local.set('used', '1');
    this.#show(conversation, false);
  }

  async #sendFiles(files: File[]): Promise<void> {
    const client = this.#client;
    if (!client) return;
    const conversation = this.#support?.id ?? (await client.create({ type: 'support' }));
    for (const file of files) await client.sendFile(conversation, file, { name: file.name });
    this.#show(conversation, false);
  }

  async #agree(): Promise<void> {
    this.chat.local.set('consent', '1');
    await this.consent(true);
    await this.updateComplete;
    this.#focusInside();
  }

  #setUnread(count: number): void {
    if (count === this.#unread) return;
    this.#unread = count;
    this.requestUpdate();
    this.#emit('unread', { count });
  }

  #emit<K extends keyof WidgetEvents>(name: K, detail?: WidgetEvents[K]): void {
    this.dispatchEvent(new TimWidgetEvent(name, detail));
  }

  /** Into what one writes in; on touch screens only into the panel, for the keyboard would hide it. */
  #focusInside(writing = false): void {
    const target = this.renderRoot.querySelector<HTMLElement>(
      'tim-composer, #first, .primary, tim-conversation-list',
    );
    const wanted = writing || !matchMedia('(pointer: coarse)').matches || target?.matches('.primary');
    if (target && wanted) target.focus();
    else this.dialog?.focus();
  }

  #onCancel = (event: Event): void => {
    event.preventDefault();
    void this.close();
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !this.opened) return;
    event.preventDefault();
    void this.close();
  };
}

if (!customElements.get('tim-widget')) customElements.define('tim-widget', TimWidget);

declare global {
  interface HTMLElementTagNameMap {
    'tim-widget': TimWidget;
  }
}
