import { assert, fixture, html } from '@open-wc/testing';
import axe from 'axe-core';
import './index.js';
import { provideClient } from './base/context.js';
import type { FakeClient } from './testing/fake-client.js';
import { clientWith, fakeFile, text } from './testing/samples.js';
import { frames, until } from './testing/wait.js';

/** Something of everything, at the end of a thread. */
function richClient(): FakeClient {
  const client = clientWith(6);
  const [me, ana] = ['me', 'ana'] as never[];
  client.receive('c', 'ana', text('a quote'), {
    replyTo: 2,
    reactions: [{ emoji: '👍', users: [me!, ana!] }],
  });
  client.receive('c', 'ana', { type: 'file', file: fakeFile('a.pdf', 'application/pdf', 1200) });
  client.receive('c', 'ana', text('see https://example.org/'), { edited: { seq: 9, ts: 1 } });
  client.receive('c', 'me', text('gone'), { body: undefined, deleted: { seq: 11, ts: 1, by: me! } });
  client.receive('c', 'me', text('read'));
  client.receive('c', 'me', text('bad'), {
    state: 'failed',
    seq: 2 ** 50 + 1,
    failure: { code: 'forbidden' },
  });
  client.conversationRows[0]!.draft = 'a draft';
  client.conversationRows[0]!.unreadCount = 2;
  client.connectionState = { status: 'offline', storage: 'memory' };
  client.outboxRows = [];
  return client;
}

async function page(theme: string, lang: string, accent?: string): Promise<HTMLElement> {
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${lang === 'ar' ? 'rtl' : 'ltr'}></div>`);
  box.style.setProperty('color-scheme', theme);
  box.style.setProperty('background', theme === 'dark' ? '#111' : '#fff');
  if (accent) box.style.setProperty('--tim-accent', accent);
  const client = richClient();
  provideClient(box, client);
  for (const tag of [
    'tim-connection-status',
    'tim-conversation-list',
    'tim-thread',
    'tim-uploader',
    'tim-composer',
  ] as const) {
    const element = document.createElement(tag);
    if (tag === 'tim-thread') element.style.setProperty('height', '900px');
    if ('conversation' in element) element.conversation = 'c' as never;
    if ('selected' in element) element.selected = 'c' as never;
    box.append(element);
  }
  const thread = box.querySelector('tim-thread')!;
  await until(() => thread.renderRoot.querySelector('.failure'));
  await client.sendFile('c' as never, new Blob(['12345']), { name: 'up.bin' });
  await until(() => box.querySelector('tim-uploader')!.renderRoot.querySelector('.tray'));
  await frames(30);
  return box;
}

async function faults(box: HTMLElement): Promise<string[]> {
  const result = await axe.run(box, { rules: { region: { enabled: false } } });
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`),
  );
}

for (const theme of ['light', 'dark'])
  for (const lang of ['en', 'ar'])
    test(`axe finds nothing, ${theme}, ${lang}`, async () => {
      assert.deepEqual(await faults(await page(theme, lang)), []);
    });

test('axe finds nothing in the menu of a message and in a quote bar', async () => {
  const box = await page('light', 'en');
  const thread = box.querySelector('tim-thread')!;
  const client = thread.im as FakeClient;
  box.querySelector('tim-composer')!.reply(client.messages.get('c')![1]!, 'Ana Lima');
  thread.renderRoot.querySelector<HTMLElement>('.other .more')!.click();
  await until(() => thread.renderRoot.querySelector('tim-message-menu:popover-open'));
  await frames(20);
  assert.deepEqual(await faults(box), []);
});

test('text on the accent keeps its contrast whatever the accent', async () => {
  const accents = [
    'yellow',
    '#facc15',
    'white',
    'black',
    '#e11d48',
    '#f97316',
    '#10b981',
    'lime',
    'blue',
    '#888',
  ];
  for (const theme of ['light', 'dark'])
    for (const accent of accents) {
      const box = await fixture<HTMLElement>(html`<div></div>`);
      box.style.setProperty('color-scheme', theme);
      box.style.setProperty('--tim-accent', accent);
      const composer = document.createElement('tim-composer');
      composer.client = clientWith(0);
      composer.conversation = 'c' as never;
      box.append(composer);
      await composer.updateComplete;
      composer.value = 'x';
      await composer.updateComplete;
      const send = composer.renderRoot.querySelector('.send')!;
      await frames(1);
      const style = getComputedStyle(send);
      const ratio = contrast(style.color, style.backgroundColor);
      assert.isAtLeast(ratio, 4.45, `${accent} in ${theme}: ${style.color} on ${style.backgroundColor}`);
    }
});

test('right to left: own messages at the left, others at the right', async () => {
  const box = await page('light', 'ar');
  const thread = box.querySelector('tim-thread')!;
  const middle = thread.getBoundingClientRect().left + thread.getBoundingClientRect().width / 2;
  const centre = (selector: string) => {
    const at = thread.renderRoot.querySelector(selector)!.getBoundingClientRect();
    return at.left + at.width / 2;
  };
  assert.isBelow(centre('.own .bubble'), middle);
  assert.isAbove(centre('.other .bubble'), middle);
  const send = box.querySelector('tim-composer')!.renderRoot.querySelector('.send')!;
  assert.isBelow(send.getBoundingClientRect().left, middle);
  // Nothing sticks out of the page's side.
  assert.isAtMost(thread.renderRoot.querySelector('.scroller')!.scrollWidth, thread.clientWidth);
});

test('no element writes a style attribute into its markup that a strict policy would refuse', async () => {
  const box = await page('light', 'en');
  const list = box.querySelector('tim-conversation-list')!;
  // Set through the CSSOM, the value is there although the template has no such attribute.
  assert.notEqual(
    list.renderRoot.querySelector<HTMLElement>('.avatar')!.style.getPropertyValue('--_avatar-hue'),
    '',
  );
  assert.isEmpty(box.querySelectorAll('style'));
});

/** WCAG 2 contrast of two computed colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const xyz = /^color\(xyz(?:-d65)? ([\d.e+-]+) ([\d.e+-]+)/.exec(color);
  if (xyz) return Number(xyz[2]);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
