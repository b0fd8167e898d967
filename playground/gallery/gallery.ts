/**
 * Every element in every state, on a client made of plain data. `?theme=dark&lang=ar&only=thread` chooses.
 */
import { provideClient, type TimComposer, type TimConversationList, type TimThread } from '@tokenim/elements';
import '@tokenim/elements/search';
import type { ConversationId } from '@tokenim/protocol';
import { galleryClient, scripts } from './people.js';
import * as picked from './picked.js';
import * as states from './states.js';

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

const list: TimConversationList = add(frame('list'), 'tim-conversation-list', {
  withFilters: true,
  withSearch: true,
});
list.selected = 'direct' as ConversationId;
setTimeout(
  () => client.emit('typing', { conversation: 'files' as never, user: 'bo' as never, on: true }),
  200,
);

for (const id of ['direct', 'group']) {
  const place = frame(id);
  add(place, 'tim-connection-status');
  const thread: TimThread = add(place, 'tim-thread');
  thread.conversation = id as ConversationId;
  const composer: TimComposer = add(place, 'tim-composer');
  composer.conversation = id as ConversationId;
  if (id === 'group')
    setTimeout(() => {
      const asked = client.messages.get('group')!.find(({ sender, note }) => sender === 'bo' && !note)!;
      composer.reply(asked, words.names[1]!);
      client.emit('typing', { conversation: 'group' as never, user: 'bo' as never, on: true });
    }, 200);
}

const files = frame('files');
const uploader = add(files, 'tim-uploader', { conversation: 'files' as ConversationId });
add(uploader, 'tim-thread', { conversation: 'files' as ConversationId });
add(uploader, 'tim-composer', { conversation: 'files' as ConversationId });

const empty = frame('empty');
add(empty, 'tim-thread', { conversation: 'empty' as ConversationId });
add(empty, 'tim-composer', { conversation: 'empty' as ConversationId });

const rich = frame('rich');
add(rich, 'tim-thread', { conversation: 'rich' as ConversationId });

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

const archived = frame('archived');
add(archived, 'tim-conversation-list', { withFilters: true, withSearch: true, show: 'archived' });
for (const show of ['unread', 'archived'] as const) {
  const client = Object.assign(galleryClient(words), { conversationRows: [] });
  add(frame(`no-${show}`), 'tim-conversation-list', { client, withFilters: true, withSearch: true, show });
}
add(frame('names'), 'tim-conversation-list', { client: states.longNames(), withFilters: true });
add(frame('search'), 'tim-search', { client, text: words.lines[6]!.slice(0, 2) });
const find = frame('find', true);
add(find, 'tim-search', { client, conversation: 'direct', text: words.lines[6]!.slice(0, 2) });
add(find, 'tim-search', { client, conversation: 'direct', text: 'xyz' });

const threads = {
  older: states.offlineOlder,
  hole: states.withHole,
  unread: states.withUnread,
  failed: states.withFailures,
  thousands: states.withMany,
  quotes: states.withQuotes,
  emoji: states.withEmoji,
  sounds: states.withSounds,
};
for (const [id, make] of Object.entries(threads)) {
  const place = frame(id);
  const own = make(words);
  add(place, 'tim-connection-status', { client: own });
  add(place, 'tim-thread', { client: own, conversation: id as ConversationId });
}
add(frame('thread-broken'), 'tim-thread', {
  client: Object.assign(galleryClient(words), { broken: true }),
  conversation: 'direct' as ConversationId,
});
const waiting = galleryClient(words);
Object.assign(waiting.views, { thread: never });
add(frame('thread-loading'), 'tim-thread', { client: waiting, conversation: 'direct' as ConversationId });

const composers = frame('composers');
const writer = states.writing(words);
const write = (id: string) =>
  add(composers, 'tim-composer', { client: writer, conversation: id as ConversationId });
write('');
write('blank');
write('draft');
write('reply').replying = { message: writer.messages.get('reply')![0]!, name: words.names[0]! };
const editing = write('edit');
for (const [id, count] of [
  ['near', 1_990],
  ['over', 2_040],
] as const) {
  const long = write(id);
  // Once the conversation is there; its draft would take the place of the words.
  setTimeout(() => {
    long.value = 'lorem ipsum '.repeat(200).slice(0, count);
  }, 300);
}
setTimeout(() => editing.startEdit(writer.messages.get('edit')![0]!), 300);
add(composers, 'tim-composer', { client: writer });

const connections = frame('connections');
const connection = (state: object, failed = 0, waits = 0) => {
  const other = Object.assign(galleryClient(words), { connectionState: { storage: 'disk', ...state } });
  const row = other.outboxRows[0]!;
  other.outboxRows = [
    ...Array.from({ length: waits }, () => row),
    ...Array.from({ length: failed }, () => ({ ...row, state: 'failed' as const })),
  ];
  add(connections, 'tim-connection-status', { client: other });
};
connection({ status: 'offline' });
connection({ status: 'offline' }, 0, 3);
connection({ status: 'connecting' });
connection({ status: 'refused', code: '4406' });
connection({ status: 'refused', code: '4403' });
connection({ status: 'online', storage: 'memory' });
connection({ status: 'online' }, 2);

add(frame('uploads'), 'tim-uploader', { client: states.uploads(), conversation: 'up' as ConversationId });

/** Files that wait above a field. A frame that is not shown has no place for them. */
async function stageFiles(): Promise<void> {
  const client = states.staging(words);
  const composer = (to: HTMLElement, id: string) =>
    add(to, 'tim-composer', { client, conversation: id as ConversationId });
  const trays = frame('trays');
  const one = composer(trays, 'one');
  const document = composer(trays, 'document');
  const leaving = composer(trays, 'leaving');
  const full = frame('tray-full', true);
  const refused = composer(full, 'refused');
  const whole = frame('tray');
  add(whole, 'tim-thread', { client, conversation: 'many' as ConversationId });
  const many = composer(whole, 'many');
  const place = frame('uploader-tray', true);
  const alone = add(place, 'tim-uploader', { client, conversation: 'alone' as ConversationId });

  const some = await picked.files();
  if (trays.isConnected) {
    await one.attach(some.slice(0, 1));
    await document.attach(some.slice(1, 2));
    await leaving.attach(some.slice(4));
    void leaving.send();
  }
  if (full.isConnected) {
    refused.replying = { message: client.messages.get('refused')![0]!, name: words.names[0]! };
    refused.value = words.lines[1]!;
    await refused.attach([some[0]!, some[5]!]);
    await refused.send();
  }
  if (whole.isConnected) {
    await many.attach(some);
    many.value = words.lines[2]!;
  }
  if (place.isConnected) await alone.add(some.slice(0, 2));
}
void stageFiles();
