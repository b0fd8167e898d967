import assert from 'node:assert/strict';
import { searchCases } from '@tokenim/protocol/search-cases';
import { check, Skip } from '../check.js';
import { type Context, type Person, text } from '../context.js';

/** Two people who can search, and their conversation. A server without `search` is fine (rule Q1). */
async function searchers(t: Context): Promise<{ a: Person; b: Person; conversation: string }> {
  const [a, b] = await t.people(2);
  a!.send({ t: 'search', id: 990_001, text: 'anything' });
  const answer = await a!.next((frame) => 'id' in frame && frame.id === 990_001, 'an answer to search');
  if (answer.t === 'error' && answer.code === 'bad_frame') throw new Skip('this server has no search');
  return { a: a!, b: b!, conversation: await t.direct(a!, b!) };
}

const find = async (one: Person, words: string, more: object = {}) =>
  (await whole(one, { text: words, ...more })).hits.map(({ message }) => message.seq);

/** A server that has not made all searchable yet says so, and may take some seconds (rule Q3). */
async function whole(one: Person, request: object) {
  for (let tries = 0; ; tries++) {
    const answer = await one.ask('found', { t: 'search', ...request });
    if (!answer.partial) return answer;
    assert.ok(tries < 12, 'still partial after many seconds');
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

export const searchChecks = [
  check('[Q1] search finds what one may read, as it is now, and nothing else', async (t) => {
    const { a, b, conversation } = await searchers(t);
    const stranger = await t.connect();
    const { seq } = await a.writeOk(text(conversation, 'a zebra here'));
    assert.deepEqual(await find(b, 'zebra'), [seq]);
    assert.deepEqual(await find(b, 'zebra', { conversation }), [seq]);
    assert.deepEqual(await find(stranger, 'zebra'), [], 'a stranger finds it');
    stranger.send({ t: 'search', id: 990_002, text: 'zebra', conversation });
    const refused = await stranger.next((frame) => 'id' in frame && frame.id === 990_002, 'a refusal');
    assert.deepEqual([refused.t, (refused as { code?: string }).code], ['error', 'not_found']);
    await a.writeOk({ kind: 'edit', conversation, target: seq, body: { type: 'text', text: 'an okapi' } });
    assert.deepEqual([await find(b, 'zebra'), await find(b, 'okapi')], [[], [seq]]);
    await a.writeOk({ kind: 'delete', conversation, target: seq });
    assert.deepEqual(await find(b, 'okapi'), [], 'a deleted message is found');
  }),
  check('[Q2] search knows beginnings of words, no case, no accents, and Chinese at any place', async (t) => {
    const { a, b, conversation } = await searchers(t);
    const { seq: latin } = await a.writeOk(text(conversation, 'Überweisung an Zoë'));
    const { seq: chinese } = await a.writeOk(text(conversation, '我想退款，谢谢'));
    assert.deepEqual(await find(b, 'UBERW zoe'), [latin]);
    assert.deepEqual(await find(b, 'weisung'), []);
    assert.deepEqual(await find(b, 'zoe missing'), []);
    for (const words of ['退', '退款', '想退款']) assert.deepEqual(await find(b, words), [chinese]);
    assert.deepEqual(await find(b, '款退'), []);
    assert.deepEqual(await find(b, '?!'), []);
  }),
  check('[Q2] search finds what the table of the rule says', async (t) => {
    const { a, b, conversation } = await searchers(t);
    const seqs = new Map<string, number>();
    for (const { text: said } of searchCases)
      if (!seqs.has(said)) seqs.set(said, (await a.writeOk(text(conversation, said))).seq);
    let asking = b;
    for (const [i, { text: said, words, found }] of searchCases.entries()) {
      // So many searches are allowed to one connection (rule Q4).
      if (i % 15 === 14) asking = await t.connect(b.user);
      const got = (await find(asking, words, { limit: 50 })).includes(seqs.get(said)!);
      assert.equal(got, found, `"${words}" in "${said}"`);
    }
  }),
  check('[Q3] search goes from the newest on, page by page', async (t) => {
    const { a, b, conversation } = await searchers(t);
    const wanted: number[] = [];
    for (let i = 0; i < 5; i++) wanted.unshift((await a.writeOk(text(conversation, `yak ${i}`))).seq);
    const got: number[] = [];
    let before: number | undefined;
    for (let pages = 0; pages < 20; pages++) {
      const page = await whole(b, { text: 'yak', limit: 2, ...(before ? { before } : {}) });
      assert.ok(page.hits.length <= 2, `${page.hits.length} hits for a limit of 2`);
      got.push(...page.hits.map(({ message }) => message.seq));
      before = page.next;
      if (before === undefined) break;
    }
    assert.deepEqual(got, wanted);
  }),
  check('[Q4] too many searches are refused with a time to wait', async (t) => {
    const { a } = await searchers(t);
    for (let i = 0; i < 24; i++) a.send({ t: 'search', id: 990_100 + i, text: 'x' });
    const refused = await a.next((frame) => frame.t === 'error', 'rate_limited');
    const { code, after } = refused as { code?: string; after?: number };
    assert.equal(code, 'rate_limited');
    assert.ok((after ?? 0) > 0, 'no time to wait');
  }),
];
