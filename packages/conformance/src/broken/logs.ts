import { type Breakage, down, drop, on, up } from './breakage.js';
import type { Tunnel } from './proxy.js';

/** The rules of logs and history (L, G), broken. */
export const logsBreakages: Breakage[] = [
  {
    rule: 'L1',
    what: 'a log with a hole',
    hooks: () =>
      on('ops', (frame) => {
        frame.ops.splice(1, 1);
      }),
  },
  {
    rule: 'L1',
    what: 'a seq given twice',
    hooks: () =>
      on('ack', (frame) => {
        if (frame.seq === 5) frame.seq = 4;
      }),
  },
  {
    rule: 'L2',
    what: 'operations change places',
    hooks: () =>
      on('page', (frame) => {
        const [a, b] = frame.messages;
        if (b) [a.cid, b.cid] = [b.cid, a.cid];
      }),
  },
  {
    rule: 'L3',
    what: 'an epoch for every reader',
    hooks: () =>
      on('page', (frame) => {
        frame.epoch = 'other';
      }),
  },
  {
    rule: 'L4',
    what: 'ords count everything',
    hooks: () =>
      on(['ops', 'ack'], (frame) => {
        for (const op of frame.ops ?? []) if (op.message) op.message.ord = op.seq;
        if (frame.ord) frame.ord = frame.seq;
      }),
  },
  {
    rule: 'L5',
    what: 'the writer hears itself',
    only: 'every other connection',
    hooks: () =>
      down('ack', (frame) => [
        frame,
        {
          t: 'op',
          conversation: frame.conversation,
          epoch: frame.epoch,
          version: frame.version,
          op: { kind: 'x', seq: frame.seq, by: 'x', ts: 1 },
        },
      ]),
  },
  {
    rule: 'L5',
    what: 'strangers hear everything',
    only: 'every other connection',
    hooks: () =>
      down('op', (frame, tunnel) => {
        for (const one of tunnel.all()) if (one !== tunnel) one.toClient(frame);
        return frame;
      }),
  },
  {
    rule: 'L5',
    what: 'the removed hear on',
    only: 'a new member',
    hooks: () => {
      const removed = new Set<Tunnel>();
      return down('op', (frame, tunnel) => {
        for (const one of removed) if (one !== tunnel) one.toClient(frame);
        if (frame.op.remove?.includes(tunnel.user)) removed.add(tunnel);
        return frame;
      });
    },
  },
  { rule: 'L5', what: 'a push is lost', hooks: () => drop('op', (frame) => frame.op.kind === 'message') },
  {
    rule: 'L6',
    what: 'either order of the two',
    hooks: () =>
      up('write', (frame) => {
        const { conversation } = frame.op;
        if (frame.op.kind === 'create' && conversation.startsWith('d~')) {
          frame.op.conversation = `d~${conversation.slice(2).split('~').sort().join('~')}`;
        }
        return frame;
      }),
  },
  {
    rule: 'L7',
    what: 'the deleted body stays',
    hooks: () =>
      on('page', (frame) => {
        for (const message of frame.messages)
          if (message.deleted) message.body = { type: 'text', text: 'secret one' };
      }),
  },
  {
    rule: 'L7',
    what: 'former bodies stay in the log',
    hooks: () =>
      on('ops', (frame) => {
        for (const op of frame.ops) if (op.kind === 'edit') op.body = { type: 'text', text: 'secret two' };
      }),
  },
  {
    rule: 'G1',
    what: 'a message is left out',
    hooks: () =>
      on('page', (frame) => {
        if (frame.messages.length > 2) frame.messages.splice(1, 1);
      }),
  },
  {
    rule: 'G1',
    what: 'a page says that it reaches further than it does',
    hooks: () =>
      on('page', (frame) => {
        frame.from = Math.max(1, frame.from - 3);
      }),
  },
  {
    rule: 'G1',
    what: 'descending',
    hooks: () =>
      on('page', (frame) => {
        frame.messages.reverse();
      }),
  },
  {
    rule: 'G1',
    what: 'before and after together',
    only: 'together',
    hooks: () => up('history', ({ after: _, ...frame }) => frame),
  },
  {
    rule: 'G2',
    what: 'an operation is left out',
    only: 'ascending',
    hooks: () =>
      on('ops', (frame) => {
        if (frame.ops.length > 3) frame.ops.splice(2, 1);
      }),
  },
  {
    rule: 'G2',
    what: 'messages as they were',
    only: 'as it is',
    hooks: () =>
      on('ops', (frame) => {
        for (const op of frame.ops)
          if (op.message) op.message = { ...op.message, body: { type: 'text', text: 'old' }, reactions: [] };
      }),
  },
  {
    rule: 'G3',
    what: 'a reaction turned round',
    hooks: () =>
      on('ops', (frame) => {
        for (const op of frame.ops) if (op.kind === 'react') op.on = !op.on;
      }),
  },
  {
    rule: 'G3',
    what: 'an edit without its body',
    hooks: () =>
      on('ops', (frame) => {
        for (const op of frame.ops) delete op.body;
      }),
  },
  {
    rule: 'G5',
    what: 'a page without what is no message',
    hooks: () =>
      on('page', (frame) => {
        delete frame.ops;
      }),
  },
  {
    rule: 'G5',
    what: 'a page with every operation',
    hooks: () =>
      on('page', (frame) => {
        const { seq, by, ts } = frame.ops?.at(-1) ?? {};
        frame.ops?.push({ kind: 'react', seq, by, ts, target: 2, emoji: '👍', on: true });
      }),
  },
  {
    rule: 'G4',
    what: 'pages overtake pushes',
    hooks: () => down('op', (frame, tunnel) => void setTimeout(() => tunnel.toClient(frame), 15)),
  },
];
