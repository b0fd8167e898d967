import { assert, fixture, html } from '@open-wc/testing';
import { matchLocale } from '../locales/messages.js';
import { until } from '../testing/wait.js';
import { allGroups } from './emoji.js';
import type { TimEmojiPicker } from './emoji-picker.js';
import { GridPlace } from './grid-place.js';
import { labels } from './labels.js';
import { openEmojiPicker } from './open.js';
import { emojiWords, searchEmoji } from './search.js';
import { withTone } from './tone.js';

async function pickerOf(locale = 'en'): Promise<TimEmojiPicker> {
  const picker = await fixture<TimEmojiPicker>(html`<tim-emoji-picker .locale=${locale}></tim-emoji-picker>`);
  await picker.updateComplete;
  return picker;
}

const cells = (picker: TimEmojiPicker) => [
  ...picker.renderRoot.querySelectorAll<HTMLElement>('[role=gridcell]'),
];
const emojiOf = (cell: HTMLElement | undefined) => cell?.textContent?.trim();
const focused = (picker: TimEmojiPicker) => picker.shadowRoot!.activeElement as HTMLElement | null;

function picked(picker: TimEmojiPicker): string[] {
  const all: string[] = [];
  picker.addEventListener('tim-emoji', (event) => all.push(event.emoji));
  return all;
}

function search(picker: TimEmojiPicker, words: string): HTMLInputElement {
  const field = picker.renderRoot.querySelector('input')!;
  field.value = words;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  return field;
}

const key = (on: HTMLElement, name: string, init: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', {
    key: name,
    bubbles: true,
    cancelable: true,
    composed: true,
    ...init,
  });
  on.dispatchEvent(event);
  return event;
};

// Nothing recent, no tone: also what the page itself remembers is gone then.
beforeEach(() => localStorage.setItem('tim-emoji', '{"recent":[],"tone":0}'));
afterEach(() => localStorage.removeItem('tim-emoji'));

test('a click picks; what was picked comes first the next time', async () => {
  const picker = await pickerOf();
  const all = picked(picker);
  const wave = await until(() => cells(picker).find((cell) => emojiOf(cell) === '😍'));
  wave.click();
  assert.deepEqual(all, ['😍']);
  const next = await pickerOf();
  await until(() => emojiOf(cells(next)[0]) === '😍');
  assert.include(next.renderRoot.querySelector('.title')!.textContent!, 'Recently used');
  // Its name comes with the words of the language.
  await until(() => cells(next)[0]!.getAttribute('aria-label') === 'smiling face with heart-eyes');
});

test('only what is near is drawn, and its height is kept for the rest', async () => {
  const picker = await pickerOf();
  await until(() => cells(picker).length);
  assert.isBelow(cells(picker).length, 700);
  const sections = [...picker.renderRoot.querySelectorAll<HTMLElement>('.section')];
  assert.lengthOf(sections, allGroups().filter((group) => group.emoji.length > 0).length);
  for (const section of sections) assert.isAbove(section.offsetHeight, 100);
});

test('arrows walk the grid, over the ends of groups, and End goes to what was not drawn yet', async () => {
  const picker = await pickerOf();
  await until(() => cells(picker).length);
  const field = picker.renderRoot.querySelector('input')!;
  field.focus();
  key(field, 'ArrowDown');
  await until(() => emojiOf(focused(picker)!) === '😀');
  key(focused(picker)!, 'ArrowRight');
  await until(() => emojiOf(focused(picker)!) === '😃');
  key(focused(picker)!, 'End', { ctrlKey: true });
  const flags = allGroups().at(-1)!.emoji;
  await until(() => emojiOf(focused(picker)!) === flags.at(-1)!.emoji);
  key(focused(picker)!, 'Home', { ctrlKey: true });
  await until(() => emojiOf(focused(picker)!) === '😀');
  key(focused(picker)!, 'ArrowUp');
  assert.equal(focused(picker), field);
});

test('arrows are mirrored where one reads from right to left', async () => {
  const picker = await pickerOf('ar');
  await until(() => picker.renderRoot.querySelector('.root')!.getAttribute('dir') === 'rtl');
  await until(() => cells(picker).length);
  key(picker.renderRoot.querySelector('input')!, 'ArrowDown');
  await until(() => emojiOf(focused(picker)!) === '😀');
  key(focused(picker)!, 'ArrowLeft');
  await until(() => emojiOf(focused(picker)!) === '😃');
});

test('a search finds words that begin so, and Enter takes the first', async () => {
  const picker = await pickerOf();
  const all = picked(picker);
  await emojiWords('en');
  const field = search(picker, 'thumbs u');
  await until(() => emojiOf(cells(picker)[0]) === '👍' && picker.renderRoot.querySelector('.tabs') === null);
  assert.match(picker.renderRoot.querySelector('[role=status]')!.textContent!, /Results: \d+/);
  assert.isFalse(key(field, 'Enter', { isComposing: true }).defaultPrevented);
  assert.deepEqual(all, []);
  key(field, 'Enter');
  assert.deepEqual(all, ['👍']);
  search(picker, 'qqqqq');
  await until(() => picker.renderRoot.querySelector('.none'));
  key(field, 'Escape');
  assert.equal(field.value, '');
  await until(() => picker.renderRoot.querySelector('.tabs'));
});

test('in another language its own words and the English ones are found', async () => {
  const [chinese, english] = await Promise.all([emojiWords('zh-CN'), emojiWords('en')]);
  const everything = allGroups().flatMap((group) => group.emoji);
  const find = (query: string) =>
    searchEmoji(everything, query, [chinese, english]).map(({ emoji }) => emoji);
  assert.include(find('猫'), '🐱');
  assert.include(find('cat'), '🐱');
  assert.include(find('Hôt dog'), '🌭');
  assert.deepEqual(find(' : '), []);
});

test('every language has a name for every emoji, and all labels', async () => {
  const count = allGroups().reduce((sum, group) => sum + group.emoji.length, 0);
  assert.isAbove(count, 1500);
  for (const tag of Object.keys(labels)) {
    assert.equal(matchLocale(tag), tag);
    const words = await emojiWords(tag);
    for (const { emoji } of allGroups())
      for (const one of emoji) assert.notEqual(words.name(one.line).trim(), '', `${tag} ${one.emoji}`);
    for (const name of Object.values(labels[tag]!.names)) assert.isNotEmpty(name, tag);
  }
  assert.deepEqual(['zh-Hant-HK', 'zh', 'pt', 'en-GB', 'xx', 'zh-TW'].map(matchLocale), [
    'zh-TW',
    'zh-CN',
    'pt-BR',
    'en',
    'en',
    'zh-TW',
  ]);
});

test('the skin tone is chosen by keyboard, kept, and put on those that have one', async () => {
  const picker = await pickerOf();
  const tone = () => picker.renderRoot.querySelector<HTMLElement>('.tone')!;
  tone().click();
  await until(() => focused(picker)?.getAttribute('role') === 'radio');
  key(focused(picker)!, 'ArrowLeft');
  assert.equal(focused(picker)!.getAttribute('aria-label'), 'Dark');
  focused(picker)!.click();
  await until(() => tone().getAttribute('aria-label') === 'Skin tone: Dark' && focused(picker) === tone());
  const all = picked(picker);
  await emojiWords('en');
  search(picker, 'waving hand');
  (await until(() => cells(picker).find((cell) => emojiOf(cell) === '👋🏿'))).click();
  assert.deepEqual(all, ['👋🏿']);
  assert.equal(emojiOf(cells(await pickerOf())[0]) ?? '👋🏿', '👋🏿');
  assert.equal(
    (await pickerOf()).renderRoot.querySelector('.tone')!.getAttribute('aria-label'),
    'Skin tone: Dark',
  );
});

test('a tone stands behind each person, in place of the mark for colour', () => {
  assert.equal(withTone('👍', 0), '👍');
  assert.equal(withTone('👍', 1), '👍🏻');
  assert.equal(withTone('✌️', 5), '✌🏿');
  assert.equal(withTone('🧑‍🤝‍🧑', 3), '🧑🏽‍🤝‍🧑🏽');
});

test('without storage, or with nonsense in it, all works', async () => {
  localStorage.setItem('tim-emoji', '{"recent":[1,null,"👍"],"tone":9}');
  const picker = await pickerOf();
  await until(() => emojiOf(cells(picker)[0]) === '👍');
  localStorage.setItem('tim-emoji', '[');
  await pickerOf();
});

test('the grid place stays inside, and keeps its column', () => {
  const place = new GridPlace();
  place.lay([3, 10, 1], 4);
  const go = (name: string, init: KeyboardEventInit = {}) =>
    place.move(new KeyboardEvent('keydown', { key: name, ...init }), 'ltr') && [place.section, place.index];
  assert.deepEqual(go('End'), [0, 2]);
  assert.deepEqual(go('ArrowDown'), [1, 2]);
  assert.deepEqual(go('ArrowDown'), [1, 6]);
  assert.deepEqual(go('ArrowDown'), [1, 9]);
  assert.deepEqual(go('ArrowDown'), [2, 0]);
  assert.deepEqual(go('ArrowDown'), [2, 0]);
  assert.deepEqual(go('ArrowLeft'), [1, 9]);
  assert.deepEqual(go('PageUp'), [0, 1]);
  assert.deepEqual(go('ArrowUp'), [0, 1]);
  assert.isFalse(go('a'));
  assert.equal(place.rowCount, 5);
});

test('opened beside a button it picks, closes and gives the focus back', async () => {
  const from = await fixture<HTMLButtonElement>(html`<button>open</button>`);
  const all: string[] = [];
  let closed = 0;
  const open = () =>
    openEmojiPicker({
      root: document.body,
      from,
      locale: 'en',
      picked: (emoji) => all.push(emoji),
      closed: () => closed++,
    });
  const picker = open();
  (await until(() => cells(picker)[3])).click();
  assert.deepEqual(all, ['😁']);
  await until(() => closed === 1);
  assert.equal(document.activeElement, from);
  assert.isNull(from.getAttribute('aria-expanded'));
  assert.isFalse(picker.isConnected);

  const again = open();
  await until(() => cells(again).length && again.matches(':popover-open'));
  const box = again.getBoundingClientRect();
  assert.isAtLeast(box.left, 0);
  assert.isAtLeast(box.top, 0);
  assert.isAtMost(box.right, innerWidth);
  assert.isAtMost(box.bottom, innerHeight);
  key(again.renderRoot.querySelector('input')!, 'Escape');
  await until(() => closed === 2);
  assert.deepEqual(all, ['😁']);

  // It goes with what it was in, and its button must open the next one.
  const gone = open();
  await until(() => gone.matches(':popover-open'));
  gone.remove();
  assert.equal(closed, 3);
  assert.isNull(from.getAttribute('aria-expanded'));
  assert.isNull(from.popoverTargetElement);
});

test('is accessible', async () => {
  for (const theme of ['light', 'dark']) {
    const picker = await pickerOf();
    picker.setAttribute('theme', theme);
    await until(
      () => cells(picker).length && cells(picker)[0]!.getAttribute('aria-label') === 'grinning face',
    );
    await assert.isAccessible(picker);
    search(picker, 'cat');
    await until(() => picker.renderRoot.querySelector('[data-key=found]'));
    await assert.isAccessible(picker);
  }
});
