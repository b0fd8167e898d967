// The support desk: an application of its own on the elements and the headless client, as a site's team might
// build it. Everything that it shows of the chat comes from `@tokenim/elements`.
import { type Client, createClient } from '@tokenim/client';
import type { TimConversationList, TimSelectEvent } from '@tokenim/elements';
import type { TimSearchSelectEvent } from '@tokenim/elements/search';
import '@tokenim/elements';
import { html, nothing, render, svg } from 'lit';
import { demoPeople } from '../people.js';
import { applySettings, readSettings, type Settings, writeSetting } from './settings.js';
import { type DeskWords, deskWords } from './words.js';

const endpoint = document.querySelector<HTMLMetaElement>('meta[name=tokenim-endpoint]')!.content;
const app = 'demo';
const settings: Settings = readSettings();
const root = document.querySelector<HTMLElement>('#desk')!;

type ConversationId = NonNullable<TimConversationList['selected']>;
let client: Client | undefined;
let conversation: ConversationId | undefined;
let title = '';
let people = '';
let signInFailed = false;
let finding = false;
let foundFrom: HTMLElement | null = null;
let stopWatching: (() => void) | undefined;

/** A site's own server signs the token; here it is the playground's. */
async function token(): Promise<string> {
  const response = await fetch(`/demo/token?user=${encodeURIComponent(settings.user)}`).catch(
    () => undefined,
  );
  signInFailed = response !== undefined && !response.ok;
  draw();
  if (!response?.ok) throw new Error('The demo site gave no token.');
  return ((await response.json()) as { token: string }).token;
}

async function signIn(open?: ConversationId): Promise<void> {
  const former = client;
  client = undefined;
  choose(undefined);
  await former?.stop();
  const mine = createClient({ endpoint, app, user: settings.user, token });
  await mine.start();
  client = mine;
  choose(open);
  mine.views.unread().subscribe((count) => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${words().title} – Kiln & Cup`;
  });
}

function choose(id: ConversationId | undefined): void {
  if (conversation !== id) finding = false;
  conversation = id;
  stopWatching?.();
  stopWatching = undefined;
  title = '';
  people = '';
  history.replaceState(null, '', id ? `#tim=${encodeURIComponent(id)}` : location.pathname + location.search);
  if (id && client) {
    stopWatching = client.views.conversation(id).subscribe((row) => {
      // In a support conversation the one who asks gives it its name, not the colleagues.
      const others = (row?.members ?? []).filter((one) => one.id !== settings.user);
      const asking = others.filter((one) => one.role !== 'agent');
      const named = row?.kind === 'support' && asking.length > 0 ? asking : others;
      title = row?.title || named.slice(0, 3).map(nameOf).join(', ');
      const further = row?.title || named.length > 3 ? others : others.filter((one) => !named.includes(one));
      people = further.map(nameOf).join(', ');
      draw();
    });
  }
  draw();
}

/** Visitors have no name; the end of their id tells them apart. */
function nameOf(one: { id: string; name?: string; role?: string }): string {
  return one.name || (one.id.startsWith('v.') ? `${words().visitor} ${one.id.slice(-4)}` : one.id);
}

function change(name: keyof Settings, value: string): void {
  settings[name] = value;
  writeSetting(name, value);
  applySettings(settings);
  draw();
  if (name === 'user') void signIn();
}

function words(): DeskWords {
  return deskWords[settings.lang] ?? deskWords.en!;
}

/** Whoever chooses a conversation goes on to write in it; on a phone the keyboard would hide what they came to read. */
function onSelect(event: Event): void {
  choose((event as TimSelectEvent).conversation);
  if (!matchMedia('(pointer: coarse)').matches) root.querySelector('tim-composer')?.focus();
}

/** Messages are searched with the first word in the list's field. */
function onSearch(event: Event): void {
  void import('@tokenim/elements/search');
  const results = (event.currentTarget as Element).querySelector('tim-search');
  if (results) results.text = (event as Event & { text: string }).text;
}

async function onFound(event: Event): Promise<void> {
  const { conversation: id, seq } = event as TimSearchSelectEvent;
  if (id !== conversation) choose(id);
  const thread = root.querySelector('tim-thread');
  await thread?.updateComplete;
  thread?.showMessage(seq);
}

/** Find in the conversation that is open; whoever ends it is back where they were. */
function find(on: boolean): void {
  if (on && !finding) foundFrom = document.activeElement as HTMLElement | null;
  finding = on;
  draw();
  if (!on) {
    foundFrom?.focus();
    return;
  }
  void import('@tokenim/elements/search').then(() =>
    root.querySelector<HTMLElement>('main tim-search')?.focus(),
  );
}

/** Ctrl+K searches in all conversations, Ctrl+F finds in the open one, Escape goes from there back to the list. */
addEventListener('keydown', (event) => {
  const command = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  const pressed = (letter: string) =>
    command && (event.key === letter || event.code === `Key${letter.toUpperCase()}`);
  const list = root.querySelector('tim-conversation-list')!;
  const inMain = conversation && root.querySelector('main')!.contains(event.target as Node);
  if (pressed('k')) list.focusSearch();
  else if (inMain && pressed('f')) find(true);
  else if (inMain && event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) {
    if (root.querySelector('.back')!.checkVisibility()) choose(undefined);
    list.focus();
  } else return;
  event.preventDefault();
});

async function message(person: string): Promise<void> {
  if (client) choose((await client.create({ type: 'direct', members: [person] })) as ConversationId);
}

const icon = (d: string) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${d}/>`}</svg>`;
const backIcon = icon('m15 18-6-6 6-6');
const findIcon = icon('m21 21-4.34-4.34M11 3a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z');
const themeIcon = icon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0v18');
const chatIcon = icon('M7.9 20A9 9 0 1 0 4 16.1L2 22Z');

function draw(): void {
  const w = words();
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const next = (settings.theme === 'auto' ? dark : settings.theme === 'dark') ? 'light' : 'dark';
  const colleagues = demoPeople.filter((one) => one.id !== settings.user);
  render(
    html`<aside>
        <header>
          <h1>${w.title}</h1>
          <label class="pick">
            <span class="sr">${w.as}</span>
            <select id="user" .value=${settings.user} @change=${(e: Event) => change('user', (e.target as HTMLSelectElement).value)}>
              ${demoPeople.map((one) => html`<option value=${one.id} ?selected=${one.id === settings.user}>${one.name}</option>`)}
            </select>
          </label>
        </header>
        ${signInFailed ? html`<p class="notice" role="alert">${w.noToken}</p>` : nothing}
        <tim-connection-status .client=${client}></tim-connection-status>
        <tim-conversation-list with-filters with-search .client=${client} .selected=${conversation ?? ''} @tim-select=${onSelect} @tim-search=${onSearch}>
          <tim-search slot="results" without-field .client=${client} @tim-search-select=${onFound}></tim-search>
        </tim-conversation-list>
        <footer>
          <label class="pick">
            <span class="sr">${w.newDirect}</span>
            <select
              id="direct"
              @change=${(e: Event) => {
                const select = e.target as HTMLSelectElement;
                void message(select.value);
                select.value = '';
              }}
            >
              <option value="" selected>${w.newDirect}</option>
              ${colleagues.map((one) => html`<option value=${one.id}>${one.name}</option>`)}
            </select>
          </label>
          <label class="pick">
            <span class="sr">${w.language}</span>
            <select id="lang" @change=${(e: Event) => change('lang', (e.target as HTMLSelectElement).value)}>
              ${[
                ['en', 'English'],
                ['zh-CN', '中文'],
                ['ar', 'العربية'],
              ].map(
                ([id, name]) => html`<option value=${id!} ?selected=${id === settings.lang}>${name}</option>`,
              )}
            </select>
          </label>
          <button class="round" id="theme" aria-label=${w.theme} title=${w.theme} @click=${() => change('theme', next)}>
            ${themeIcon}
          </button>
        </footer>
      </aside>
      <main class=${conversation ? 'open' : ''}>
        ${
          conversation
            ? html`<header>
                  <button class="round back" aria-label=${w.back} title=${w.back} @click=${() => choose(undefined)}>
                    ${backIcon}
                  </button>
                  <div class="who">
                    <h2><bdi>${title}</bdi></h2>
                    <p>
                      <tim-presence with-last-seen .client=${client} .conversation=${conversation}></tim-presence>
                      ${people ? html`<bdi>${people}</bdi>` : nothing}
                    </p>
                  </div>
                  <button
                    class="round find"
                    aria-label=${w.find}
                    title=${w.find}
                    aria-expanded=${finding ? 'true' : 'false'}
                    @click=${() => find(!finding)}
                  >
                    ${findIcon}
                  </button>
                </header>
                ${
                  finding
                    ? html`<tim-search .client=${client} .conversation=${conversation} .thread=${root.querySelector('tim-thread')} @tim-search-close=${() => find(false)}></tim-search>`
                    : nothing
                }
                <tim-uploader .client=${client} .conversation=${conversation}>
                  <tim-thread .client=${client} .conversation=${conversation}></tim-thread>
                  <tim-composer
                    .client=${client}
                    .conversation=${conversation}
                    .cannedReplies=${w.replies}
                  ></tim-composer>
                </tim-uploader>`
            : html`<div class="nothing">${chatIcon}<p>${w.choose}</p></div>`
        }
      </main>`,
    root,
  );
}

/** A link to a conversation, or to a message of it: `#tim=<conversation>/<seq>`. */
function linked(): { id: ConversationId; seq: number } | undefined {
  const [, id, seq] = /^#tim=([^/]+)(?:\/(\d+))?$/.exec(location.hash) ?? [];
  if (!id) return undefined;
  try {
    return { id: decodeURIComponent(id) as ConversationId, seq: Number(seq) };
  } catch {
    // Cut short on its way here: a link to nothing.
    return undefined;
  }
}

async function showLinked(seq: number | undefined): Promise<void> {
  if (!seq) return;
  const thread = root.querySelector('tim-thread');
  await thread?.updateComplete;
  thread?.showMessage(seq);
}

addEventListener('hashchange', () => {
  const link = linked();
  if (!link) return;
  choose(link.id);
  void showLinked(link.seq);
});

const link = linked();
applySettings(settings);
draw();
await signIn(link?.id);
await showLinked(link?.seq);
