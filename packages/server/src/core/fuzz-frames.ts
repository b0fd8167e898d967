/**
 * Frames for the fuzz test: each begins as a right frame of some type and is spoilt in one or more ways.
 * All chance comes from the given source, so a seed repeats a run.
 */

export type Random = () => number;

/** mulberry32: small, and the same on every machine. */
export function seeded(seed: number): Random {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Generated {
  data: string | Uint8Array;
  isBinary: boolean;
  /** How it was spoilt, for a report. */
  how: string;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** Ids that exist, of conversations that the sender is no member of. */
export interface Known {
  conversations: string[];
  users: string[];
  file: string;
}

export function generate(random: Random, known: Known, number: number): Generated {
  const cid = `0199c7e0-1b00-7000-9000-${number.toString(16).padStart(12, '0')}`;
  const base = right(random, known, cid, number + 1);
  const how = pick(random, ways);
  return { ...spoil[how](base, random), how };
}

/** A right frame of any type. Writes and requests are about what the sender may not see. */
function right(random: Random, known: Known, cid: string, id: number): { [key: string]: Json } {
  const conversation = pick(random, known.conversations);
  const body = pick<Json>(random, [
    { type: 'text', text: 'hello' },
    { type: 'file', file: { id: known.file, name: 'a.txt', mime: 'text/plain', size: 3 } },
    {
      type: 'image',
      file: { id: known.file, name: 'a.png', mime: 'image/png', size: 3 },
      width: 1,
      height: 1,
    },
    { type: 'custom', name: 'shop.card', fallback: 'A card', data: { price: 1, tags: ['a', { b: null }] } },
  ]);
  const op = pick<{ [key: string]: Json }>(random, [
    { kind: 'create', conversation: cid, type: 'group', members: [pick(random, known.users)], title: 'T' },
    { kind: 'message', conversation, body, replyTo: 1 },
    { kind: 'edit', conversation, target: 2, body },
    { kind: 'delete', conversation, target: 2 },
    { kind: 'react', conversation, target: 2, emoji: '👍', on: true },
    { kind: 'members', conversation, add: ['mallory'], remove: [pick(random, known.users)] },
    { kind: 'title', conversation, title: 'Mine now' },
  ]);
  const limit = 10;
  return pick<{ [key: string]: Json }>(random, [
    { t: 'write', cid, op },
    { t: 'write', cid, op },
    { t: 'write', cid, op },
    {
      t: 'hello',
      v: [1, 1],
      features: [],
      token: 'x.y.z',
      device: 'd',
      resume: { epoch: 'e', version: 1, limit },
    },
    { t: 'auth', id, token: 'x.y.z' },
    {
      t: 'mark',
      id,
      conversation,
      read: 1,
      delivered: 1,
      unread: true,
      pinned: true,
      archived: true,
      muted: false,
    },
    { t: 'history', id, conversation, before: 5, limit },
    { t: 'ops', id, conversation, epoch: 'e', after: 0, limit },
    { t: 'sync', id, epoch: 'e', version: 0, limit },
    { t: 'heads', id, conversations: [conversation] },
    { t: 'members', id, conversation, after: 'a', limit },
    { t: 'presence', id, users: [...known.users] },
    { t: 'file', id, conversation, file: known.file },
    { t: 'search', id, text: 'hel 你', conversation, limit },
    { t: 'search', id, text: '"NEAR(* -', before: 9 },
    { t: 'ping', id },
    { t: 'signal', kind: 'typing', conversation, on: true },
    { t: 'signal', kind: 'presence', state: 'away' },
  ]);
}

/** Values that no field expects, or only just. */
const odd: ((random: Random) => Json)[] = [
  () => null,
  () => true,
  () => -1,
  () => 0,
  () => 1.5,
  () => 2 ** 53,
  () => -(2 ** 53),
  () => 1e308,
  () => '',
  () => '1',
  () => [],
  () => ({}),
  () => [[[]]],
  () => 'a\u0000b',
  () => '\ud800',
  () => 'x\udfff\ud800y',
  () => '../../etc/passwd',
  () => "'; DROP TABLE users; --",
  () => '__proto__',
  () => 'constructor',
  () => '<script>alert(1)</script>',
  () => '\u202e\u200b\ufeff',
  () => ({ toString: 'x', valueOf: 1 }),
  () => ({ length: 1e9 }),
  () => parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'),
  (random) => 'x'.repeat(Math.floor(random() * 20_000)),
  (random) => Array<Json>(Math.floor(random() * 3000)).fill('a'),
  (random) => nested(Math.floor(random() * 38)),
  (random) => pick(random, ['direct', 'group', 'support']),
];

function nested(depth: number): Json {
  let value: Json = 'end';
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { d: value };
  return value;
}

/** Keeps `__proto__` as a key of its own, which an object literal would not. */
function parse(text: string): Json {
  return JSON.parse(text) as Json;
}

const text = (value: unknown): Omit<Generated, 'how'> => ({ data: JSON.stringify(value), isBinary: false });

/** Every object and array within, with the keys that it has. */
function places(value: Json, found: { holder: { [key: string]: Json }; key: string }[] = []) {
  if (value !== null && typeof value === 'object') {
    const holder = value as { [key: string]: Json };
    for (const key of Object.keys(holder)) {
      found.push({ holder, key });
      places(holder[key]!, found);
    }
  }
  return found;
}

type Spoiler = (frame: { [key: string]: Json }, random: Random) => Omit<Generated, 'how'>;

const spoil = {
  'as it is': (frame) => text(frame),

  'odd value'(frame, random) {
    const { holder, key } = pick(random, places(frame));
    holder[key] = pick(random, odd)(random);
    return text(frame);
  },

  'odd values'(frame, random) {
    for (let i = 0; i < 3; i++) {
      const { holder, key } = pick(random, places(frame));
      holder[key] = pick(random, odd)(random);
    }
    return text(frame);
  },

  'key gone'(frame, random) {
    const { holder, key } = pick(random, places(frame));
    if (Array.isArray(holder)) holder.length = 0;
    else delete holder[key];
    return text(frame);
  },

  'key too many'(frame, random) {
    const { holder } = pick(random, places(frame));
    const key = pick(random, [
      'extra',
      '__proto__',
      'constructor',
      'prototype',
      'hasOwnProperty',
      'toJSON',
      '',
      '0',
    ]);
    if (Array.isArray(holder)) holder.push(pick(random, odd)(random));
    else Object.defineProperty(holder, key, { value: pick(random, odd)(random), enumerable: true });
    return text(frame);
  },

  'key twice'(frame) {
    return { data: JSON.stringify(frame).replace(/\}$/, ',"t":"nothing","t":{}}'), isBinary: false };
  },

  'unknown type'(frame, random) {
    frame.t = pick(random, [
      '',
      'nothing',
      'Write',
      'welcome',
      'ack',
      '__proto__',
      'constructor',
      'toString',
    ]);
    return text(frame);
  },

  'cut short'(frame, random) {
    const whole = JSON.stringify(frame);
    return { data: whole.slice(0, Math.floor(random() * whole.length)), isBinary: false };
  },

  'too much'(frame) {
    return { data: `${JSON.stringify(frame)}}`, isBinary: false };
  },

  binary(frame, random) {
    const bytes = Buffer.from(JSON.stringify(frame));
    if (random() < 0.5)
      for (let i = 0; i < 8; i++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
    return { data: bytes, isBinary: true };
  },

  'not UTF-8'(frame, random) {
    const bytes = Buffer.from(JSON.stringify(frame));
    bytes[Math.floor(random() * bytes.length)] = pick(random, [0xff, 0xc0, 0x80, 0xed]);
    return { data: bytes, isBinary: false };
  },

  'no object'(frame, random) {
    const data = pick(random, [
      '',
      ' ',
      'null',
      'true',
      '0',
      '"text"',
      '[]',
      '{',
      '{}',
      'NaN',
      'undefined',
      '\u0000',
      '\ufeff{}',
      "{t:'ping',id:1}",
      '{"t":"ping","id":1e999}',
      JSON.stringify([frame]),
      JSON.stringify(JSON.stringify(frame)),
      String.fromCharCode(...Array.from({ length: 40 }, () => Math.floor(random() * 65536))),
    ]);
    return { data, isBinary: false };
  },

  'too large'(frame, random) {
    const data = JSON.stringify({ ...frame, pad: 'x'.repeat(70_000) });
    return random() < 0.5 ? { data, isBinary: false } : { data: Buffer.from(data), isBinary: false };
  },

  'largest that fits'(frame) {
    const whole = JSON.stringify(frame);
    const room = 64 * 1024 - Buffer.byteLength(whole);
    return { data: whole + ' '.repeat(Math.max(room, 0)), isBinary: false };
  },

  'very deep'(frame, random) {
    const depth = 50 + Math.floor(random() * 15_000);
    const [open, close] = pick(random, [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const);
    const value = `${open.repeat(depth)}1${close.repeat(depth)}`;
    const data = JSON.stringify(frame).replace(/\}$/, `,"data":${value}}`);
    return { data: data.slice(0, 65_536), isBinary: false };
  },
} satisfies Record<string, Spoiler>;

/** These end the connection, or are large, and cost more than others: they come a quarter as often. */
const costly = new Set<string>([
  'cut short',
  'too much',
  'binary',
  'not UTF-8',
  'no object',
  'too large',
  'largest that fits',
  'very deep',
] satisfies (keyof typeof spoil)[]);

const ways = (Object.keys(spoil) as (keyof typeof spoil)[]).flatMap((way) =>
  Array<typeof way>(costly.has(way) ? 1 : 4).fill(way),
);
