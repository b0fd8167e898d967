import { accept, type Breakage, down, drop, isNew, noClose, on, up } from './breakage.js';
import type { Any, Tunnel } from './proxy.js';

/** The rules of hello and of frames (H, F), broken. */
export const connectionBreakages: Breakage[] = [
  { rule: 'H1', what: 'no close for another first frame', only: 'another first', hooks: () => noClose(4400) },
  {
    rule: 'H1',
    what: 'a second hello is ignored',
    only: 'second',
    hooks: () => {
      const greeted = new WeakSet<Tunnel>();
      return up('hello', (frame, tunnel) => (isNew(greeted, tunnel) ? frame : undefined));
    },
  },
  {
    rule: 'H2',
    what: 'any range of versions is welcome',
    hooks: () => up('hello', (frame) => ({ ...frame, v: [1, 1] })),
  },
  {
    rule: 'H2',
    what: 'a version is named that the client does not speak',
    hooks: () =>
      on('welcome', (frame) => {
        frame.v = 2;
      }),
  },
  {
    rule: 'H3',
    what: 'welcome without the name',
    hooks: () =>
      on('welcome', (frame) => {
        delete frame.user.name;
      }),
  },
  {
    rule: 'H3',
    what: 'another end of the token',
    hooks: () =>
      on('welcome', (frame) => {
        frame.expires += 60_000;
      }),
  },
  {
    rule: 'H4',
    what: 'the open thread is not answered',
    hooks: () => drop('ops', (frame) => frame.id === undefined),
  },
  {
    rule: 'H4',
    what: 'changes before ops',
    hooks: () => {
      const held = new Map<Tunnel, Any>();
      return {
        down(frame, tunnel) {
          if (frame.t === 'ops' && frame.id === undefined && tunnel.hello.resume)
            return void held.set(tunnel, frame);
          const ops = held.get(tunnel);
          if (frame.t !== 'changes' || !ops) return frame;
          held.delete(tunnel);
          return [frame, ops];
        },
      };
    },
  },
  {
    rule: 'H4',
    what: 'pushes that come before changes are lost',
    hooks: () => {
      const ready = new WeakMap<Tunnel, number>();
      return {
        down(frame, tunnel) {
          const seen = (ready.get(tunnel) ?? 0) + 1;
          ready.set(tunnel, seen);
          return frame.t === 'op' && tunnel.hello.open && seen < 40 ? undefined : frame;
        },
      };
    },
  },
  {
    rule: 'H5',
    what: 'every connection is another device',
    hooks: () => {
      let n = 0;
      return up('hello', (frame) => ({ ...frame, device: `d-${n++}` }));
    },
  },
  {
    rule: 'H5',
    what: 'a device replaces those of other users',
    hooks: () => {
      const devices = new Map<string, Tunnel>();
      return up('hello', (frame, tunnel) => {
        devices.get(frame.device)?.closeClient(4409);
        devices.set(frame.device, tunnel);
        return frame;
      });
    },
  },
  {
    rule: 'H6',
    what: 'the origin is not looked at',
    hooks: () => ({
      headers: (headers) => {
        delete headers.origin;
      },
    }),
  },
  { rule: 'F1', what: 'binary frames are ignored', hooks: () => ({ swallow: (_, isBinary) => isBinary }) },
  {
    rule: 'F1',
    what: 'what is no object is ignored',
    hooks: () => ({ swallow: (_, isBinary) => !isBinary }),
  },
  {
    rule: 'F2',
    what: 'a bad frame with an id closes',
    hooks: () =>
      down('error', (frame, tunnel) => {
        if (frame.code !== 'bad_frame') return frame;
        tunnel.closeClient(4400);
        return undefined;
      }),
  },
  { rule: 'F2', what: 'a bad write is acknowledged', hooks: () => accept('bad_frame') },
  {
    rule: 'F3',
    what: 'unknown fields are dropped',
    hooks: () => ({
      up: (frame) => {
        delete frame.extra;
        if (frame.op) delete frame.op.extra;
        return frame;
      },
    }),
  },
  {
    rule: 'F4',
    what: 'large client frames are cut',
    only: 'client frame over',
    hooks: () => ({ up: (frame) => ({ t: frame.t, id: frame.id, ...(frame.x ? {} : frame) }) }),
  },
  {
    rule: 'F4',
    what: 'pages of any size',
    only: 'pages',
    hooks: () =>
      on(['ops', 'page'], (frame) => {
        frame.padding = 'x'.repeat(300_000);
      }),
  },
  {
    rule: 'F4',
    what: 'a short page that does not say so',
    only: 'pages',
    hooks: () =>
      on('ops', (frame) => {
        frame.more = false;
      }),
  },
  { rule: 'F5', what: 'answers come twice', hooks: () => down('pong', (frame) => [frame, frame]) },
  { rule: 'F5', what: 'a request is not answered', hooks: () => drop('heads') },
];
