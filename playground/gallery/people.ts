import type { Body } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import { FakeClient } from '../../packages/elements/src/testing/fake-client.js';
import {
  fakeConversation,
  fakeFile,
  fakeNote,
  member,
  text,
} from '../../packages/elements/src/testing/samples.js';

export interface Script {
  names: string[];
  group: string;
  lines: string[];
  draft: string;
  long: string;
}

export const scripts: Record<string, Script> = {
  en: {
    names: ['Ana Lima', 'Bo Chen', 'Chidi Okafor', '王小明', 'ليلى حداد'],
    group: 'Class 4b, parents and teachers',
    lines: [
      'Hi! I ordered the green lamp on Monday and it still says “preparing”.',
      'Is everything all right with it?',
      'Hello Ana, let me look.',
      'It left our warehouse an hour ago. You can follow it here: https://track.example.org/p/83120-AX (updates every hour).',
      'Great, thank you',
      'Here is how it looks in my room',
      'Lovely! 🙂',
      'Could you also send me the invoice for it?',
      'Of course',
    ],
    draft: 'I will ask my',
    long: 'A longer message that needs several lines to be read, because some people explain everything at once: what they bought, when, why, and what the cat did to it afterwards.',
  },
  'zh-CN': {
    names: ['林安娜', '陈博', 'Chidi Okafor', '王小明', 'ليلى حداد'],
    group: '四年二班家长群',
    lines: [
      '你好！我周一订的绿色台灯，到现在还显示“备货中”。',
      '是不是出了什么问题？',
      '林女士您好，我帮您查一下。',
      '一小时前已经出库，可以在这里查看物流：https://track.example.org/p/83120-AX（每小时更新）。',
      '太好了，谢谢',
      '放在我房间里是这个效果',
      '真好看！🙂',
      '可以把发票也发给我吗？',
      '没问题',
    ],
    draft: '我问一下',
    long: '这是一条比较长的消息，需要好几行才能读完，因为有些人喜欢一次把所有事情说清楚：买了什么、什么时候买的、为什么买，以及后来猫对它做了什么。',
  },
  ar: {
    names: ['آنا ليما', 'بو تشين', 'Chidi Okafor', '王小明', 'ليلى حداد'],
    group: 'أولياء أمور الصف الرابع',
    lines: [
      'مرحبًا! طلبت المصباح الأخضر يوم الاثنين وما زال مكتوبًا «قيد التحضير».',
      'هل كل شيء على ما يرام؟',
      'أهلًا آنا، دعيني أتحقق.',
      'غادر المستودع قبل ساعة. يمكنك تتبّعه هنا: https://track.example.org/p/83120-AX (يُحدَّث كل ساعة).',
      'رائع، شكرًا لك',
      'هكذا يبدو في غرفتي',
      'جميل! 🙂',
      'هل يمكنك إرسال الفاتورة أيضًا؟',
      'بالطبع',
    ],
    draft: 'سأسأل',
    long: 'رسالة أطول تحتاج إلى عدة أسطر لقراءتها، لأن بعض الناس يشرحون كل شيء دفعة واحدة: ماذا اشتروا ومتى ولماذا، وما الذي فعلته القطة بعد ذلك.',
  },
};

const minute = 60_000;
const hour = 60 * minute;

/** A picture drawn here, so that the gallery needs no file. */
function drawing(): Blob {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="#f6d8b8"/><stop offset="1" stop-color="#d98f6a"/></linearGradient></defs><rect width="640" height="420" fill="url(#g)"/><circle cx="470" cy="120" r="56" fill="#fff3d6"/><path d="M0 420V300l120-90 130 90 110-120 150 140 130-80v180z" fill="#5a6b7d"/><path d="M0 420v-60l180-60 200 80 260-60v100z" fill="#33475b"/></svg>`;
  return new Blob([svg], { type: 'image/svg+xml' });
}

export function galleryClient(script: Script): FakeClient {
  const client = new FakeClient({ id: 'me', name: 'Me' });
  const now = Date.now();
  const [ana, bo, chidi, ming, leila] = script.names as [string, string, string, string, string];
  const people = {
    ana: member('ana', ana, { read: 7, delivered: 9 }),
    bo: member('bo', bo, { read: 5, delivered: 5 }),
    chidi: member('chidi', chidi, { read: 5, delivered: 5 }),
    ming: member('ming', ming),
    leila: member('leila', leila),
  };
  const me = member('me', 'Me');
  const { lines } = script;
  const say = (
    conversation: string,
    sender: string,
    body: Body,
    ago: number,
    extra: Partial<MessageRow> = {},
  ) => client.receive(conversation, sender, body, { ts: now - ago, ...extra });
  const at = (index: number) => text(lines[index]!);

  const picture = fakeFile('lamp.svg', 'image/svg+xml', 182_000);
  client.files.set(picture.id, drawing());
  say('direct', 'ana', at(0), 26 * hour);
  say('direct', 'ana', at(1), 26 * hour - minute, { reactions: [{ emoji: '👀', users: ['me' as never] }] });
  say('direct', 'me', at(2), 25 * hour);
  say('direct', 'me', at(3), 25 * hour - minute, { edited: { seq: 9, ts: now } });
  say('direct', 'ana', at(4), 2 * hour, { replyTo: 4 });
  say('direct', 'ana', { type: 'image', file: picture, width: 640, height: 420 }, 2 * hour - minute);
  say('direct', 'me', at(6), hour, { reactions: [{ emoji: '❤️', users: ['ana' as never, 'me' as never] }] });
  say('direct', 'ana', at(7), 5 * minute);
  say('direct', 'me', at(8), 4 * minute);
  say(
    'direct',
    'me',
    { type: 'file', file: fakeFile('Invoice 2026-1183.pdf', 'application/pdf', 48_213) },
    3 * minute,
  );
  say('direct', 'me', text('👍'), minute, { state: 'pending', seq: 2 ** 50 + 1 });

  const note = (by: string, op: object, ago: number) => fakeNote(client, 'group', by, op, now - ago);
  note('ana', { kind: 'create', type: 'group', members: [people.ana, people.bo] }, 4 * hour + minute);
  note('ana', { kind: 'members', add: [me, people.chidi, people.ming], remove: [] }, 4 * hour + minute);
  say('group', 'ana', at(0), 4 * hour);
  say('group', 'bo', text(script.long), 3 * hour);
  say('group', 'bo', at(4), 3 * hour - minute, {
    reactions: [
      { emoji: '👍', users: ['ana', 'chidi', 'me'] as never },
      { emoji: '🎉', users: ['leila'] as never },
    ],
  });
  say('group', 'chidi', at(6), 2 * hour, {
    deleted: { seq: 5, ts: now, by: 'chidi' as never },
    body: undefined,
  });
  note('chidi', { kind: 'title', title: script.group }, 2 * hour);
  say('group', 'me', at(2), hour);
  note('leila', { kind: 'members', add: [people.leila], remove: [] }, 21 * minute);
  say('group', 'leila', text('هل نلتقي يوم الخميس عند الساعة 5؟'), 20 * minute);
  say('group', 'ming', text('好的，周四下午见。'), 19 * minute);
  say('group', 'me', text(script.long), minute, {
    state: 'failed',
    seq: 2 ** 50 + 2,
    failure: { code: 'rate_limited' },
  });

  const big = fakeFile('holiday film, final cut, really final this time (2).mp4', 'video/mp4', 20_971_520);
  const photo = { ...fakeFile('beach.svg', 'image/svg+xml', 2_400_000) };
  client.files.set(photo.id, drawing());
  say('files', 'ana', { type: 'file', file: big, text: script.long }, hour);
  say(
    'files',
    'ana',
    { type: 'image', file: picture, width: 640, height: 420, text: lines[5]! },
    hour - minute,
  );
  say(
    'files',
    'ana',
    { type: 'image', file: fakeFile('gone.png', 'image/png', 1), width: 300, height: 200 },
    30 * minute,
  );
  say('files', 'ana', { type: 'poll', fallback: lines[1]! } as unknown as Body, 20 * minute);
  for (const [index, file] of [big, photo].entries()) {
    const body: Body =
      index === 0 ? { type: 'file', file } : { type: 'image', file, width: 640, height: 420 };
    const row = say('files', 'me', body, minute, { state: 'pending', seq: 2 ** 50 + 10 + index });
    client.outboxRows.push({
      cid: row.cid,
      order: index,
      conversation: row.conversation,
      op: { kind: 'message', conversation: row.conversation, body },
      state: 'waiting',
      attempts: 1,
      upload: {
        file: file.id,
        size: file.size,
        offset: Math.round(file.size * 0.4),
        done: false,
        paused: index === 1,
      },
    });
  }

  const naughty = [
    '<img src=x onerror="document.title=1"> <b>bold</b> &amp; <script>alert(1)</script>',
    'javascript:alert(1) data:text/html,x http://ok.example/?a=1&b=2. (https://en.wikipedia.org/wiki/Cat_(animal))',
    'Supercalifragilistic'.repeat(12),
    'three\n\n   spaces   and\ttabs\nlines',
    '‮ reversed? ‬ مرحبا hello שלום 123',
    'Z̸̢̛͇͎a̷l̶g̵o ﷽ 👩‍👩‍👧‍👦🏳️‍🌈 ￼',
    `https://example.org/${'very/long/path/'.repeat(20)}`,
    script.long,
  ];
  for (const [index, words] of naughty.entries())
    say('naughty', index % 3 === 1 ? 'me' : 'ana', text(words), (naughty.length - index) * minute);

  const rich: [sender: string, words: string, extra?: Partial<MessageRow>][] = [
    [
      'ana',
      `${lines[4]} @Me\n${lines[1]}`,
      { body: { ...text(`@Me ${lines[1]}`), mentions: ['me'] } as never },
    ],
    ['ana', `> ${lines[0]}\n> ${lines[1]}\n${lines[8]}, \`npm install\` 🙂`],
    [
      'me',
      `${lines[3]}\n\`\`\`ts\nconst lamp = await order('green');\nif (!lamp) return; // never <b>markup</b>\n\`\`\``,
    ],
    ['me', '🎉👍'],
    ['ana', '❤️'],
    ['ana', lines[4]!, { replyTo: 3 }],
    ['ana', 'Hello, מה שלומך?\nمرحبا، كيف الحال؟\nshop@example.org · www.example.org'],
    ['me', `> ${lines[7]}\n${lines[8]}`],
  ];
  for (const [index, [sender, words, extra]] of rich.entries())
    say('rich', sender, text(words), (rich.length - index) * minute, extra);

  const last = (id: string) => {
    const row = client.messages.get(id)!.at(-1)!;
    return {
      seq: row.seq,
      sender: row.sender,
      ts: row.ts,
      type: row.body?.type ?? 'deleted',
      text: (row.body as { text?: string } | undefined)?.text ?? '',
    };
  };
  const readAll = { read: 99, readOrd: 99, delivered: 99 };
  client.conversationRows = [
    fakeConversation('direct', {
      members: [me, people.ana],
      last: last('direct'),
      ts: now - minute,
      me: { ...readAll, pinned: true },
    }),
    fakeConversation('group', {
      kind: 'group',
      title: script.group,
      members: [me, people.ana, people.bo, people.chidi, people.ming, people.leila],
      last: { ...last('group'), sender: 'ming' as never, text: '好的，周四下午见。' },
      ts: now - 19 * minute,
      unreadCount: 2,
      mentioned: true,
      me: { read: 5, readOrd: 5, delivered: 5 },
    }),
    fakeConversation('files', {
      members: [me, people.bo],
      last: { ...last('files'), type: 'image', text: '' },
      ts: now - 3 * hour,
      me: readAll,
    }),
    fakeConversation('naughty', {
      members: [me, people.chidi],
      last: last('naughty'),
      ts: now - 26 * hour,
      draft: script.draft,
      me: readAll,
    }),
    fakeConversation('many', {
      members: [me, people.ming],
      ts: now - 3 * 24 * hour,
      unreadCount: 1482,
      me: { ...readAll, muted: true },
      last: {
        seq: 1,
        sender: 'ming' as never,
        ts: now - 3 * 24 * hour,
        type: 'text',
        text: '好的，周四下午见。<b>你好</b>',
      },
    }),
    fakeConversation('gone', {
      members: [me, people.leila],
      ts: now - 20 * 24 * hour,
      last: { seq: 1, sender: 'leila' as never, ts: now - 20 * 24 * hour, type: 'deleted', text: '' },
      me: { ...readAll, unread: true },
    }),
    fakeConversation('old', {
      kind: 'support',
      title: 'Pneumonoultramicroscopicsilicovolcanoconiosis support',
      members: [me, people.bo],
      ts: now - 500 * 24 * hour,
      last: { seq: 1, sender: 'bo' as never, ts: now - 500 * 24 * hour, type: 'file', text: 'Report.pdf' },
      me: readAll,
    }),
    fakeConversation('rich', { members: [me, people.ana], ts: now - 800 * 24 * hour, me: readAll }),
    fakeConversation('kept', {
      kind: 'group',
      title: lines[5]!,
      members: [me, people.ana, people.chidi],
      ts: now - 40 * 24 * hour,
      last: { seq: 1, sender: 'me' as never, ts: now - 40 * 24 * hour, type: 'file', text: 'Song.m4a' },
      me: { ...readAll, archived: true },
    }),
    fakeConversation('empty', { members: [me, people.ana], ts: now - 900 * 24 * hour, me: readAll }),
  ];
  client.presences.set('ana', 'online').set('chidi', 'away');
  return client;
}
