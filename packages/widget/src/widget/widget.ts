import type { Client, createClient } from '@tokenim/client';
import { tagOf } from '@tokenim/elements/locales';
import { base, theme } from '@tokenim/elements/theme';
import type { ConversationId } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Identity, WidgetEvents, WidgetMethods } from '../api.js';
import { icon } from '../loader/icon.js';
import { Chat } from '../session/chat.js';
import { FirstMessages } from '../session/first-messages.js';
import { TimWidgetEvent } from './event.js';
import { firstClient } from './first-client.js';
import { chevronDown } from './icons.js';
import type { Notices } from './notices/notices.js';
import { Viewport } from './viewport.js';
import { panel, type View } from './views.js';
import { styles } from './widget.styles.js';
import { type FirstWords, widgetWords } from './words.js';

/** As long as the panel takes to leave, in ms; see the styles. */
const closing = 150;

/**
 * The launcher and the panel of a site's chat. A visitor has one support conversation, made with the first
 * message; a person the site knows sees all of theirs.
 *
 * Phases: closed (nothing but the launcher; a client runs only if asked to), open, leaving (still drawn, for the
 * motion). The thread is in the page only while open, so nothing is marked read that nobody sees.
 *
 * The panel is a dialog: beside the page and not modal where there is room, and over all of it and modal where the
 * screen is small, so that neither the keyboard nor a screen reader gets lost behind it. Views lie on a trail, home
 * or list first; the back button, and a phone's back gesture, follow it.
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
 * @cssproperty [--tim-offset-x=16px] - Distance of the launcher from the side.
 * @cssproperty [--tim-offset-y=16px] - Distance of the launcher from the bottom.
 * @cssproperty [--tim-panel-width=400px] - Width of the panel where it does not fill the screen; 320 px at least.
 * @cssproperty [--tim-panel-height=640px] - Its height, where there is so much room.
 * @cssproperty --tim-accent - The brand's colour; the theme of the elements lists all variables.
 */
export class TimWidget extends LitElement implements WidgetMethods {
  static override styles = [theme, base, styles];

  /** Puts the button into a root that a loader has not put it into. Internal: set where there is no loader. */
  static addLauncher: ((root: ShadowRoot) => void) | undefined;

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

  @state() private leaving = false;
  /** The views passed, the present one last; empty until it is known where to begin. */
  @state() private trail: readonly View[] = [];
  #going: '' | 'on' | 'back' = '';
  #notice = '';
  /** The newest conversations, once they are known. Internal, as all that the views use is. */
  @state() rows: ConversationRow[] | undefined;

  #chat: Chat | undefined;
  #first: FirstMessages | undefined;
  #client: Client | undefined;
  #stops: (() => void)[] = [];
  #unread = 0;
  #wanted = false;
  #button: HTMLButtonElement | undefined;
  readonly #badge = Object.assign(document.createElement('span'), { className: 'badge' });
  readonly #viewport = new Viewport(this, () => void this.#showDialog());
  /** Where a link leads; kept until it is reached, the person goes elsewhere, or closes. */
  goal: { conversation: string; seq: number | undefined } | undefined;
  /** What finds in this conversation, over its thread, once somebody wants to. */
  bar: ((conversation: ConversationId) => TemplateResult | undefined) | undefined;
  /** Where the first message is written to. */
  readonly firstClient = firstClient({
    draft: () => this.chat.local.get('draft'),
    setDraft: (text) => (text ? this.chat.local.set('draft', text) : this.chat.local.remove('draft')),
    send: (text) => {
      this.#firstMessages.add(text);
      return this.#sendWaiting();
    },
    sendFile: async (file, options) => {
      const client = this.#client!;
      if (!this.#support) this.#made ??= client.create({ type: 'support' });
      const conversation = this.#support?.id ?? (await this.#made!);
      await client.sendFile(conversation, file, options);
      this.#begun(conversation);
    },
  });
  #notices: Promise<Notices | undefined> | undefined;
  /** Their code could not be fetched. Drawing does not ask again: the next opening, message or press does. */
  @state() noticesFailed = false;
  readonly #pageLang = new MutationObserver(() => this.requestUpdate());
  #hadRows = false;
  /** The conversation of the first files, which come one by one. */
  #made: Promise<ConversationId> | undefined;
  #leaveTimer: ReturnType<typeof setTimeout> | undefined;

  private get dialog(): HTMLDialogElement | null | undefined {
    return this.shadowRoot?.querySelector('dialog');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#pageLang.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
    this.addEventListener('keydown', this.#onKey);
    addEventListener('hashchange', this.#onHash);
    this.#onHash();
    if (this.#wanted || this.opened) void this.#start(this.opened);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pageLang.disconnect();
    this.removeEventListener('keydown', this.#onKey);
    removeEventListener('hashchange', this.#onHash);
    this.#viewport.watch(false);
    void this.#chat?.stop();
  }

  /** The loader's root stays, with its button and the styles of it; without a loader both are made. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    let root = this.shadowRoot;
    if (!root) {
      root = this.attachShadow({ mode: 'open' });
      TimWidget.addLauncher?.(root);
      root.firstElementChild?.addEventListener('click', () => void this.toggle());
    }
    const early = [...root.adoptedStyleSheets];
    super.createRenderRoot();
    root.adoptedStyleSheets.unshift(...early);
    this.#button = root.querySelector<HTMLButtonElement>('.launcher') ?? undefined;
    this.#button?.append(icon(chevronDown), this.#badge);
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

  get #firstMessages(): FirstMessages {
    this.#first ??= new FirstMessages(this.app, this.chat.local);
    return this.#first;
  }

  /** Messages written before there is anybody to send them as. */
  get unsent(): string[] {
    return this.allowed ? this.#firstMessages.texts : [];
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
      this.retryNotices();
      this.#viewport.watch(true);
      this.#route();
      await this.updateComplete;
      this.#showDialog();
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
    this.goal = undefined;
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
    this.goal = { conversation, seq };
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
      this.#first = undefined;
      if (this.opened) void this.#start(true);
    }
    if (changed.has('conversation') && this.conversation) void this.openConversation(this.conversation);
  }

  protected override firstUpdated(): void {
    this.#emit('ready');
  }

  protected override updated(): void {
    const button = this.#button;
    if (!button) return;
    const words = this.words;
    const number = new Intl.NumberFormat(this.language);
    const count = this.#unread > 99 ? `${number.format(99)}+` : number.format(this.#unread);
    button.hidden = this.withoutLauncher;
    button.ariaExpanded = String(this.opened);
    button.ariaLabel = this.opened ? words.close : this.#unread ? words.openUnread(count) : words.open;
    this.#badge.textContent = this.#unread && !this.opened ? count : '';
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.opened && !this.leaving) return nothing;
    return html`<dialog
      class="panel ${this.leaving ? 'leaving' : ''}"
      part="panel"
      tabindex="-1"
      aria-label=${this.heading || this.words.chat}
      @cancel=${this.#onCancel}
      @close=${this.#onClosed}
    >
      <div class="inside ${this.isHome ? 'home' : ''} ${this.#going}" dir=${this.language.startsWith('ar') ? 'rtl' : 'ltr'} lang=${this.language}>
        ${panel(this)}
      </div>
    </dialog>`;
  }

  get words(): FirstWords {
    return widgetWords(this.language, () => this.requestUpdate());
  }

  /** The present view; undefined while nothing is known of this person. */
  get view(): View | undefined {
    return this.trail.at(-1);
  }

  get client(): Client | undefined {
    return this.#client;
  }

  get isHome(): boolean {
    const { view } = this;
    if (view) return view.name === 'home' || view.name === 'start';
    return !this.allowed || !this.#isReturning;
  }

  /** The line at the top of the panel, if there is one. */
  get notice(): string {
    return this.#notice || (this.chat.unreachable && this.isHome ? this.words.unreachable : '');
  }

  /** Where the back button leads: the trail, or for who came straight to a conversation the place of the others. */
  get parents(): readonly View[] {
    if (this.trail.length > 1) return this.trail.slice(0, -1);
    const several = this.view?.name === 'thread' && (this.rows?.length ?? 0) > 1;
    return several ? [{ name: this.home === 'never' ? 'list' : 'home' }] : [];
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
    this.trail = [];
    this.#hadRows = false;
    this.#made = undefined;
    this.#setUnread(0);
    void this.#notices?.then((notices) => notices?.stop());
    this.#notices = undefined;
    this.noticesFailed = false;
    if (!client) return;
    if (this.chat.local.get(`settings:${client.options.user}`)) void this.notices();
    this.#stops = [
      client.views.conversations({ show: 'all', limit: 100 }).subscribe((rows) => this.#onRows(rows)),
      client.views.unread().subscribe((count) => this.#setUnread(count)),
      client.on('message', (message) => {
        this.#emit('message', message);
        if (this.withoutNotices) return;
        this.retryNotices();
        void this.notices().then((notices) => notices?.message(message));
      }),
    ];
  }

  #onRows(rows: ConversationRow[]): void {
    const first = this.rows === undefined;
    this.rows = rows;
    if (rows.length > 0) this.chat.local.set('used', '1');
    if (first) void this.#sendWaiting();
    this.#route();
    if (first) this.#reach();
  }

  /** What tells of messages, and what the person chose about it; fetched when there is something to tell. */
  notices(): Promise<Notices | undefined> {
    const client = this.#client!;
    this.#notices ??= import('./notices/notices.js').then(
      (module) => (client === this.#client ? new module.Notices(this, client) : undefined),
      () => {
        if (client === this.#client) this.noticesFailed = true;
        return undefined;
      },
    );
    return this.#notices;
  }

  /** Asks for their code once more, where it did not come. */
  retryNotices(): void {
    if (!this.noticesFailed) return;
    this.noticesFailed = false;
    this.#notices = undefined;
  }

  /** Goes where a link leads, as soon as there is somebody to go there. */
  #reach(): void {
    if (this.goal && this.rows) void link((module) => module.reach(this));
  }

  #onHash = (): void => {
    if (location.hash.startsWith('#tim=')) void link((module) => module.followHash(this));
  };

  /** Where to begin: the one conversation there is, else home, or the list where the site wants no home. */
  #route(): void {
    const { rows, home } = this;
    // Who has written nothing yet goes to what others write them.
    const empty = this.view?.name === 'home' && this.trail.length === 1 && !this.#hadRows;
    if (!rows || (this.view && !empty)) return;
    this.#hadRows = rows.length > 0;
    const only = this.chat.isVisitor || rows.length < 2 ? (this.#support ?? rows[0]) : undefined;
    if (only && home !== 'always') this.trail = [threadOf(only.id)];
    else this.trail = [{ name: home === 'never' && rows.length > 0 ? 'list' : 'home' }];
    // What had the focus is gone from the page with this.
    if (this.opened && this.matches(':focus')) void this.updateComplete.then(() => this.#focusInside());
  }

  /** To another view, with the present one behind it. */
  go(view: View, trail: readonly View[] = this.trail): void {
    this.#move([...trail, view], 'on');
  }

  /** Says something at the top of the panel until the next view. */
  tell(words: string): void {
    this.#notice = words;
    this.requestUpdate();
  }

  /** Opens the bar that finds in the conversation; the button closes it again. */
  find(event?: Event): void {
    import('./find.js').then(
      (module) => module.find(this, event),
      () => {},
    );
  }

  /** To the view before, or out. */
  back(): void {
    if (this.parents.length > 0) this.#move(this.parents, 'back');
    else void this.close();
  }

  #move(trail: readonly View[], going: 'on' | 'back'): void {
    // Who is writing goes on writing: the keyboard of a phone stays.
    const writing = this.shadowRoot?.activeElement?.localName === 'tim-composer';
    this.trail = trail;
    this.bar = undefined;
    this.#going = going;
    this.#notice = '';
    this.goal = undefined;
    void this.updateComplete.then(() => this.#focusInside(writing));
  }

  /** The conversation that was written to takes the place of the form. */
  #begun(conversation: ConversationId): void {
    this.go(threadOf(conversation), this.trail.slice(0, -1));
  }

  /** Writes to the site: in the conversation that there is for it, or the first message of one. */
  startWriting(): void {
    this.go(this.#support ? threadOf(this.#support.id) : { name: 'start' });
  }

  /** Sends what waits, into the support conversation, which is made now if there is none. */
  async #sendWaiting(): Promise<void> {
    this.requestUpdate();
    const client = this.#client;
    if (!client || !this.rows || this.#firstMessages.texts.length === 0) return;
    const conversation = await this.#firstMessages.send(client, this.#support?.id);
    if (client !== this.#client || !conversation) return;
    this.chat.local.set('used', '1');
    this.#begun(conversation);
  }

  async agree(): Promise<void> {
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
      'tim-composer, tim-conversation-list, .primary, .settings input',
    );
    const wanted = writing || !matchMedia('(pointer: coarse)').matches || target?.matches('.primary');
    // What is not drawn yet takes no focus; then the panel has it meanwhile.
    this.dialog?.focus();
    if (wanted) target?.focus();
  }

  /** Over the page, or beside it, as there is room; again when that changes. */
  #showDialog(): void {
    const { dialog } = this;
    if (!dialog || !this.opened) return;
    const modal = this.#viewport.isSmall;
    if (dialog.open && dialog.matches(':modal') === modal) return;
    dialog.close();
    if (modal) dialog.showModal();
    else dialog.show();
    this.#focusInside();
  }

  /** A phone's back gesture. Escape is a key first, and closes; see there. */
  #onCancel = (event: Event): void => {
    event.preventDefault();
    this.back();
  };

  /** The browser closed it by itself, which it does when it is asked again at once. */
  #onClosed = (): void => {
    if (!this.dialog?.open) void this.close();
  };

  #onKey = (event: KeyboardEvent): void => {
    const { key, code } = event;
    // By its place, where the keyboard has no Latin letters.
    const isFind = (event.ctrlKey || event.metaKey) && (key === 'f' || (code === 'KeyF' && key > '~'));
    if (isFind && this.view?.name === 'thread') {
      event.preventDefault();
      this.find();
    }
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !this.opened) return;
    // A menu inside is closed first, by itself.
    const path = event.composedPath();
    const inside = path.slice(0, path.indexOf(this));
    if (inside.some((node) => (node as ParentNode).querySelector?.(':popover-open'))) return;
    event.preventDefault();
    void this.close();
  };
}

/** Links are followed by code that is fetched for the first one; without network the next one tries again. */
const link = (follow: (module: typeof import('./deep-link.js')) => void) =>
  import('./deep-link.js').then(follow, () => {});
const threadOf = (conversation: ConversationId): View => ({ name: 'thread', conversation });

declare global {
  interface HTMLElementTagNameMap {
    'tim-widget': TimWidget;
  }
}
