import type { Client, createClient } from '@tokenim/client';
import { tagOf } from '@tokenim/elements/locales';
import { rehearse } from '@tokenim/elements/rehearse';
import { base, theme } from '@tokenim/elements/theme';
import type { ConversationRow } from '@tokenim/store';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Identity, WidgetEvents, WidgetMethods } from '../api.js';
import { Chat } from '../session/chat.js';
import { focusInside, onPanelKey, showDialog } from './dialog.js';
import { TimWidgetEvent } from './event.js';
import { FirstWriting } from './first-writing.js';
import { adoptLauncher, drawLauncher } from './launcher-button.js';
import { NoticesLoader } from './notices/loader.js';
import { Trail } from './trail.js';
import { Viewport } from './viewport.js';
import { panel } from './views.js';
import { styles } from './widget.styles.js';
import { type FirstWords, widgetWords } from './words.js';

/** As long as the panel takes to leave, in ms; see the styles. */
const closing = 150;

/**
 * The launcher and the panel of a site's chat. A visitor has one support conversation, made with the first
 * message; a person the site knows sees all of theirs.
 *
 * Phases: closed (nothing but the launcher; a client runs only if asked to), ahead (pointed at by somebody whose
 * conversations are known: the panel is made, but not displayed, so that nothing is marked read that nobody sees),
 * open, leaving (still drawn, for the motion).
 *
 * The panel is a dialog: beside the page and not modal where there is room, and over all of it and modal where the
 * screen is small, so that neither the keyboard nor a screen reader gets lost behind it.
 *
 * @slot home - What the site shows on the home view, below its words.
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
 * @csspart home - Home, with the site's words.
 * @csspart hours - When somebody answers.
 * @csspart settings - What a person can choose.
 * @cssproperty [--tim-offset-x=16px] - Distance of the launcher from the side.
 * @cssproperty [--tim-offset-y=16px] - Distance of the launcher from the bottom.
 * @cssproperty [--tim-panel-width=400px] - Width of the panel where it does not fill the screen; 320 px at least.
 * @cssproperty [--tim-panel-height=640px] - Its height, where there is so much room.
 * @cssproperty --tim-accent - The brand's colour; the theme of the elements lists all variables.
 */
export class TimWidget extends LitElement implements WidgetMethods {
  static override styles = [theme, base, styles];

  /** Puts the button into a root that a loader has not put it into. Internal: set where there is no loader. */
  static addLauncher: ((root: ShadowRoot, widget: TimWidget) => void) | undefined;

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
  /** The question on the home view. */
  @property() greeting = '';
  /** The line below it. */
  @property() lead = '';
  /** When somebody answers, in the site's words: `Mon to Fri, 9 to 5. We answer within the hour.` */
  @property() hours = '';
  /**
   * Where the panel begins. Default: at home, but who has one conversation goes straight there. `always` begins at
   * home; `never` begins with the list where there are several conversations.
   */
  @property() home: '' | 'always' | 'never' = '';
  /** A conversation to open, as `openConversation` does: its id, or `id/seq` for one message of it. */
  @property() conversation = '';
  /** No sound, count in the title or notification; the badge alone counts. */
  @property({ type: Boolean, attribute: 'without-notices' }) withoutNotices = false;
  /** `required`: nothing is stored and nothing connects before `consent()`. */
  @property({ attribute: 'consent' }) consentSetting = '';
  /** For pages with a button of their own. */
  @property({ type: Boolean, attribute: 'without-launcher' }) withoutLauncher = false;
  /** Read it; `open()` and `close()` change it. */
  @property({ type: Boolean, reflect: true }) opened = false;

  /** Makes the client; for tests. */
  createClient: typeof createClient | undefined;

  @state() private ahead = false;
  @state() private leaving = false;
  // Internal, as all that the views are drawn from.
  /** The newest conversations, once they are known. */
  @state() rows: ConversationRow[] | undefined;
  client: Client | undefined;
  readonly trail = new Trail(this);
  readonly firstWriting = new FirstWriting(this);
  readonly notices = new NoticesLoader(this);

  #chat: Chat | undefined;
  #stops: (() => void)[] = [];
  #unread = 0;
  #wanted = false;
  #button: HTMLButtonElement | null = null;
  readonly #viewport = new Viewport(this, () => showDialog(this));
  readonly #pageLang = new MutationObserver(() => this.requestUpdate());
  #leaveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.addEventListener('keydown', (event) => onPanelKey(this, event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#pageLang.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
    addEventListener('hashchange', this.#onHash);
    this.#onHash();
    if (this.#wanted || this.opened) void this.#start(this.opened);
    // Taken out of the page while open, and put back.
    if (!this.opened || !this.hasUpdated) return;
    this.#viewport.watch(true);
    showDialog(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pageLang.disconnect();
    removeEventListener('hashchange', this.#onHash);
    this.#viewport.watch(false);
    void this.#chat?.stop();
  }

  /** The loader's root stays, with its button and the styles of it; without a loader both are made. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (!root.firstChild) TimWidget.addLauncher?.(root, this);
    const early = [...root.adoptedStyleSheets];
    super.createRenderRoot();
    root.adoptedStyleSheets.unshift(...early);
    this.#button = adoptLauncher(root);
    // A finger, too, is there some 50 ms before it presses.
    this.#button?.addEventListener('pointerenter', () => {
      this.ahead = this.rows !== undefined;
    });
    return root;
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

  /** The language in use. */
  get language(): string {
    return tagOf(this.lang || document.documentElement.lang || navigator.language);
  }

  async open(): Promise<void> {
    clearTimeout(this.#leaveTimer);
    this.leaving = false;
    if (!this.opened) {
      this.opened = true;
      this.notices.retry();
      this.#viewport.watch(true);
      this.trail.begin();
      await this.updateComplete;
      showDialog(this);
      this.#emit('open');
      void this.#start(true);
    } else focusInside(this);
  }

  async close(): Promise<void> {
    if (!this.opened) return;
    const hadFocus = this.matches(':focus-within');
    this.opened = false;
    this.ahead = false;
    this.leaving = true;
    this.trail.goal = undefined;
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

  async openConversation(conversation: string, seq?: number): Promise<void> {
    this.trail.goal = { conversation, seq };
    await this.open();
    this.#reach();
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
    this.chat.local.remove('draft');
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
      if (this.opened) void this.#start(true);
    }
    if (changed.has('conversation') && this.conversation) void this.openConversation(this.conversation);
  }

  protected override firstUpdated(): void {
    this.#emit('ready');
    void rehearse(this.renderRoot, () => !this.opened);
  }

  protected override updated(): void {
    if (this.#button) drawLauncher(this.#button, this, this.#unread);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.opened && !this.leaving && !this.ahead) return nothing;
    return html`<dialog
      class="panel ${this.leaving ? 'leaving' : ''}"
      part="panel"
      tabindex="-1"
      aria-label=${this.heading || this.words.chat}
      @cancel=${this.#onCancel}
      @close=${this.#onClosed}
    >
      <section class="inside ${this.isHome ? 'home' : ''} ${this.trail.going}" dir=${this.language.startsWith('ar') ? 'rtl' : 'ltr'} lang=${this.language}>
        ${panel(this)}
      </section>
    </dialog>`;
  }

  get words(): FirstWords {
    return widgetWords(this.language, () => this.requestUpdate());
  }

  get isHome(): boolean {
    const { view } = this.trail;
    if (view) return view.name === 'home' || view.name === 'start';
    // For somebody who chatted here before nothing is shown until what is on the disk is read.
    return !this.allowed || this.chat.unreachable || this.chat.local.get('used') !== '1';
  }

  /** The line at the top of the panel, if there is one. */
  get notice(): string {
    return this.trail.notice || (this.chat.unreachable && this.isHome ? this.words.unreachable : '');
  }

  get support(): ConversationRow | undefined {
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
    if (client === this.client) return;
    for (const stop of this.#stops.splice(0)) stop();
    this.client = client;
    this.rows = undefined;
    this.trail.reset();
    this.firstWriting.reset();
    this.notices.reset();
    this.#setUnread(0);
    if (!client) return;
    if (this.chat.local.get(`settings:${client.options.user}`)) void this.notices.get();
    this.#stops = [
      client.views.conversations({ show: 'all', limit: 100 }).subscribe((rows) => this.#onRows(rows)),
      client.views.unread().subscribe((count) => this.#setUnread(count)),
      client.on('message', (message) => {
        this.#emit('message', message);
        if (this.withoutNotices) return;
        this.notices.retry();
        void this.notices.get().then((notices) => notices?.message(message));
      }),
    ];
  }

  #onRows(rows: ConversationRow[]): void {
    const first = this.rows === undefined;
    this.rows = rows;
    if (rows.length > 0) this.chat.local.set('used', '1');
    if (first) void this.firstWriting.send();
    this.trail.begin();
    if (first) this.#reach();
  }

  /** Goes where a link leads, as soon as there is somebody to go there. */
  #reach(): void {
    if (this.trail.goal && this.rows) void link((module) => module.reach(this));
  }

  #onHash = (): void => {
    if (location.hash.startsWith('#tim=')) void link((module) => module.followHash(this));
  };

  /** Opens the bar that finds in the conversation; the button closes it again. */
  find(event?: Event): void {
    import('./find.js').then(
      (module) => module.find(this, event),
      () => {},
    );
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

  /** A phone's back gesture. Escape is a key first, and closes; see there. */
  #onCancel = (event: Event): void => {
    event.preventDefault();
    this.trail.back();
  };

  /** The browser closed it by itself, which it does when it is asked again at once. */
  #onClosed = (event: Event): void => {
    if (!(event.target as HTMLDialogElement).open) void this.close();
  };
}

/** Links are followed by code that is fetched for the first one; without network the next one tries again. */
const link = (follow: (module: typeof import('./deep-link.js')) => void) =>
  import('./deep-link.js').then(follow, () => {});

declare global {
  interface HTMLElementTagNameMap {
    'tim-widget': TimWidget;
  }
}
