import { accept, type Breakage, code, drop, isNew, on, text, up } from './breakage.js';
import type { Any, Tunnel } from './proxy.js';

/** The rules of writes (W), broken. */
export const writesBreakages: Breakage[] = [
  {
    rule: 'W1',
    what: 'any cid is taken',
    hooks: () =>
      up('write', (frame) => {
        const at = String(frame.cid);
        return /^[0-9a-f-]{36}$/.test(at) && at[14] === '7' ? frame : { t: 'ping', id: 900_000 };
      }),
  },
  {
    rule: 'W2',
    what: 'acknowledged and not stored',
    hooks: () => {
      const seqs = new Map<string, number>();
      return up('write', (frame, tunnel) => {
        const { conversation, kind } = frame.op ?? {};
        if (kind === 'create') {
          seqs.set(conversation, 1);
          return frame;
        }
        const seq = (seqs.get(conversation) ?? 1) + 1;
        seqs.set(conversation, seq);
        tunnel.toClient({
          t: 'ack',
          cid: frame.cid,
          conversation,
          epoch: 'x',
          seq,
          ts: 1,
          ord: seq - 1,
          version: 9,
        });
        return undefined;
      });
    },
  },
  {
    rule: 'W2',
    what: 'ack without ord',
    hooks: () =>
      on('ack', (frame) => {
        delete frame.ord;
      }),
  },
  {
    rule: 'W3',
    what: 'cids are not remembered',
    hooks: () => {
      const real = new Map<string, string>();
      let n = 0;
      return {
        up(frame) {
          if (frame.t !== 'write' || frame.op?.kind !== 'message') return frame;
          const fresh = `0199c7e0-${Math.floor(Math.random() * 65536)
            .toString(16)
            .padStart(4, '0')}-7000-8000-${(n++).toString(16).padStart(12, '0')}`;
          real.set(fresh, frame.cid);
          return { ...frame, cid: fresh };
        },
        down: (frame) => (real.has(frame.cid) ? { ...frame, cid: real.get(frame.cid) } : frame),
      };
    },
  },
  {
    rule: 'W3',
    what: 'another payload under the same cid is taken for a repeat',
    hooks: () => accept('conflict'),
  },
  {
    rule: 'W3',
    what: 'a repeat goes out again',
    hooks: () => {
      const acks = new Set<string>();
      let pushed: Any;
      return {
        down(frame, tunnel) {
          if (frame.t === 'op') pushed = frame;
          if (frame.t === 'ack') {
            if (acks.has(frame.cid) && pushed) for (const one of tunnel.all()) one.toClient(pushed);
            acks.add(frame.cid);
          }
          return frame;
        },
      };
    },
  },
  {
    rule: 'W3',
    what: 'the order of members matters',
    hooks: () => {
      const seen = new Map<string, string>();
      return up('write', (frame, tunnel) => {
        const was = seen.get(frame.cid) ?? text(frame.op);
        seen.set(frame.cid, was);
        if (was === text(frame.op)) return frame;
        tunnel.toClient({ t: 'refuse', cid: frame.cid, code: 'conflict', retry: false });
        return undefined;
      });
    },
  },
  {
    rule: 'W4',
    what: 'refusals overtake',
    hooks: () => {
      const held = new Map<Tunnel, Any[]>();
      return {
        down(frame, tunnel) {
          if (frame.t !== 'ack') return frame;
          const acks = [...(held.get(tunnel) ?? []), frame];
          held.set(tunnel, acks);
          if (acks.length === 1)
            setTimeout(() => {
              held.delete(tunnel);
              for (const one of acks) tunnel.toClient(one);
            }, 30);
          return undefined;
        },
      };
    },
  },
  {
    rule: 'W5',
    what: 'a refused cid is used up',
    hooks: () => {
      const refused = new Set<string>();
      return {
        up(frame, tunnel) {
          if (frame.t !== 'write' || !refused.has(frame.cid)) return frame;
          tunnel.toClient({ t: 'refuse', cid: frame.cid, code: 'conflict', retry: false });
          return undefined;
        },
        down(frame) {
          if (frame.t === 'refuse') refused.add(frame.cid);
          return frame;
        },
      };
    },
  },
  { rule: 'W6', what: 'what is forbidden is done', hooks: () => accept('forbidden') },
  { rule: 'W6', what: 'ids can be probed', hooks: () => code('not_found', 'forbidden') },
  { rule: 'W7', what: 'any target is taken', hooks: () => accept('not_found') },
  { rule: 'W7', what: 'what is deleted can be edited', hooks: () => accept('invalid') },
  {
    rule: 'W7',
    what: 'a state said again is refused',
    hooks: () => {
      const said = new Set<string>();
      return up('write', (frame, tunnel) => {
        if (!['react', 'delete'].includes(frame.op?.kind) || isNew(said, text(frame.op))) return frame;
        tunnel.toClient({ t: 'refuse', cid: frame.cid, code: 'invalid', retry: false });
        return undefined;
      });
    },
  },
  {
    rule: 'W8',
    what: 'a direct conversation that exists is a conflict',
    hooks: () => {
      const made = new Set<string>();
      return up('write', (frame, tunnel) => {
        if (frame.op?.kind !== 'create' || isNew(made, frame.op.conversation)) return frame;
        tunnel.toClient({ t: 'refuse', cid: frame.cid, code: 'conflict', retry: false });
        return undefined;
      });
    },
  },
  { rule: 'W8', what: 'unknown members are taken', hooks: () => accept('not_found') },
  {
    rule: 'W9',
    what: 'agents do not hear of support conversations',
    hooks: () => drop('op', (frame) => ['create', 'members'].includes(frame.op.kind)),
  },
  {
    rule: 'W10',
    what: 'replyTo is not looked at',
    hooks: () =>
      up('write', (frame) => {
        delete frame.op?.replyTo;
        return frame;
      }),
  },
  {
    rule: 'W12',
    what: 'mentions are lost',
    hooks: () =>
      up('write', (frame) => {
        delete frame.op?.body?.mentions;
        return frame;
      }),
  },
  {
    rule: 'W12',
    what: 'an edit mentions',
    hooks: () => {
      const edits = new Map<string, number>();
      return {
        up(frame) {
          if (frame.op?.kind === 'edit' && frame.op.body.mentions)
            edits.set(frame.op.conversation, frame.op.target);
          return frame;
        },
        down(frame) {
          for (const { id, me } of frame.t === 'heads' ? frame.conversations : [])
            if (me.mention) me.mention = edits.get(id) ?? me.mention;
          return frame;
        },
      };
    },
  },
];
