import '@tokenim/elements/composer';
import '@tokenim/elements/connection-status';
import '@tokenim/elements/thread';
import type { ConversationId } from '@tokenim/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { firstConversation } from './first-writing.js';
import { backIcon, chatIcon, clockIcon, searchIcon, settingsIcon, xIcon } from './icons.js';
import { lazy } from './lazy.js';
import type { TimWidget } from './widget.js';

/** What the panel can show. `start` writes to the site, where there is no such conversation yet. */
export type View =
  | { name: 'home' | 'list' | 'start' | 'settings' }
  | { name: 'thread'; conversation: ConversationId };

// The widget itself is what the views are drawn from; Lit calls its methods on it.
type Panel = TimWidget;

// Few visitors have several conversations, settings to change or a consent to give.
const rooms = lazy(() => import('./rooms.js'));
// Of several people nobody could say who is meant.
const presence = lazy(() => import('@tokenim/elements/presence'));

export function panel(s: Panel): TemplateResult {
  return html`${header(s)}
    <div class="body">
      ${s.client ? html`<tim-connection-status .client=${s.client} .locale=${s.language}></tim-connection-status>` : nothing}
      ${s.notice ? html`<p class="notice" role="status">${s.notice}</p>` : nothing}
      ${content(s)}
    </div>`;
}

function content(s: Panel): TemplateResult | typeof nothing | undefined {
  const { view } = s.trail;
  if (view?.name === 'thread') return thread(s, view.conversation);
  // Home of who has no conversation yet is the form of the first one.
  if (view && view.name !== 'start' && (view.name !== 'home' || s.rows?.length))
    return rooms(() => s.requestUpdate())?.[view.name](s);
  return s.isHome ? first(s) : nothing;
}

function header(s: Panel): TemplateResult {
  const { words, trail } = s;
  const { view, parents } = trail;
  const row = view?.name === 'thread' ? s.rows?.find((one) => one.id === view.conversation) : undefined;
  const others = row?.members?.filter(({ id }) => id !== s.client?.options.user) ?? [];
  const names = others.flatMap(({ name }) => name ?? []).slice(0, 4);
  const people = names.join(', ');
  // Support speaks for the site; any other conversation goes by its own name.
  const own = row?.title || people;
  const title =
    view?.name === 'settings'
      ? words.settings
      : (row && row.kind !== 'support' ? own || s.heading : s.heading || own) || words.chat;
  const button = (label: string, icon: TemplateResult, act: (this: Panel) => void, name = '') =>
    html`<button class="icon-button ${name}" aria-label=${label} title=${label} @click=${act}>${icon}</button>`;
  return html`<header>
    ${parents.length ? button(words.back, backIcon, () => trail.back(), 'back') : nothing}
    <div class="who">
      <h2 dir="auto">${title}</h2>
      <span class="people"
        >${people !== title ? html`${names.map((name, i) => html`${i ? ', ' : ''}<bdi>${name}</bdi>`)} ` : nothing}${
          others.length === 1 ? there(s, row!.id) : nothing
        }</span
      >
    </div>
    ${view?.name === 'thread' ? button(words.find, searchIcon, s.find, 'find') : nothing}
    ${s.client && !parents.length ? button(words.settings, settingsIcon, () => trail.go({ name: 'settings' }), 'to-settings') : nothing}
    ${button(words.close, xIcon, s.close)}
  </header>`;
}

function there(s: Panel, conversation: ConversationId): TemplateResult {
  presence(() => {});
  return html`<tim-presence .client=${s.client} .locale=${s.language} .conversation=${conversation}></tim-presence>`;
}

function thread(s: Panel, conversation: ConversationId): TemplateResult {
  return html`${s.trail.bar?.(conversation)}<tim-thread .client=${s.client} .locale=${s.language} .conversation=${conversation}></tim-thread>
    <tim-composer .client=${s.client} .locale=${s.language} .conversation=${conversation}></tim-composer>`;
}

/** The site's words at the top of home. */
export function welcome(s: Panel): TemplateResult {
  const { words } = s;
  return html`<span class="mark">${chatIcon}</span>
    <p class="greeting" dir="auto">${s.greeting || words.greeting}</p>
    <p dir="auto">${s.lead || words.lead}</p>
    ${s.hours ? html`<p class="hours" part="hours" dir="auto">${clockIcon}${s.hours}</p>` : nothing}
    <slot name="home"></slot>`;
}

function first(s: Panel): TemplateResult {
  return html`<div class="welcome" part="home">${welcome(s)}</div>
    <div class="sheet">${s.allowed ? writing(s) : rooms(() => s.requestUpdate())?.consent(s)}</div>`;
}

function writing(s: Panel): TemplateResult {
  const { words } = s;
  return html`<div class="waiting">${s.firstWriting.unsent.map(
    (text) =>
      html`<div class="unsent" dir="auto">${text}<span title=${words.waiting}>${clockIcon}</span></div>`,
  )}</div>
    <tim-composer
      .client=${s.firstWriting.client}
      .locale=${s.language}
      .conversation=${firstConversation}
      .placeholder=${words.write}
      ?without-files=${!s.client}
    ></tim-composer>`;
}
