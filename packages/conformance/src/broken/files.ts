import { accept, type Breakage, on } from './breakage.js';

const status =
  (request: RegExp, from: number, to: number): Breakage['hooks'] =>
  () => ({
    response(answer) {
      if (request.test(answer.request) && answer.status === from) answer.status = to;
    },
  });

/** The rules of files (U1 to U8), broken in their HTTP and their messages. */
export const fileBreakages: Breakage[] = [
  {
    rule: 'U1',
    what: 'the id of the client is not kept',
    only: 'goes on',
    hooks: () => ({
      request(options) {
        delete options.headers['upload-metadata'];
      },
    }),
  },
  {
    rule: 'U2',
    what: 'a wrong offset',
    only: 'goes on',
    hooks: () => ({
      response(answer) {
        if (answer.request.startsWith('HEAD')) answer.headers['upload-offset'] = '0';
      },
    }),
  },
  { rule: 'U2', what: 'an id is given twice', only: 'goes on', hooks: status(/^POST/, 409, 201) },
  { rule: 'U2', what: "another's upload shows", only: "another user's", hooks: status(/^HEAD/, 404, 200) },
  {
    rule: 'U3',
    what: 'any size is taken',
    hooks: () => ({
      down: (frame) =>
        frame.t === 'refuse' && frame.code === 'invalid'
          ? { t: 'ack', cid: frame.cid, conversation: 'x', epoch: 'x', seq: 2, ts: 1 }
          : frame,
    }),
  },
  { rule: 'U4', what: 'who left reads on', only: 'who left', hooks: status(/^GET/, 403, 200) },
  {
    rule: 'U5',
    what: 'no ranges',
    only: 'signed address',
    hooks: () => ({
      request(options) {
        delete options.headers.range;
      },
    }),
  },
  { rule: 'U5', what: 'any signature is good', only: 'signed address', hooks: status(/^GET/, 403, 200) },
  {
    rule: 'U6',
    what: 'pages may run',
    hooks: () => ({
      response({ headers }) {
        headers['content-disposition'] = 'inline';
      },
    }),
  },
  {
    rule: 'U6',
    what: 'sniffing allowed',
    hooks: () => ({
      response({ headers }) {
        delete headers['x-content-type-options'];
      },
    }),
  },
  {
    rule: 'U6',
    what: 'no sandbox',
    hooks: () => ({
      response({ headers }) {
        delete headers['content-security-policy'];
      },
    }),
  },
  {
    rule: 'U7',
    what: 'what was spoken is left out',
    hooks: () =>
      on('page', ({ messages }) => {
        for (const { body } of messages) delete body.voice;
      }),
  },
  {
    rule: 'U7',
    what: 'a head does not say how long',
    hooks: () =>
      on('heads', ({ conversations }) => {
        for (const { last } of conversations) delete last.duration;
      }),
  },
  { rule: 'U7', what: 'any voice is taken', hooks: () => accept('bad_frame') },
  { rule: 'U7', what: 'a picture speaks', hooks: () => accept('invalid') },
  {
    rule: 'U8',
    what: 'the placeholder is lost',
    hooks: () => ({
      down: (frame) =>
        JSON.parse(JSON.stringify(frame, (key, value) => (key === 'thumb' ? undefined : value))),
    }),
  },
];
