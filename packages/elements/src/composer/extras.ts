import type { Client } from '@tokenim/client';
import type { ConversationId, Member, UserId } from '@tokenim/protocol';
import type { Live, MessageRow } from '@tokenim/store';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { fingers } from '../base/fingers.js';
import type { Localize } from '../base/localize.js';
import { memberName, others, personName } from '../base/people.js';
import { staged } from '../base/staged.js';
import { Watch } from '../base/watch.js';
import type { Staged } from '../file-tray/staged.js';
import { xIcon } from '../icons.js';
import { pencilIcon, replyIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { isDeleted, lineOf, shownBody } from '../thread/row-text.js';
import type { Attachments } from './attachments.js';
import { type CannedReply, filled } from './canned.js';
import { Completion } from './completion.js';
import type { TimComposer } from './composer.js';
import { styles } from './extras.styles.js';
import { Keeper, kept } from './kept.js';
import { type Mentionable, mentionsIn } from './mentions.js';
import { note } from './note.js';
import { replaceIn } from './replace-in.js';

type User = { id: UserId };

/** How far back (messages) the last own one is looked for. */
const lookBack = 50;

/**
 * What a composer does beyond text and Enter: completion of names and ready replies, emoji, the bar of an answer or
 * an edit, and their way over a reload. Fetched when the first of it is asked for.
 */
export class Extras implements ReactiveController {
  readonly #host: TimComposer;
  readonly #l: Localize;
  readonly #completion: Completion;
  readonly #keeper = new Keeper();
  readonly #user: Watch<User | undefined>;
  /** Who was picked from the list, per conversation. */
  #picked = new Set<UserId>();
  #conversation: ConversationId | '' = '';
  #attachments: Attachments | undefined;

  constructor(host: TimComposer, l: Localize) {
    this.#host = host;
    this.#l = l;
    this.#user = new Watch(host, {
      source: (client) => client.views.user(),
      deps: () => [],
      // Nobody mentions oneself: the list may be open already.
      onValue: () => queueMicrotask(this.refresh),
    });
    this.#completion = new Completion(host, l, {
      people: () => this.#people(),
      replies: () => host.cannedReplies,
      picked: (id) => this.#picked.add(id),
      fill: (reply) => this.#fill(reply),
    });
    (host.renderRoot as ShadowRoot).adoptedStyleSheets.push(styles.styleSheet!);
    host.addController(this);
  }

  hostUpdated(): void {
    const { conversation, im } = this.#host;
    if (!this.#attachments && im && staged.get(im)?.has(conversation))
      this.#withFiles().then(
        () => this.#host.requestUpdate(),
        () => {},
      );
    if (conversation !== this.#conversation) {
      this.#conversation = conversation;
      this.#picked = new Set();
    }
    const recorder = this.#host.renderRoot.querySelector('tim-voice-recorder');
    if (recorder && (recorder.conversation !== conversation || recorder.client !== this.#host.im))
      recorder.remove();
    this.#completion.updated();
    this.#keeper.update(this.#host, this.#user.value?.id);
  }

  /** Looks at the text anew. */
  refresh = (): void => this.#completion.refresh();

  /** Whether a key belonged to the list that is open. */
  key(event: KeyboardEvent): boolean {
    return this.#completion.key(event);
  }

  /** Whom a text mentions, for the message that carries it. */
  mentions(text: string): { mentions?: UserId[] } {
    const ids = mentionsIn(text, this.#people(), this.#picked);
    return ids.length > 0 ? { mentions: ids } : {};
  }

  #people(): Mentionable[] {
    return this.#others().map((member) => ({ ...member, name: personName(member, this.#l).trim() }));
  }

  #others(): Member[] {
    const row = this.#host.row.value;
    return row ? others(row, this.#user.value?.id) : [];
  }

  #fill({ text }: CannedReply): string {
    // Until it is known who one is, everybody might be oneself.
    const people = this.#user.value ? this.#others() : [];
    const customer = people.find((person) => person.role !== 'agent') ?? people[0];
    return filled(text, customer?.name);
  }

  /** Fetches what shows files above the field. */
  async #withFiles(): Promise<Attachments> {
    const { Attachments } = await import('./attachments.js');
    this.#attachments ??= new Attachments(this.#host, this.#l);
    return this.#attachments;
  }

  /** Puts files above the field; says in words which may not be sent. */
  async attach(files: readonly File[], client: Client, conversation: ConversationId): Promise<string> {
    return (await this.#withFiles()).add(files, client, conversation);
  }

  /** Files that are sent with what is written. */
  get staged(): Staged | undefined {
    return this.#attachments?.staged;
  }

  async attachMenu(from: HTMLButtonElement): Promise<void> {
    // A second click: the browser closes the open one by itself.
    if (from.popoverTargetElement) return;
    const { openAttachMenu } = await import('./attachments.js');
    await openAttachMenu(this.#host, from, this.#l);
  }

  note(problem: string): TemplateResult | typeof nothing {
    return note(problem, this.#host.value, this.#host.limits.text, this.#l);
  }

  drop(): TemplateResult {
    return html`<div class="drop">${this.#l.t('dropHere')}</div>`;
  }

  list(): TemplateResult {
    return this.#completion.render();
  }

  /** What stands above the field: files, and what is answered or edited. */
  above(): TemplateResult {
    return html`${this.#attachments?.render()}${this.#bar()}`;
  }

  #bar(): TemplateResult | typeof nothing {
    const { editing, replying } = this.#host;
    if (!editing && !replying) return nothing;
    const title = editing ? this.#l.t('editing') : this.#l.t('replyingTo', { name: replying!.name });
    return html`<div class="bar">
      ${editing ? pencilIcon : replyIcon}
      <div class="bar-text">
        <span class="bar-name">${title}</span>
        <span class="bar-quote" dir="auto">${lineOf(editing ?? replying!.message, this.#l)}</span>
      </div>
      <button
        class="icon-button"
        type="button"
        aria-label=${this.#l.t('cancel')}
        title=${this.#l.t('cancel')}
        @click=${() => {
          this.#host.cancel();
          this.#host.focus();
        }}
      >
        ${xIcon}
      </button>
    </div>`;
  }

  /** Whether the server still takes a change of an own text. */
  #mayEdit(row: MessageRow): boolean {
    const { editWindow = Number.POSITIVE_INFINITY } = this.#host.limits;
    return row.state !== 'failed' && shownBody(row)?.type === 'text' && Date.now() - row.ts < editWindow;
  }

  /** Puts the last own message into the field, where it can still be edited. */
  async editLast(): Promise<void> {
    const { im, conversation } = this.#host;
    if (!im || !conversation) return;
    const [me, { rows }] = await Promise.all([
      first(im.views.user()),
      first(im.views.thread(conversation, { anchor: 'end', before: lookBack, after: 0 })),
    ]);
    const own = rows.findLast((row) => row.sender === me?.id && this.#mayEdit(row));
    // Meanwhile somebody may have begun to write.
    if (own && this.#host.conversation === conversation && this.#host.value === '' && !this.#host.editing)
      this.#host.edit(own);
  }

  /** Opens the picker at its button, or closes it. What is picked goes where the caret is. */
  async emoji(from: HTMLButtonElement): Promise<void> {
    // A second click: the browser closes the open one by itself.
    if (from.popoverTargetElement) return;
    const { openEmojiPicker } = await import('../emoji-picker/open.js');
    const field = this.#host.renderRoot.querySelector('textarea')!;
    const touch = fingers();
    openEmojiPicker({
      root: this.#host.renderRoot,
      from,
      locale: this.#l.tag,
      // Fingers pick several; the keyboard of the screen must not come up between them.
      stay: touch,
      back: touch ? from : field,
      picked: (emoji) => replaceIn(field, field.selectionStart, field.selectionEnd, emoji, !touch),
    });
  }

  /** Opens the recorder of voice messages, by a click or a press that may be held. */
  async record(event: Event): Promise<void> {
    // Without network its code may not come; the next press asks again.
    const module = await import('../voice-recorder/recorder.js').catch(() => undefined);
    module?.openRecorder(this.#host, event);
  }

  /** An answer or an edit that was open before a reload. */
  async restore(): Promise<void> {
    const { im, conversation } = this.#host;
    const host = this.#host;
    if (!im || !conversation) return;
    const me = await first(im.views.user());
    const was = me && host.im === im && host.conversation === conversation && kept(host, me.id);
    if (!was) return;
    const { rows } = await first(im.views.thread(conversation, { anchor: was.seq, before: 1, after: 0 }));
    const row = rows.find(({ seq }) => seq === was.seq);
    if (!row || isDeleted(row) || host.im !== im || host.conversation !== conversation) return;
    if (host.editing || host.replying) return;
    if (was.text === undefined) host.replying = { message: row, name: this.#nameOf(row) };
    else if (row.sender === me.id && this.#mayEdit(row)) {
      host.startEdit(row);
      host.value = was.text;
    }
  }

  #nameOf(row: MessageRow): string {
    return row.sender === this.#user.value?.id
      ? this.#l.t('youName')
      : memberName(this.#host.row.value, row.sender, this.#l);
  }
}

addEnglish(more);

/** The present answer of a live query. */
function first<T>(live: Live<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = live.subscribe((value) => {
      resolve(value);
      queueMicrotask(() => stop());
    }, reject);
  });
}
