/**
 * Every element in every state, on a client made of plain data. `?theme=dark&lang=ar&only=thread` chooses.
 */
import { provideClient, type TimComposer, type TimConversationList, type TimThread } from '@tokenim/elements';
import type { ConversationId } from '@tokenim/protocol';
import { galleryClient, scripts } from './people.js';

const query = new URLSearchParams(location.search);
const lang = query.get('lang') ?? 'en';
const only = query.get('only');
document.documentElement.lang = lang;
document.documentElement.dir = lang.startsWith('ar') ? 'rtl' : 'ltr';
document.documentElement.dataset.theme = query.get('theme') ?? 'auto';
const accent = query.get('accent');
if (accent) document.documentElement.style.setProperty('--tim-accent', accent);

const stage = document.getElementById('stage')!;
const words = scripts[lang] ?? scripts.en!;
const client = galleryClient(words);
Object.assign(window, { client });

const never = () => ({ subscribe: () => () => {} });
const stuck = { conversations: never, user: never };

function frame(name: string, short = false): HTMLElement {
  const element = document.createElement('div');
  element.className = short ? 'frame short' : 'frame';
  element.id = name;
  if (!only || only === name) stage.append(element);
  return element;
}

function add<K extends keyof HTMLElementTagNameMap>(
  to: HTMLElement,
  tag: K,
  set: object = {},
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), set);
  to.append(element);
  return element;
}

provideClient(stage, client);

const list: TimConversationList = add(frame('list'), 'tim-conversation-list');
list.selected = 'direct' as ConversationId;

for (const id of ['direct', 'group']) {
  const place = frame(id);
  add(place, 'tim-connection-status');
  const thread: TimThread = add(place, 'tim-thread');
  thread.conversation = id as ConversationId;
  const composer: TimComposer = add(place, 'tim-composer');
  composer.conversation = id as ConversationId;
  if (id === 'group')
    setTimeout(() => {
      composer.reply(client.messages.get('group')![1]!, words.names[1]!);
      client.emit('typing', { conversation: 'group' as never, user: 'bo' as never, on: true });
    }, 200);
}

const files = frame('files');
const uploader = add(files, 'tim-uploader', { conversation: 'files' as ConversationId });
add(uploader, 'tim-thread', { conversation: 'files' as ConversationId });
add(uploader, 'tim-composer', { conversation: 'files' as ConversationId });

const states = frame('states');
for (const status of ['offline', 'connecting', 'refused'] as const) {
  const other = galleryClient(words);
  other.connectionState = { status, storage: status === 'refused' ? 'memory' : 'disk', code: '4406' };
  add(states, 'tim-connection-status', { client: other });
}
add(states, 'tim-uploader', { client, conversation: 'files' as ConversationId });

const empty = frame('empty');
add(empty, 'tim-thread', { conversation: 'empty' as ConversationId });
add(empty, 'tim-composer', { conversation: 'empty' as ConversationId });

const naughty = frame('naughty');
add(naughty, 'tim-thread', { conversation: 'naughty' as ConversationId });

const bare = frame('bare', true);
provideClient(bare, undefined);
add(bare, 'tim-conversation-list', { client: Object.assign(galleryClient(words), { conversationRows: [] }) });
const broken = frame('broken', true);
add(broken, 'tim-conversation-list', { client: Object.assign(galleryClient(words), { broken: true }) });
// A list that never gets its client.
const loading = frame('loading', true);
add(loading, 'tim-conversation-list', { client: { views: stuck } as never });
