import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchCases } from './search-cases.js';
import { fold, matches, matchRanges, queryTerms, spaced } from './search-text.js';

const hit = (text: string, query: string) => matches(text, queryTerms(query));
const marked = (text: string, query: string) =>
  matchRanges(text, queryTerms(query)).map(([from, to]) => text.slice(from, to));

test('[Q2] words are found by their beginnings, in any case, with or without accents', () => {
  assert.ok(hit('Die Überweisung ist da', 'uber'));
  assert.ok(hit('naïve café', 'CAFE nai'));
  assert.ok(hit('Straße', 'strasse'));
  assert.ok(hit('ΟΔΟΣ', 'οδος'));
  assert.ok(hit('İstanbul', 'istanbul'));
  assert.ok(hit('مَدْرَسَة', 'مدرسة'));
  assert.ok(hit('Ёлка', 'елка'));
  assert.ok(hit('full width ＡＢＣ', 'abc'));
  assert.ok(!hit('concatenate', 'cat'));
  assert.ok(hit('the cat', 'cat'));
  assert.ok(!hit('one', 'one two'));
});

test('[Q2] writing without spaces is found at any place, one character included', () => {
  assert.ok(hit('我想退款，谢谢', '退款'));
  assert.ok(hit('我想退款，谢谢', '款'));
  assert.ok(!hit('我想退款', '退货'));
  assert.ok(hit('返品したいです', 'したい'));
  assert.ok(hit('환불해주세요', '불해'));
  assert.ok(hit('ขอคืนเงินครับ', 'คืนเงิน'));
  assert.ok(hit('订单order12', 'order'));
});

test('[Q2] the places are those of the text as it was written', () => {
  assert.deepEqual(marked('Ein CAFÉ, zwei cafés', 'cafe'), ['CAFÉ', 'café']);
  assert.deepEqual(marked('e\u0301t\u00e9 2024', 'ete'), ['e\u0301t\u00e9']);
  assert.deepEqual(marked('我想退款，退款！', '退款'), ['退款', '退款']);
  assert.deepEqual(marked('😀 Straße 😀', 'strass'), ['Straß']);
  assert.deepEqual(marked('a  b', 'a b'), ['a', 'b']);
  assert.deepEqual(marked('你好', 'hello'), []);
});

test('[Q2] what is no word is no query', () => {
  assert.deepEqual(queryTerms('  ... !? '), []);
  assert.deepEqual(queryTerms('😀'), ['😀']);
  assert.equal(queryTerms('a b c d e f g h i j k').length, 8);
  assert.equal(fold('A\tB\nC'), 'a b c');
  assert.equal(spaced('ab你好').trim().replace(/ +/g, ' '), 'ab 你 好');
});

for (const { text, words, found } of searchCases)
  test(`[Q2] "${words}" is ${found ? '' : 'not '}found in "${text}"`, () => {
    assert.equal(hit(text, words), found);
    // An index made of `spaced` has it, too, or a search by one would not even look at it.
    const there = ` ${spaced(fold(text)).trim().replace(/ +/g, ' ')}`;
    const looked = queryTerms(words).map((term) => ` ${spaced(term).trim().replace(/ +/g, ' ')}`);
    if (found) for (const one of looked) assert.ok(there.includes(one), `${there} has not ${one}`);
  });
