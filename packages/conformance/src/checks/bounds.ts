import assert from 'node:assert/strict';
import type { down } from '@tokenim/protocol';
import { check } from '../check.js';
import { type Person, text } from '../context.js';
import { newCid } from '../ids.js';

const isAnswer = (frame: { t: string }) => frame.t === 'ack' || frame.t === 'refuse';

/** Writes with at most `most` unanswered, going on after `rate_limited` as a client should. */
async function flood(
  writer: Person,
  conversation: string,
  count: number,
  value: string,
  most = 20,
): Promise<void> {
  const one = async () => {
    for (;;) {
      const answer = await writer.write(text(conversation, value));
      if (answer.t === 'ack') return;
      if (answer.code !== 'rate_limited') throw new Error(`refused with ${answer.code}`);
      await new Promise((resolve) => setTimeout(resolve, answer.after ?? 100));
    }
  };
  let left = count;
  const worker = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: most }, worker));
}

export const boundChecks = [
  check('[B1] a text over the limit is refused and not stored; one at the limit is taken', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const most = a!.welcome!.limits.text;
    assert.match(await a!.writeRefused(text(conversation, 'x'.repeat(most + 1))), /^(too_large|bad_frame)$/);
    const wide = '漢'.repeat(Math.floor(most / 3) + 1);
    assert.match(await a!.writeRefused(text(conversation, wide)), /^(too_large|bad_frame)$/);
    await a!.writeOk(text(conversation, 'x'.repeat(most)));
    const { messages } = await b!.ask('page', { t: 'history', conversation });
    assert.deepEqual(
      messages.map(({ body }) => (body as { text: string }).text.length),
      [most],
    );
  }),
  check('[B1] NUL and lone surrogates are refused', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    for (const bad of ['a\u0000b', '\ud83d', 'x\ude00']) {
      assert.equal(await a!.writeRefused(text(conversation, bad)), 'bad_frame');
    }
  }),
  check('[B2] [W4] a flood of writes: each answered once, in order, stored or rate_limited', async (t) => {
    const [a, b] = await t.people(2);
    const conversation = await t.direct(a!, b!);
    const cids = Array.from({ length: 300 }, () => newCid());
    for (const cid of cids) a!.send({ t: 'write', cid, op: text(conversation, 'flood') });
    await a!.answerTo(cids.at(-1)!);
    const answers = (a!.frames as (down.Ack | down.Refuse)[]).filter(
      (frame) => isAnswer(frame) && cids.includes(frame.cid),
    );
    assert.deepEqual(
      answers.map(({ cid }) => cid),
      cids,
    );
    for (const answer of answers) {
      if (answer.t === 'refuse') assert.deepEqual([answer.code, answer.retry], ['rate_limited', true]);
    }
    const stored = answers.filter((answer) => answer.t === 'ack').length;
    assert.ok(stored >= Math.min(64, a!.welcome!.limits.unacked), `only ${stored} stored`);
    const { head } = await b!.ask('page', { t: 'history', conversation });
    assert.equal(head, stored + 1);
  }),
  check(
    '[B3] too many frames are refused with rate_limited and after; ten times as many close with 4429',
    async (t) => {
      const client = await t.connect();
      const rate = client.welcome!.limits.frameRate;
      const burst = rate * 2 + 50;
      for (let i = 0; i < burst; i++) client.send({ t: 'ping', id: client.id() });
      await client.next((frame) => frame.t === 'error' && frame.code === 'rate_limited', 'rate_limited');
      const refused = client.frames.find((frame) => frame.t === 'error')!;
      assert.ok((refused.after as number) > 0, 'without after');
      await new Promise((resolve) => setTimeout(resolve, 1200));
      await client.ping();
      for (let i = 0; i < rate * 25 && !client.isClosed; i++) client.send({ t: 'ping', id: client.id() });
      assert.equal((await client.end()).code, 4429);
    },
  ),
  check('[B4] a reader that is too slow gets lag once, pulls, and is pushed to again', async (t) => {
    const writers = await t.people(5);
    const reader = await t.connect();
    const group = await t.group(writers[0]!, ...writers.slice(1), reader);
    const { version, epoch } = await reader.ask('changes', { t: 'sync', version: 0 });
    reader.pause();
    const value = 'x'.repeat(writers[0]!.welcome!.limits.text);
    await Promise.all(writers.map((one) => flood(one, group, 360, value)));
    reader.resume();
    await reader.type('lag');
    const pushed = reader.frames.filter((frame) => frame.t === 'op').length;
    assert.ok(pushed < 1801, 'everything was pushed as well');
    const changes = await reader.ask('changes', { t: 'sync', version, epoch });
    assert.equal(changes.conversations[0]!.seq, 1801);
    const { seq } = await writers[0]!.writeOk(text(group, 'again'));
    await t.heard(group, seq, reader);
    assert.equal(reader.frames.filter((frame) => frame.t === 'lag').length, 1);
  }),
  check(
    '[B4] a reader without progress for 30 s is closed with 4508',
    async (t) => {
      const writers = await t.people(5);
      const reader = await t.connect();
      const group = await t.group(writers[0]!, ...writers.slice(1), reader);
      reader.pause();
      const value = 'x'.repeat(writers[0]!.welcome!.limits.text);
      await Promise.all(writers.map((one) => flood(one, group, 360, value)));
      await new Promise((resolve) => setTimeout(resolve, 40_000));
      reader.resume();
      // What lay in the network's buffers comes first; the socket may be torn down before the close frame gets out.
      const { code } = await reader.end(20_000);
      assert.ok(code === 4508 || code === 1006, `closed with ${code}`);
    },
    'long',
  ),
  check(
    '[B5] a server that stops answers the writes that it took and closes with 4503; they are stored',
    async (t) => {
      const [a, b] = await t.people(2);
      const conversation = await t.direct(a!, b!);
      const cids = Array.from({ length: 40 }, () => newCid());
      for (const cid of cids) a!.send({ t: 'write', cid, op: text(conversation, 'last words') });
      await a!.answerTo(cids[0]!);
      await t.options.drain!();
      assert.equal((await a!.end()).code, 4503);
      assert.equal((await b!.end()).code, 4503);
      const answers = a!.frames.filter((frame) => isAnswer(frame) && cids.includes(frame.cid as never));
      const acks = answers.filter((frame) => frame.t === 'ack').length;
      assert.ok(acks >= 1);
      for (const frame of answers) {
        if (frame.t === 'refuse') assert.equal(frame.code, 'unavailable');
      }
    },
    'drain',
  ),
];
