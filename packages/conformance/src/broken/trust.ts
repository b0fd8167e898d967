import { accept, type Breakage, down, drop, on, up } from './breakage.js';

/** The rules of tokens, bounds, versions and errors (T, B, V, E), broken. */
export const trustBreakages: Breakage[] = [
  {
    rule: 'T1',
    what: 'signatures are not looked at',
    only: 'forged',
    hooks: (sign) => ({
      async up(frame) {
        if (frame.t !== 'hello') return frame;
        const claims = JSON.parse(Buffer.from(frame.token.split('.')[1], 'base64url').toString());
        return { ...frame, token: await sign(claims) };
      },
    }),
  },
  {
    rule: 'T1',
    what: 'alg none is taken',
    only: 'none',
    hooks: (sign) => ({
      async up(frame) {
        if (frame.t !== 'hello') return frame;
        const [header, claims] = frame.token
          .split('.')
          .map((part: string) => Buffer.from(part, 'base64url').toString());
        return header.includes('none') ? { ...frame, token: await sign(JSON.parse(claims)) } : frame;
      },
    }),
  },
  {
    rule: 'T1',
    what: 'tokens never end',
    only: 'is over',
    hooks: (sign) => ({
      async up(frame) {
        if (frame.t !== 'hello') return frame;
        const claims = JSON.parse(Buffer.from(frame.token.split('.')[1], 'base64url').toString());
        return { ...frame, token: await sign({ ...claims, exp: claims.exp + 3600 }) };
      },
    }),
  },
  {
    rule: 'T1',
    what: 'another close code',
    only: 'forged',
    hooks: () => ({ close: (got) => (got === 4401 ? 4400 : got) }),
  },
  { rule: 'T2', what: 'no warning', only: 'less than', hooks: () => drop('expiring') },
  {
    rule: 'T2',
    what: 'the connection outlives its token',
    only: 'less than',
    hooks: (sign) => ({
      async up(frame) {
        if (frame.t !== 'hello') return frame;
        const claims = JSON.parse(Buffer.from(frame.token.split('.')[1], 'base64url').toString());
        return { ...frame, token: await sign({ ...claims, exp: claims.exp + 3600 }) };
      },
      down(frame, tunnel) {
        if (frame.t !== 'welcome') return frame;
        frame.expires -= 3_600_000;
        setTimeout(() => tunnel.closeClient(4401), 12_500);
        return [frame, { t: 'expiring', in: 3000 }];
      },
    }),
  },
  {
    rule: 'T3',
    what: 'renewal changes nothing',
    only: 'auth renews',
    hooks: () =>
      up(
        'auth',
        (frame, tunnel) => void tunnel.toClient({ t: 'ok', id: frame.id, expires: Date.now() + 1_800_000 }),
      ),
  },
  {
    rule: 'T3',
    what: "another user's token is taken",
    only: 'forbidden',
    hooks: () => down('error', (frame) => (frame.code === 'forbidden' ? { t: 'ok', id: frame.id } : frame)),
  },
  {
    rule: 'T4',
    what: 'a token in the address is taken',
    hooks: () => ({
      opened(tunnel) {
        const token = new URL(tunnel.url, 'http://x').searchParams.get('token');
        if (token) tunnel.toServer({ t: 'hello', v: [1, 1], features: [], token, device: 'd' });
      },
    }),
  },
  {
    rule: 'T5',
    what: 'visitors with any id',
    only: 'a visitor gets',
    hooks: () => ({
      response(answer) {
        if (answer.request.endsWith('/v1/visitors'))
          answer.body = Buffer.from(answer.body.toString().replace('"v.', '"x.'));
      },
    }),
  },
  { rule: 'T5', what: 'visitors may do all', only: 'may create only', hooks: () => accept('forbidden') },
  {
    rule: 'B1',
    what: 'long texts are cut',
    only: 'a text over',
    hooks: () =>
      up('write', (frame) => {
        const { body } = frame.op;
        if (body?.text) body.text = body.text.slice(0, 5000);
        return frame;
      }),
  },
  {
    rule: 'B1',
    what: 'no limits in welcome',
    only: 'welcome names',
    hooks: () =>
      on('welcome', (frame) => {
        delete frame.limits.unacked;
      }),
  },
  {
    rule: 'B2',
    what: 'answers are lost in a flood',
    only: 'flood',
    hooks: () => drop(['ack', 'refuse'], ({ seq, code: why }) => seq === 30 || why === 'rate_limited'),
  },
  {
    rule: 'B3',
    what: 'no bound',
    only: 'too many',
    hooks: () => drop('error', ({ code: why }) => why === 'rate_limited'),
  },
  {
    rule: 'B3',
    what: 'no after',
    only: 'too many',
    hooks: () =>
      on(['error', 'refuse'], (frame) => {
        delete frame.after;
      }),
  },
  { rule: 'B4', what: 'pushes are dropped without a word', only: 'too slow', hooks: () => drop('lag') },
  {
    rule: 'V1',
    what: 'features that only the client has',
    hooks: () => {
      let asked: string[] = [];
      return {
        up(frame) {
          if (frame.t === 'hello') asked = frame.features;
          return frame;
        },
        down(frame) {
          if (frame.t === 'welcome') frame.features = asked;
          return frame;
        },
      };
    },
  },
  {
    rule: 'V4',
    what: 'a custom body without fallback',
    hooks: () =>
      up('write', (frame) => {
        const { body } = frame.op;
        if (body?.type === 'custom') body.fallback ??= '?';
        return frame;
      }),
  },
  {
    rule: 'E1',
    what: 'a refusal for good that says retry',
    hooks: () =>
      on(['refuse', 'error'], (frame) => {
        frame.retry = true;
      }),
  },
  {
    rule: 'E1',
    what: 'unknown codes',
    hooks: () =>
      on(['refuse', 'error'], (frame) => {
        frame.code = 'oops';
      }),
  },
  {
    rule: 'E2',
    what: 'a stack in the detail',
    hooks: () =>
      on(['refuse', 'error'], (frame) => {
        frame.detail = 'Error\n at f (file:///srv/app/x.js:1:2)';
      }),
  },
  {
    rule: 'E2',
    what: 'a query in the detail',
    hooks: () =>
      on(['refuse', 'error'], (frame) => {
        frame.detail = 'SELECT * FROM messages';
      }),
  },
];
