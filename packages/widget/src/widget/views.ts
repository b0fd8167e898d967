import type { Client } from '@tokenim/client';
import type { TimSelectEvent } from '@tokenim/elements';
import '@tokenim/elements/composer';
import '@tokenim/elements/connection-status';
import '@tokenim/elements/thread';
import type { ConversationId } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { backIcon, chatIcon, clockIcon, xIcon } from './icons.js';
import { startForm } from './start-form.js';
import type { Words } from './words.js';

/** All that the inside of the panel is drawn from. */
export interface PanelState {
  words: Words;
  locale: string;
  heading: string;
  greeting: string;
  client: Client | undefined;
  rows: ConversationRow[] | undefined;
  conversation: ConversationId | undefined;
  listing: boolean;
  home: boolean;
  allowed: boolean;
  unreachable: boolean;
  unsent: string[];
  firstText: string;
  onFirstText: (text: string) => void;
  onFirstSend: () => void;
  onFirstFiles: (files: File[]) => void;
  onAgree: () => void;
  onClose: () => void;
  onBack: () => void;
  onSelect: (id: ConversationId) => void;
  onStart: () => void;
}

export function panel(s: PanelState): TemplateResult {
  return html`${header(s)}
    <div class="body">
      ${s.client ? html`<tim-connection-status .client=${s.client} .locale=${s.locale}></tim-connection-status>` : nothing}
      ${s.listing ? list(s) : s.conversation ? thread(s) : s.home ? home(s) : nothing}
    </div>`;
}

function header(s: PanelState): TemplateResult {
  const { words } = s;
  const canGoBack = !s.listing && (s.rows?.length ?? 0) > 1;
  const row = s.rows?.find((one) => one.id === s.conversation);
  const people = row ? namesOf(row, s.client?.options.user) : '';
  // Support speaks for the site; any other conversation goes by its own name.
  const own = row?.title || people;
  const title = (row && row.kind !== 'support' ? own || s.heading : s.heading || own) || words.chat;
  return html`<header>
    ${
      canGoBack
        ? html`<button class="icon-button back" aria-label=${words.back} title=${words.back} @click=${s.onBack}>${backIcon}</button>`
        : nothing
    }
    <div class="who">
      <h2><bdi>${title}</bdi></h2>
      ${people && people !== title ? html`<span class="people"><bdi>${people}</bdi></span>` : nothing}
    </div>
    <button class="icon-button" aria-label=${words.close} title=${words.close} @click=${s.onClose}>${xIcon}</button>
  </header>`;
}

function namesOf(row: ConversationRow, me: string | undefined): string {
  const names = (row.members ?? [])
    .filter((member) => member.id !== me && member.name)
    .map((member) => member.name);
  return names.slice(0, 4).join(', ');
}

function list(s: PanelState): TemplateResult {
  // Few visitors have several conversations: the list is fetched when somebody has.
  void import('@tokenim/elements/conversation-list');
  const hasSupport = s.rows?.some((row) => row.kind === 'support');
  return html`<tim-conversation-list
      .client=${s.client}
      .locale=${s.locale}
      @tim-select=${(event: TimSelectEvent) => s.onSelect(event.conversation)}
      @tim-start=${s.onStart}
    ></tim-conversation-list>
    ${hasSupport ? nothing : html`<button class="primary new" @click=${s.onStart}>${s.words.newConversation}</button>`}`;
}

function thread(s: PanelState): TemplateResult {
  return html`<tim-thread .client=${s.client} .locale=${s.locale} .conversation=${s.conversation}></tim-thread>
    <tim-composer .client=${s.client} .locale=${s.locale} .conversation=${s.conversation}></tim-composer>`;
}

function home(s: PanelState): TemplateResult {
  const { words } = s;
  return html`<div class="welcome">
      <span class="mark">${chatIcon}</span>
      <p class="greeting" dir="auto">${s.greeting || words.greeting}</p>
      <p class="lead">${words.lead}</p>
    </div>
    <div class="sheet">${s.allowed ? writing(s) : asking(s)}</div>`;
}

function writing(s: PanelState): TemplateResult {
  const { words } = s;
  return html`${s.unreachable ? html`<p class="notice" role="status">${words.unreachable}</p>` : nothing}
    <div class="waiting">${s.unsent.map(
      (text) =>
        html`<div class="unsent" dir="auto">${text}<span title=${words.waiting}>${clockIcon}</span></div>`,
    )}</div>
    ${startForm({
      text: s.firstText,
      label: words.write,
      send: words.send,
      attach: words.attach,
      canAttach: s.client !== undefined,
      onText: s.onFirstText,
      onSend: s.onFirstSend,
      onFiles: s.onFirstFiles,
    })}`;
}

/** Nothing is stored and nothing connects until the button is pressed. */
function asking(s: PanelState): TemplateResult {
  return html`<div class="consent">
    <p>${s.words.consent}</p>
    <button class="primary" @click=${s.onAgree}>${s.words.allow}</button>
  </div>`;
}
