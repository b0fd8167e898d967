import { type Breakage, down, drop, on, up } from './breakage.js';

/** The rules of cursors, pointers and signals (C, P, S), broken. */
export const cursorsBreakages: Breakage[] = [
  {
    rule: 'C1',
    what: 'a version that jumps',
    only: 'grows',
    hooks: () =>
      on(['op', 'ack', 'pointer'], (frame) => {
        if (frame.version) frame.version *= 2;
      }),
  },
  {
    rule: 'C2',
    what: 'newest change first',
    hooks: () =>
      on('changes', (frame) => {
        frame.conversations.reverse();
      }),
  },
  {
    rule: 'C2',
    what: 'the first page says that it is the last',
    hooks: () =>
      on('changes', (frame) => {
        frame.more = false;
      }),
  },
  {
    rule: 'C2',
    what: 'the cursor jumps to the end',
    hooks: () =>
      on('changes', (frame) => {
        if (frame.more) frame.version += 1;
      }),
  },
  {
    rule: 'C3',
    what: 'pushes without a version',
    hooks: () =>
      on('op', (frame) => {
        delete frame.version;
      }),
  },
  {
    rule: 'C3',
    what: 'the ok of a mark without a version',
    hooks: () =>
      on('ok', (frame) => {
        delete frame.version;
      }),
  },
  {
    rule: 'C4',
    what: 'no reset',
    hooks: () =>
      down('reset', ({ id, conversation, epoch, head }) => ({
        t: 'ops',
        id,
        conversation,
        epoch,
        head,
        ops: [],
        more: false,
      })),
  },
  {
    rule: 'C5',
    what: 'no reset of the versions',
    hooks: () =>
      on('changes', (frame) => {
        delete frame.reset;
      }),
  },
  {
    rule: 'C5',
    what: 'a version without an epoch',
    hooks: () => up('sync', (frame) => (frame.epoch ? frame : { ...frame, version: 0 })),
  },
  {
    rule: 'C6',
    what: 'versions in large conversations',
    hooks: () =>
      on(['op', 'ack'], (frame) => {
        frame.version ??= 1;
      }),
  },
  {
    rule: 'C6',
    what: 'large conversations are not named',
    hooks: () =>
      on('changes', (frame) => {
        delete frame.large;
      }),
  },
  {
    rule: 'C7',
    what: 'who left is not told',
    hooks: () =>
      on('changes', (frame) => {
        for (const head of frame.conversations) delete head.me.left;
      }),
  },
  {
    rule: 'C7',
    what: 'who left reads on',
    hooks: () =>
      down('error', (frame) =>
        frame.code === 'not_found'
          ? { t: 'page', id: frame.id, conversation: 'x', epoch: 'x', head: 1, from: 1, to: 1, messages: [] }
          : frame,
      ),
  },
  {
    rule: 'P1',
    what: 'a pointer that goes back',
    hooks: () => {
      const marks = new Map<string, number>();
      return {
        up(frame, tunnel) {
          if (frame.t === 'mark' && frame.read) marks.set(tunnel.user!, frame.read);
          return frame;
        },
        down(frame, tunnel) {
          const read = marks.get(tunnel.user!);
          if (frame.t === 'heads' && read) frame.conversations[0].me.read = read;
          return frame;
        },
      };
    },
  },
  {
    rule: 'P1',
    what: 'read leaves delivered behind',
    hooks: () =>
      on('heads', (frame) => {
        for (const { me } of frame.conversations) me.delivered = 0;
      }),
  },
  { rule: 'P2', what: 'pointers stay at home', hooks: () => drop('pointer') },
  {
    rule: 'P2',
    what: 'a mark that moves nothing is told',
    only: 'moves nothing',
    hooks: () => down('pointer', (frame) => [frame, frame]),
  },
  {
    rule: 'P3',
    what: 'marks are told to everybody',
    hooks: () =>
      down('pointer', (frame, tunnel) => {
        for (const one of tunnel.all()) if (one !== tunnel) one.toClient(frame);
        return frame;
      }),
  },
  {
    rule: 'P3',
    what: 'reading does not end it',
    hooks: () =>
      on('heads', (frame) => {
        for (const { me } of frame.conversations) me.unread = true;
      }),
  },
  {
    rule: 'P4',
    what: 'unread counts operations',
    hooks: () =>
      on('heads', (frame) => {
        for (const head of frame.conversations) head.ord = head.seq;
      }),
  },
  {
    rule: 'P4',
    what: 'sending reads everything',
    hooks: () =>
      on('heads', (frame) => {
        for (const head of frame.conversations) head.me.read = head.seq;
      }),
  },
  {
    rule: 'P6',
    what: 'flags stay at home',
    hooks: () => drop('pointer', (frame) => frame.pinned !== undefined),
  },
  {
    rule: 'P6',
    what: 'a flag can only be set',
    hooks: () =>
      up('mark', (frame) => {
        if (frame.pinned === false) delete frame.pinned;
        return frame;
      }),
  },
  {
    rule: 'P6',
    what: 'flags are told to the others',
    hooks: () => ({
      up(frame, tunnel) {
        const { t, conversation, muted } = frame;
        if (t !== 'mark' || muted === undefined) return frame;
        for (const one of tunnel.all())
          if (one.user !== tunnel.user)
            one.toClient({ t: 'pointer', conversation, user: tunnel.user, muted });
        return frame;
      },
    }),
  },
  {
    rule: 'P7',
    what: 'archived stays',
    hooks: () =>
      on('heads', (frame) => {
        for (const { me } of frame.conversations) me.archived = true;
      }),
  },
  {
    rule: 'P7',
    what: 'muted or not',
    hooks: () =>
      on('heads', (frame) => {
        for (const { me } of frame.conversations) if (me.muted) delete me.archived;
      }),
  },
  {
    rule: 'P8',
    what: 'reading ends a mention',
    hooks: () =>
      on('heads', (frame) => {
        for (const { me } of frame.conversations) if (me.mention <= me.read) delete me.mention;
      }),
  },
  {
    rule: 'P8',
    what: 'everybody is mentioned',
    hooks: () =>
      on('heads', (frame) => {
        for (const { me, seq } of frame.conversations) me.mention ??= seq;
      }),
  },
  {
    rule: 'S1',
    what: 'signals are answered',
    only: 'neither',
    hooks: () => ({
      up(frame, tunnel) {
        if (frame.t === 'signal') tunnel.toClient({ t: 'ok', id: 1 });
        return frame;
      },
    }),
  },
  {
    rule: 'S1',
    what: 'strangers may type',
    only: 'make sense',
    hooks: () => ({
      up(frame, tunnel) {
        if (frame.t === 'signal' && frame.kind === 'typing')
          for (const one of tunnel.all()) one.toClient({ ...frame, user: tunnel.user });
        return frame;
      },
    }),
  },
  { rule: 'S2', what: 'typing is lost', hooks: () => drop('signal', ({ kind }) => kind === 'typing') },
  {
    rule: 'S2',
    what: 'typing never stops',
    hooks: () =>
      on('signal', (frame) => {
        if (frame.kind === 'typing') frame.on = true;
      }),
  },
  {
    rule: 'S3',
    what: 'presence of strangers',
    only: 'nobody else',
    hooks: () => {
      const asked = new Map<number, string[]>();
      return {
        up(frame) {
          if (frame.t === 'presence') asked.set(frame.id, frame.users);
          return frame;
        },
        down(frame) {
          if (frame.t === 'presence')
            frame.users = (asked.get(frame.id) ?? []).map((user) => ({ user, state: 'online' }));
          return frame;
        },
      };
    },
  },
  {
    rule: 'S3',
    what: 'away is not told',
    only: 'away',
    hooks: () => drop('signal', ({ kind }) => kind === 'presence'),
  },
];
