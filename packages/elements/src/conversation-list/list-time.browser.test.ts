import { assert } from '@open-wc/testing';
import type { Localize } from '../base/localize.js';
import { listTime } from './list-time.js';

const words: Record<string, string> = { justNow: 'now', yesterday: 'Yesterday' };
const l = (tag: string) => ({ tag, t: (key: string) => words[key] }) as unknown as Localize;
const minute = 60_000;
const now = new Date(2026, 10, 25, 15, 30).getTime();

test('times in a list: now, minutes, time of day, yesterday, weekday, date', () => {
  const at = (...date: [number, number, number, number?, number?]) =>
    listTime(l('en-GB'), new Date(...date).getTime(), now);
  assert.equal(listTime(l('en-GB'), now - 20_000, now), 'now');
  // A clock that is ahead of ours.
  assert.equal(listTime(l('en-GB'), now + 5 * minute, now), 'now');
  assert.equal(listTime(l('en'), now - 5 * minute, now), '5 min');
  assert.equal(at(2026, 10, 25, 14, 29), '14:29');
  assert.match(at(2026, 10, 25, 0, 5), /^0?0:05$/);
  assert.equal(at(2026, 10, 24, 23, 59), 'Yesterday');
  assert.equal(at(2026, 10, 19, 12), 'Thu');
  assert.equal(at(2026, 10, 18, 12), '18 Nov');
  assert.equal(at(2025, 11, 31, 12), '31/12/25');
});

test('times in a list are those of the language', () => {
  assert.equal(listTime(l('zh-CN'), now - 5 * minute, now), '5分钟');
  assert.match(listTime(l('en-US'), new Date(2026, 10, 25, 14, 29).getTime(), now), /^2:29\sPM$/);
  assert.match(listTime(l('de'), now - 5 * minute, now), /^5 Min\.?$/);
});
