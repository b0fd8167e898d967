import { demoPeople } from '../../playground/people.js';
import { numberedCid } from './cid.js';
import { signToken, type TestApp, type TokenUser } from './tokens.js';
import { Wire, WireError } from './wire.js';

/** People of the demo shop who only write to it; the desk's people stand in playground/people.ts. */
const customers: TokenUser[] = [
  { id: 'lucia', name: 'Lucía Romero' },
  { id: 'xiaolin', name: '林晓' },
  { id: 'amal', name: 'أمل منصور' },
];

/** One line of a dialogue: who says it, and with `reaction` who answers it by an emoji. */
interface Line {
  by: string;
  text: string;
  reaction?: { by: string; emoji: string };
}

interface Dialogue {
  type: 'support' | 'group' | 'direct';
  /** The first writes `create`. */
  members: string[];
  title?: string;
  lines: Line[];
}

const dialogues: Dialogue[] = [
  {
    type: 'group',
    members: ['maya', 'siyuan', 'yusuf'],
    title: 'Studio',
    lines: [
      { by: 'maya', text: 'The kiln opens on Friday at four. Who can help with unloading?' },
      { by: 'siyuan', text: '我四点可以到。' },
      { by: 'yusuf', text: 'وأنا أيضًا، بعد الرابعة بقليل.', reaction: { by: 'maya', emoji: '🙏' } },
    ],
  },
  {
    type: 'direct',
    members: ['maya', 'siyuan'],
    lines: [
      { by: 'siyuan', text: '新的青釉样片放在你桌上了。' },
      { by: 'maya', text: 'Thank you! The left one, I think. It runs less at the foot.' },
    ],
  },
  {
    type: 'support',
    members: ['amal'],
    title: 'أمل منصور',
    lines: [
      { by: 'amal', text: 'مرحبًا، هل تشحنون إلى عمّان؟' },
      { by: 'yusuf', text: 'أهلًا أمل، نعم. يصل الطرد خلال 6 إلى 8 أيام عمل، والشحن مجاني فوق 80 €.' },
      {
        by: 'amal',
        text: 'ممتاز، سأطلب الطقم الأزرق (Blue Set) إذًا.',
        reaction: { by: 'yusuf', emoji: '👍' },
      },
    ],
  },
  {
    type: 'support',
    members: ['xiaolin'],
    title: '林晓',
    lines: [
      { by: 'xiaolin', text: '你好，请问“海盐”杯还会补货吗？' },
      { by: 'siyuan', text: '你好！下一窑是月底的星期五，大约会有十二只。要给你留两只吗？' },
      { by: 'xiaolin', text: '好的，两只，谢谢！另外可以用微波炉吗？' },
      { by: 'siyuan', text: '可以的，洗碗机也没问题。', reaction: { by: 'xiaolin', emoji: '❤️' } },
    ],
  },
  {
    type: 'support',
    members: ['lucia'],
    title: 'Lucía Romero',
    lines: [
      { by: 'lucia', text: 'Hi, order 1042 came today and one cup has a crack in the handle.' },
      {
        by: 'maya',
        text: 'Oh no, I am sorry. Another one leaves this afternoon, you need not send anything back.',
      },
      { by: 'lucia', text: 'That was quick, thank you!', reaction: { by: 'maya', emoji: '🎉' } },
      { by: 'lucia', text: 'Could you put in the other glaze card too?' },
    ],
  },
];

/**
 * Fills the demo app with a few people and conversations, by the protocol, as clients would. The ids of the writes
 * are fixed, so what is there already is acknowledged again and not written twice (rule W3).
 */
export async function seedDemo(endpoint: string, app: TestApp): Promise<void> {
  const people: TokenUser[] = [...demoPeople, ...customers];
  const wires = new Map<string, Wire>();
  try {
    // All first: who has never connected cannot be made a member (rule W8).
    for (const person of people) {
      const token = await signToken(app, person, 600);
      wires.set(person.id, await Wire.open({ endpoint, token, device: 'demo-data' }));
    }
    for (const [index, dialogue] of dialogues.entries()) await seedDialogue(wires, index, dialogue);
  } finally {
    for (const wire of wires.values()) wire.close();
  }
}

async function seedDialogue(wires: Map<string, Wire>, index: number, dialogue: Dialogue): Promise<void> {
  const { type, members, title, lines } = dialogue;
  const [creator, ...others] = members;
  let number = 0;
  const write = async (by: string, op: Record<string, unknown>) => {
    try {
      return await wires.get(by)!.write(numberedCid(index, number++), op);
    } catch (error) {
      // Another version of this data wrote it with other words: what is there stays.
      if (error instanceof WireError && ['conflict', 'invalid', 'not_found'].includes(error.code))
        return undefined;
      throw error;
    }
  };
  const conversation = type === 'direct' ? `d~${[...members].sort().join('~')}` : numberedCid(index, 0);
  await write(creator!, { kind: 'create', conversation, type, members: others, ...(title ? { title } : {}) });
  // Who answers has read what was said before.
  const read = async (by: string, seq: number) => {
    if (seq > 0) await wires.get(by)!.request({ t: 'mark', conversation, read: seq });
  };
  let newest = 0;
  for (const { by, text, reaction } of lines) {
    await read(by, newest);
    const ack = await write(by, { kind: 'message', conversation, body: { type: 'text', text } });
    newest = ack?.seq ?? newest;
    if (!reaction || !ack) continue;
    await read(reaction.by, newest);
    await write(reaction.by, {
      kind: 'react',
      conversation,
      target: ack.seq,
      emoji: reaction.emoji,
      on: true,
    });
  }
}
