import { assert } from '@open-wc/testing';
import type { MessageRow } from '@tokenim/store';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, fakeFile, fill, text } from '../testing/samples.js';
import { ThreadBox } from '../testing/thread-box.js';
import { frames, until } from '../testing/wait.js';
import './thread.js';

// What is on the screen moves by at most 1 px, whatever happens above it: at rest, and while it is being scrolled.

/** Something that happens in the rows that lie above the screen, from the nearest on. */
type Happening = (client: FakeClient, above: MessageRow[]) => unknown;

const happenings: Record<string, Happening> = {
  'a message is edited and longer': (client, [row]) =>
    client.edit('c' as never, row!.cid, text('much longer, '.repeat(60)) as never),
  'a message is edited and shorter': (client, [, row]) =>
    client.edit('c' as never, row!.cid, text('k') as never),
  'reactions are added': async (client, above) => {
    for (const row of above.slice(0, 4)) await client.react('c' as never, row.cid, '🎉', true);
  },
  'messages are deleted': async (client, above) => {
    for (const row of above.slice(0, 3)) await client.remove('c' as never, row.cid);
  },
  'rows are removed': async (client, above) => {
    for (const row of above.slice(0, 5)) await client.discard(row.cid);
  },
  'messages are put between': (client, [row]) => {
    for (let i = 1; i < 4; i++)
      client.receive('c', 'ana', text('late, '.repeat(20)), { seq: row!.seq + i / 10 });
  },
};

/** The rows above the screen, nearest first. */
function above(client: FakeClient, box: ThreadBox): MessageRow[] {
  const first = box.lines.indexOf(box.at(0));
  const cids = box.lines.slice(0, first).map((line) => line.dataset.cid);
  return cids.reverse().map((cid) => client.messages.get('c')!.find((row) => row.cid === cid)!);
}

for (const [what, happen] of Object.entries(happenings)) {
  test(`nothing moves when above it ${what}`, async () => {
    const client = clientWith(300);
    const box = await ThreadBox.of(client);
    box.thread.showMessage(150);
    await until(() => box.find('.highlighted'));
    await box.rest();
    const { cid } = box.at(0.5).dataset;
    const before = box.top(cid);
    const rows = above(client, box).slice(2);
    const height = box.scroller.scrollHeight;
    await happen(client, rows);
    await until(() => box.scroller.scrollHeight !== height);
    await box.rest();
    assert.isAtMost(Math.abs(box.top(cid) - before), 1);
  });

  test(`a scroll goes on evenly when above it ${what}`, async () => {
    const client = clientWith(300);
    const box = await ThreadBox.of(client);
    box.thread.showMessage(200);
    await until(() => box.find('.highlighted'));
    await box.rest();
    await scrollEvenly(box, 40, (n) => {
      if (n === 10) void happen(client, above(client, box).slice(2));
    });
  });
}

/** Scrolls up in each frame, and looks each time how far what is on the screen has gone. */
async function scrollEvenly(box: ThreadBox, count: number, also: (n: number) => void): Promise<void> {
  const step = 20;
  for (let n = 0; n < count; n++) {
    const { cid } = box.at(0.3).dataset;
    const before = box.top(cid);
    const from = box.scroller.scrollTop;
    if (from < step) break;
    box.scroller.scrollTop = from - step;
    also(n);
    await frames(1);
    assert.isAtMost(Math.abs(box.top(cid) - before - step), 1, `frame ${n}`);
  }
}

test('nothing moves when 50 older messages arrive, again and again', async () => {
  const client = clientWith(0);
  const all = fill(client, 'c', 400);
  client.messages.set('c', all.slice(340));
  client.remote.set('c', all.slice(0, 340));
  const box = await ThreadBox.of(client);
  for (let round = 0; round < 4; round++) {
    box.scroller.scrollTop = 60;
    await frames(1);
    const { cid } = box.at(0.5).dataset;
    const before = box.top(cid);
    await box.rest();
    assert.isAtMost(Math.abs(box.top(cid) - before), 1, `round ${round}`);
  }
  assert.isAbove(client.called('loadBefore').length, 2);
});

test('a scroll goes on evenly while older messages arrive', async () => {
  const client = clientWith(0);
  const all = fill(client, 'c', 400);
  client.messages.set('c', all.slice(320));
  client.remote.set('c', all.slice(0, 320));
  const box = await ThreadBox.of(client);
  await box.toMiddle();
  await scrollEvenly(box, 150, () => {});
  assert.isAbove(client.called('loadBefore').length, 0);
});

test('nothing moves when pictures above it get their bytes', async () => {
  const client = clientWith(60);
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="9" height="9"/></svg>';
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  const { blob } = client;
  client.blob = async (...args) => {
    await given;
    return blob.apply(client, args);
  };
  for (let i = 0; i < 6; i++) {
    const file = fakeFile(`p${i}.svg`, 'image/svg+xml', svg.length);
    client.files.set(file.id, new Blob([svg], { type: 'image/svg+xml' }));
    client.receive('c', 'ana', { type: 'image', file, width: 400, height: 300 }, { seq: 20 + i / 10 });
  }
  const box = await ThreadBox.of(client);
  box.thread.showMessage(21);
  await until(() => box.find('.highlighted'));
  await box.rest();
  const { cid } = box.at(0.6).dataset;
  const before = box.top(cid);
  give();
  await until(() =>
    [...box.thread.renderRoot.querySelectorAll('img')].some((img) => img.complete && img.naturalWidth),
  );
  await box.rest();
  assert.isAtMost(Math.abs(box.top(cid) - before), 1);
});

test('the place is kept when a keyboard takes half of the screen, and gives it back', async () => {
  const client = clientWith(200);
  const box = await ThreadBox.of(client, 380, 640);
  box.resize(380, 300);
  await frames(4);
  assert.isBelow(box.fromEnd, 1.5, 'at the end');
  box.resize(380, 640);
  await frames(4);
  assert.isBelow(box.fromEnd, 1.5, 'at the end, again');
  box.thread.showMessage(100);
  await until(() => box.find('.highlighted'));
  await box.rest();
  const { cid } = box.at(0).dataset;
  const before = box.top(cid);
  for (const height of [300, 640]) {
    box.resize(380, height);
    await frames(4);
    assert.isAtMost(Math.abs(box.top(cid) - before), 1, `${height} px`);
  }
});

test('the place is kept when a phone is turned, and back', async () => {
  const client = clientWith(200);
  const box = await ThreadBox.of(client, 380, 640);
  box.thread.showMessage(100);
  await until(() => box.find('.highlighted'));
  await box.rest();
  for (const [width, height] of [
    [640, 340],
    [380, 640],
  ] as const) {
    // The first that is not cut off.
    const edge = box.scroller.getBoundingClientRect().top;
    const { cid } = box.lines.find((line) => line.getBoundingClientRect().top >= edge)!.dataset;
    const before = box.top(cid);
    box.resize(width, height);
    await frames(6);
    await box.rest();
    assert.isAtMost(Math.abs(box.top(cid) - before), 1, `${width} px`);
  }
});

test('a message taller than the screen stays where it is while older ones arrive and one above it changes', async () => {
  const client = clientWith(0);
  const all = fill(client, 'c', 200);
  all[150]!.body = text('a very long one, '.repeat(900)) as never;
  client.messages.set('c', all.slice(140));
  client.remote.set('c', all.slice(0, 140));
  const box = await ThreadBox.of(client, 380, 500);
  box.thread.showMessage(151);
  await until(() => box.find('.highlighted'));
  await box.rest();
  const line = box.find('.highlighted .line') as HTMLElement;
  box.scroller.scrollTop += line.getBoundingClientRect().height / 2;
  await frames(2);
  const { cid } = line.dataset;
  const before = box.top(cid);
  await client.edit('c' as never, all[148]!.cid, text('longer, '.repeat(200)) as never);
  await box.rest();
  assert.isAtMost(Math.abs(box.top(cid) - before), 1, 'edited above');
  await client.loadBefore('c' as never, all[140]!.seq);
  await box.rest();
  assert.isAtMost(Math.abs(box.top(cid) - before), 1, 'older ones');
});

test('the place is kept when the size of type, the density or the language changes', async () => {
  const client = clientWith(200);
  const box = await ThreadBox.of(client, 380, 500);
  box.thread.showMessage(100);
  await until(() => box.find('.highlighted'));
  await box.rest();
  const changes: Record<string, () => void> = {
    type: () => box.thread.style.setProperty('--tim-size', '20px'),
    density: () => box.thread.setAttribute('density', 'compact'),
    language: () => {
      box.thread.locale = 'ar';
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    const edge = box.scroller.getBoundingClientRect().top;
    const { cid } = box.lines.find((line) => line.getBoundingClientRect().top >= edge)!.dataset;
    const before = box.top(cid);
    change();
    await frames(6);
    await box.rest();
    assert.isAtMost(Math.abs(box.top(cid) - before), 1, what);
  }
});

test('who types and writes at the end moves nothing for who reads in the middle', async () => {
  const client = clientWith(120);
  const box = await ThreadBox.of(client, 380, 500);
  box.thread.showMessage(100);
  await until(() => box.find('.highlighted'));
  await box.rest();
  const { cid } = box.at(0.5).dataset;
  const before = box.top(cid);
  client.emit('typing', { conversation: 'c' as never, user: 'ana' as never, on: true });
  await box.rest();
  assert.isAtMost(Math.abs(box.top(cid) - before), 1, 'typing');
  for (let i = 0; i < 30; i++) client.receive('c', 'ana', text(`news ${i}`));
  await box.rest();
  assert.isAtMost(Math.abs(box.top(cid) - before), 1, 'news');
});

for (const share of [0.2, 0.8]) {
  test(`what is read beside a hole at ${share} of the screen stays where it is when the hole is filled`, async () => {
    const client = clientWith(0);
    const all = fill(client, 'c', 200);
    client.remote.set('c', all.slice(80, 140));
    client.messages.set('c', [...all.slice(0, 80), ...all.slice(140)]);
    client.online = false;
    const box = await ThreadBox.of(client, 380, 600);
    box.thread.showMessage(141);
    await until(() => box.find('.highlighted'));
    const button = await until(() => box.find<HTMLButtonElement>('.hole button'));
    const { top, height } = box.scroller.getBoundingClientRect();
    box.scroller.scrollTop += box.find('.hole')!.getBoundingClientRect().top - top - height * share;
    await box.rest();
    const { cid } = box.at(0.5).dataset;
    const before = box.top(cid);
    client.online = true;
    button.click();
    await until(() => client.messages.get('c')!.length > 140);
    await box.rest();
    assert.isAtMost(Math.abs(box.top(cid) - before), 1);
  });
}
