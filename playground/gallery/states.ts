import type { Body, ConversationId, UserId } from '@tokenim/protocol';
import type { MessageRow, OutboxRow } from '@tokenim/store';
import { FakeClient } from '../../packages/elements/src/testing/fake-client.js';
import {
  fakeConversation,
  fakeFile,
  fill,
  member,
  text,
} from '../../packages/elements/src/testing/samples.js';
import { tone } from '../../packages/elements/src/testing/tone.js';
import type { Script } from './people.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const pending = 2 ** 50;

/** A client with one conversation, `id`, with the first of the script's people. */
function one(script: Script, id: string, extra: object = {}): FakeClient {
  const client = new FakeClient({ id: 'me', name: 'Me' });
  client.conversationRows = [
    fakeConversation(id, {
      members: [member('me', 'Me'), member('ana', script.names[0]!, { read: 99_999, delivered: 99_999 })],
      me: { read: 99_999, readOrd: 99_999, delivered: 99_999 },
      ...extra,
    }),
  ];
  return client;
}

/** Says the script's lines, the newest a minute ago. */
function talk(client: FakeClient, id: string, script: Script, from: number): MessageRow[] {
  const now = Date.now();
  return script.lines.map((line, i) =>
    client.receive(id, i % 3 === 2 ? 'me' : 'ana', text(line), {
      seq: from + i,
      ord: from + i,
      ts: now - (script.lines.length - i) * 7 * minute,
    }),
  );
}

/** Older messages are on the server, and there is no way to it. */
export function offlineOlder(script: Script): FakeClient {
  const client = one(script, 'older');
  talk(client, 'older', script, 50);
  client.remote.set('older', fill(new FakeClient(), 'older', 20));
  client.online = false;
  client.connectionState = { status: 'offline', storage: 'disk' };
  return client;
}

/** Voice messages and sounds from both sides, one on its way; a video. */
export function withSounds(script: Script): FakeClient {
  const client = one(script, 'sounds');
  const now = Date.now();
  const spoken = (of: string, seconds: number): Extract<Body, { type: 'file' }> => {
    const file = fakeFile(`${of}.wav`, 'audio/wav', seconds * 4000);
    client.files.set(file.id, tone(seconds));
    const peaks = Array.from({ length: 64 }, (_, i) =>
      Math.round(255 * Math.abs(Math.sin(i * seconds) * Math.sin(i / 9))),
    );
    return { type: 'file', file, voice: { duration: seconds * 1000, peaks } };
  };
  const say = (by: string, body: Body, ago: number, extra: Partial<MessageRow> = {}) =>
    client.receive('sounds', by, body, { ts: now - ago * minute, ...extra });
  say('ana', text(script.lines[0]!), 9);
  say('ana', spoken('one', 12), 8);
  say('me', spoken('two', 75), 7);
  say('me', { ...spoken('three', 3), text: script.lines[1]! }, 6);
  say('ana', { type: 'file', file: fakeFile('Choir, second rehearsal.mp3', 'audio/mpeg', 4_200_000) }, 5);
  say('ana', { type: 'file', file: fakeFile('unboxing.mp4', 'video/mp4', 9_200_000) }, 4);
  const body = spoken('four', 8);
  const row = say('me', body, 1, { state: 'pending', seq: pending + 1, replyTo: 2 });
  client.outboxRows.push({
    ...{ cid: row.cid, order: 1, conversation: row.conversation, state: 'waiting', attempts: 0 },
    op: { kind: 'message', conversation: row.conversation, body },
    upload: { file: body.file.id, size: 32_000, offset: 12_000, done: false },
  } as OutboxRow);
  return client;
}

/** Messages between two others are missing, and cannot be fetched. */
export function withHole(script: Script): FakeClient {
  const client = one(script, 'hole');
  const rows = talk(client, 'hole', script, 50);
  client.holes.set('hole', [rows[5]!.seq]);
  client.online = false;
  return client;
}

/** More unread messages than fit on a screen: the line above them, the button to the newest. */
export function withUnread(script: Script): FakeClient {
  const client = one(script, 'unread', {
    me: { read: 9, readOrd: 9, delivered: 9 },
    unreadCount: 27,
    seq: 36,
    ord: 36,
  });
  for (let round = 0; round < 4; round++)
    for (const [i, line] of script.lines.entries())
      client.receive('unread', round === 0 && i % 3 === 2 ? 'me' : 'ana', text(line), {
        ts: Date.now() - (36 - round * 9 - i) * 11 * minute,
      });
  return client;
}

/** One refusal of each sort that a reader can do something about. */
export function withFailures(script: Script): FakeClient {
  const client = one(script, 'failed');
  client.receive('failed', 'ana', text(script.lines[0]!), { ts: Date.now() - 9 * minute });
  for (const [i, code] of (['forbidden', 'too_large', 'unavailable'] as const).entries())
    client.receive('failed', 'me', text(script.lines[i + 2]!), {
      state: 'failed',
      seq: pending + i,
      ts: Date.now() - (8 - i) * minute,
      failure: { code },
    });
  client.receive(
    'failed',
    'me',
    { type: 'file', file: fakeFile('Photos.zip', 'application/zip', 81_000_000) },
    {
      state: 'failed',
      seq: pending + 9,
      failure: { code: 'too_large' },
    },
  );
  return client;
}

/** Thousands of messages, of which the last hundred are in the page. */
export function withMany(script: Script): FakeClient {
  const client = one(script, 'thousands');
  fill(client, 'thousands', 2_000);
  return client;
}

/** Answers to what is near, far, a picture, deleted and unknown. */
export function withQuotes(script: Script): FakeClient {
  const client = one(script, 'quotes');
  const now = Date.now();
  const say = (sender: string, body: Body, extra: Partial<MessageRow> = {}) =>
    client.receive('quotes', sender, body, { ts: now - 20 * minute, ...extra });
  say('ana', text(script.long));
  say('ana', { type: 'file', file: fakeFile('Catalogue.pdf', 'application/pdf', 480_000) });
  say('ana', text(script.lines[4]!), { deleted: { seq: 3, ts: now, by: 'ana' as UserId }, body: undefined });
  say('me', text(script.lines[3]!), { replyTo: 1 });
  say('ana', text('👍'), { replyTo: 4 });
  say('me', text(script.lines[8]!), { replyTo: 2 });
  say('ana', text(script.lines[6]!), { replyTo: 3 });
  say('me', text(script.lines[2]!), { replyTo: 4 });
  return client;
}

/** Only emoji: one to three are large. */
export function withEmoji(script: Script): FakeClient {
  const client = one(script, 'emoji');
  for (const [i, words] of [
    '😀',
    '👩‍👩‍👧‍👦',
    '🎉👍',
    '❤️🧡💛',
    '🙂🙂🙂🙂',
    '🏳️‍🌈 🇯🇵',
    script.lines[6]!,
  ].entries())
    client.receive('emoji', i % 2 ? 'me' : 'ana', text(words), { ts: Date.now() - (9 - i) * 4 * minute });
  return client;
}

/** Names that do not fit, in three scripts, on rows with every mark that a row can have. */
export function longNames(): FakeClient {
  const client = new FakeClient({ id: 'me', name: 'Me' });
  const names = [
    'Maximiliana-Theodora Wolfeschlegelsteinhausenbergerdorff',
    '四年二班家长与老师联络群暨暑期课外活动报名与通知发布专用群',
    'مجموعة أولياء أمور ومعلمي الصف الرابع للأنشطة الصيفية والرحلات المدرسية',
  ];
  const marks = [
    { me: { pinned: true }, unreadCount: 3, mentioned: true },
    { me: { muted: true }, unreadCount: 12_345 },
    { me: { pinned: true, muted: true } },
  ];
  client.conversationRows = names.flatMap((title, i) =>
    marks.map(({ me, ...extra }, j) =>
      fakeConversation(`long${i}${j}`, {
        kind: j === 1 ? 'direct' : 'group',
        title: j === 1 ? undefined : title,
        members: [member('me', 'Me'), member(`p${i}`, title), member('x', names[(i + 1) % 3]!)].slice(
          0,
          j === 1 ? 2 : 3,
        ),
        ts: Date.now() - (i * 3 + j) * day,
        last: {
          seq: 1,
          sender: `p${i}` as UserId,
          ts: Date.now() - (i * 3 + j) * day,
          type: 'text',
          text: names[(i + j) % 3]!.repeat(2),
        },
        me: { read: 0, readOrd: 0, delivered: 0, ...me },
        ...extra,
      }),
    ),
  );
  return client;
}

/** Uploads that run, wait paused, and failed. */
export function uploads(): FakeClient {
  const client = new FakeClient({ id: 'me', name: 'Me' });
  const upload = (
    order: number,
    name: string,
    mime: string,
    part: number,
    extra: Partial<OutboxRow>,
    paused = false,
  ) => {
    const file = fakeFile(name, mime, 20_971_520);
    const body: Body = mime.startsWith('image/')
      ? { type: 'image', file, width: 640, height: 420 }
      : { type: 'file', file };
    const { cid } = client.receive('up', 'me', body, { state: 'pending', seq: pending + order });
    client.outboxRows.push({
      cid,
      order,
      conversation: 'up' as ConversationId,
      op: { kind: 'message', conversation: 'up' as ConversationId, body },
      state: 'waiting',
      attempts: 1,
      upload: { file: file.id, size: file.size, offset: Math.round(file.size * part), done: false, paused },
      ...extra,
    });
  };
  upload(1, 'Invoice.pdf', 'application/pdf', 0, {});
  upload(2, 'holiday film, final cut, really final this time (2).mp4', 'video/mp4', 0.6, {});
  upload(3, '放在我房间里的效果图，从窗户这边看过去.png', 'image/png', 0.3, {}, true);
  upload(4, 'صورة المصباح في غرفتي.jpg', 'image/jpeg', 0.1, {
    state: 'failed',
    failure: { code: 'too_large' },
  });
  return client;
}

/** Conversations to write to, one a state, so that none takes the words of another. */
export function writing(script: Script): FakeClient {
  const client = new FakeClient({ id: 'me', name: 'Me' });
  client.conversationRows = ['blank', 'draft', 'reply', 'edit', 'near', 'over'].map((id) => ({
    ...one(script, id).conversationRows[0]!,
    draft: id === 'draft' ? `${script.draft}…` : undefined,
  }));
  for (const id of ['reply', 'edit'])
    client.receive(id, id === 'edit' ? 'me' : 'ana', text(id === 'edit' ? script.lines[2]! : script.long));
  client.limits = { ...client.limits, text: 2_000 };
  return client;
}

/** Files that wait to be sent; those of `refused` find no room on the device, those of `leaving` take for ever. */
export function staging(script: Script): FakeClient {
  const client = new FakeClient({ id: 'me', name: 'Me' });
  client.conversationRows = ['one', 'document', 'leaving', 'refused', 'many', 'alone'].map(
    (id) => one(script, id).conversationRows[0]!,
  );
  client.receive('refused', 'ana', text(script.long));
  talk(client, 'many', script, 1);
  client.sendFile = (conversation) =>
    conversation === 'leaving'
      ? new Promise(() => {})
      : Promise.reject(Object.assign(new Error('full'), { code: 'quota' }));
  return client;
}
