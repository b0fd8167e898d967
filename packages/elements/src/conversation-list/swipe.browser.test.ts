import { assert } from '@open-wc/testing';
import { until } from '../testing/wait.js';
import type { TimConversationList } from './conversation-list.js';
import { clientOf, listOf, option } from './list.fixture.js';

/** A finger on a row, at these offsets from where it came down. */
function touch(list: TimConversationList, id: string) {
  const row = option(list, id);
  const { left, top, width } = row.getBoundingClientRect();
  const send = (type: string, x: number, y: number) =>
    row.dispatchEvent(
      new PointerEvent(type, {
        pointerType: 'touch',
        pointerId: 7,
        isPrimary: true,
        clientX: left + width / 2 + x,
        clientY: top + 30 + y,
        bubbles: true,
        composed: true,
      }),
    );
  send('pointerdown', 0, 0);
  return {
    move: (x: number, y = 0) => send('pointermove', x, y),
    up: (x = 0, y = 0) => send('pointerup', x, y),
    cancel: () => send('pointercancel', 0, 0),
  };
}

const shift = (list: TimConversationList, id: string) =>
  new DOMMatrix(getComputedStyle(option(list, id).querySelector('.face')!).transform).e;
const under = (list: TimConversationList, id: string) =>
  option(list, id).querySelector('.under')?.textContent?.trim();

for (const [lang, sign] of [
  ['en', 1],
  ['ar', -1],
] as const) {
  test(`a swipe towards the end of the line marks unread, one towards its start archives, ${lang}`, async () => {
    const client = clientOf(4);
    const list = await listOf(client, {}, lang);
    let finger = touch(list, 'c1');
    finger.move(20 * sign);
    finger.move(60 * sign);
    await until(() => under(list, 'c1'));
    assert.equal(shift(list, 'c1'), 60 * sign);
    if (lang === 'en') assert.equal(under(list, 'c1'), 'Mark as unread');
    assert.isFalse(option(list, 'c1').hasAttribute('data-armed'));
    finger.move(100 * sign);
    assert.isTrue(option(list, 'c1').hasAttribute('data-armed'));
    finger.up(100 * sign);
    await until(() => client.called('markUnread').length === 1);
    await until(() => !under(list, 'c1'));
    assert.equal(shift(list, 'c1'), 0);

    finger = touch(list, 'c2');
    finger.move(-40 * sign);
    finger.move(-120 * sign);
    finger.up(-120 * sign);
    await until(() => client.called('setFlags').length === 1);
    assert.deepEqual(client.called('setFlags')[0], ['c2', { archived: true }]);
    await until(() => !option(list, 'c2'));
  });
}

test('a short swipe, or one that the browser takes for scrolling, does nothing', async () => {
  const client = clientOf(4);
  const list = await listOf(client);
  let finger = touch(list, 'c1');
  finger.move(40);
  finger.up(40);
  finger = touch(list, 'c1');
  finger.move(40);
  finger.move(120);
  finger.cancel();
  // Up and down goes first, even if the finger wanders sideways afterwards.
  finger = touch(list, 'c1');
  finger.move(4, 20);
  finger.move(160, 30);
  finger.up(160, 30);
  await until(() => shift(list, 'c1') === 0 && !under(list, 'c1'));
  assert.lengthOf(
    client.calls.filter(({ method }) => method !== 'presence'),
    0,
  );
  assert.equal(getComputedStyle(option(list, 'c1')).touchAction, 'pan-y');
});

test('the click after a swipe chooses nothing, the next one does', async () => {
  const list = await listOf(clientOf(2));
  const finger = touch(list, 'c1');
  finger.move(30);
  finger.up(30);
  option(list, 'c1').click();
  assert.equal(list.selected, '');
  touch(list, 'c1').up();
  option(list, 'c1').click();
  assert.equal(list.selected, 'c1' as never);
});
