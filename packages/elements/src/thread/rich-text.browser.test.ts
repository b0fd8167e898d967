import { assert, fixture, html } from '@open-wc/testing';
import type { Body } from '@tokenim/protocol';
import type { FakeClient } from '../testing/fake-client.js';
import { clientWith, text } from '../testing/samples.js';
import { frames, until } from '../testing/wait.js';
import { linkOf } from './links.js';
import './thread.js';

/** The text of the newest message that Ana wrote, once all that it needs is here. */
async function shown(client: FakeClient): Promise<HTMLElement> {
  const box = await fixture<HTMLElement>(html`<div></div>`);
  box.style.setProperty('height', '500px');
  const thread = document.createElement('tim-thread');
  thread.style.setProperty('height', '100%');
  thread.client = client;
  thread.conversation = 'c' as never;
  box.append(thread);
  await import('./rich-text.js');
  const of = () => thread.renderRoot.querySelectorAll<HTMLElement>('.bubble .text');
  await until(() => of().length > 0);
  await frames(4);
  return [...of()].at(-1)!;
}

async function textOf(words: string | Body): Promise<HTMLElement> {
  const client = clientWith(0);
  client.receive('c', 'ana', typeof words === 'string' ? text(words) : words);
  return shown(client);
}

test('addresses become links, and only those of the web and of mail', async () => {
  const words =
    'javascript:alert(1) data:text/html,x ftp://a.example see (https://a.example/b_(c)), www.b.example/x. [http://c.example/d] me@d.example! <https://e.example> https://good.example@bad.example file:///etc';
  const element = await textOf(words);
  const links = [...element.querySelectorAll('a')];
  assert.deepEqual(
    links.map((link) => link.getAttribute('href')),
    [
      'https://a.example/b_(c)',
      'https://www.b.example/x',
      'http://c.example/d',
      'mailto:me@d.example',
      'https://e.example',
    ],
  );
  for (const link of links) {
    assert.equal(link.target, '_blank');
    for (const word of ['noopener', 'noreferrer']) assert.include(link.rel, word);
  }
  assert.isTrue(element.textContent!.startsWith(words));
});

test('a host in letters that pass for others is shown in its plain form', () => {
  const shownAs = (found: string) => linkOf(found)?.text;
  // The first letter is Cyrillic.
  assert.equal(shownAs('https://\u0430pple.com/x'), 'https://xn--pple-43d.com/x');
  assert.equal(shownAs('https://\u0430\u0440\u0440\u04cf\u0435.com'), 'https://xn--80ak6aa92e.com');
  assert.equal(linkOf('https://\u0430pple.com/x')!.title, 'https://xn--pple-43d.com/x');
  for (const honest of [
    'https://пример.рф/а',
    'https://例え.jp',
    'https://مثال.example',
    'https://müller.example',
  ])
    assert.equal(shownAs(honest), honest);
  assert.isUndefined(linkOf('https://bank.example@other.example/'));
});

test('an address ends where the words of another script begin', async () => {
  const ends: Record<string, string> = {
    '看https://a.example看这里': 'https://a.example',
    'www.a.example吧': 'https://www.a.example',
    'https://한국.kr에서': 'https://한국.kr',
    'https://a.example…': 'https://a.example',
    'https://a.example’s': 'https://a.example',
    'https://a.example/x، ثم': 'https://a.example/x',
    'https://a.example؟': 'https://a.example',
    'https://a.example/x।': 'https://a.example/x',
    'https://a.example/路径 x': 'https://a.example/路径',
    'https://a.example:8080/x': 'https://a.example:8080/x',
    'http://[::1]:80/': 'http://[::1]:80/',
    'http://192.0.2.1看': 'http://192.0.2.1',
    'https://www.例子.测试/路径': 'https://www.例子.测试/路径',
    'https://sub.a.測試': 'https://sub.a.測試',
  };
  for (const [words, href] of Object.entries(ends)) {
    const element = await textOf(words);
    assert.equal(element.querySelector('a')?.getAttribute('href'), href);
    assert.isTrue(element.textContent!.startsWith(words), words);
  }
  const two = await textOf('官网https://a.example或者https://b.example，谢谢');
  assert.deepEqual(
    [...two.querySelectorAll('a')].map((link) => link.textContent),
    ['https://a.example', 'https://b.example'],
  );
  assert.isNull((await textOf('awww.nice and https://')).querySelector('a'));
  // What is shown in plain form takes nothing of the words behind it along. The letters are Cyrillic.
  const plain = await textOf('https://\u0430\u0440\u0440\u04cf\u0435.com. 看');
  assert.isTrue(plain.textContent!.startsWith('https://xn--80ak6aa92e.com. 看'));
});

test('marks that turn the direction neither hide an address nor reach into it', async () => {
  const element = await textOf('\u202ehttps://a.example/\u202egpj.exe and \u2066more');
  const link = element.querySelector('a')!;
  assert.equal(link.textContent, 'https://a.example/');
  assert.equal(getComputedStyle(link).unicodeBidi, 'isolate');
  const { parentElement } = element;
  assert.equal(getComputedStyle(parentElement!).overflowX, 'clip');
});

test('code and quoted lines are set apart and stay text', async () => {
  const words =
    'Look:\n> she said <b>this</b>\n> and `that`\n```js\nconst a = "<img src=x>"; // https://a.example\n```\nthen `npm i <x>` **not bold**';
  const element = await textOf(words);
  // Nothing that was written is lost: signs are there and not shown.
  assert.isTrue(element.textContent!.startsWith(words));
  const shown = (part: Element) => {
    const copy = part.cloneNode(true) as Element;
    for (const sign of copy.querySelectorAll('.mark')) sign.remove();
    return copy.textContent;
  };
  for (const sign of element.querySelectorAll('.mark')) assert.equal(sign.getBoundingClientRect().width, 0);
  assert.equal(shown(element.querySelector('blockquote')!), 'she said <b>this</b>\nand that');
  assert.equal(shown(element.querySelector('pre')!), 'const a = "<img src=x>"; // https://a.example');
  assert.deepEqual([...element.querySelectorAll('code')].map(shown), [
    'that',
    'const a = "<img src=x>"; // https://a.example',
    'npm i <x>',
  ]);
  assert.include(element.textContent!, '**not bold**');
  assert.isNull(element.querySelector('img, b, a'));
});

test('an open fence and lone backticks are only text', async () => {
  const words = '```\nnot closed `\n` `` `';
  const element = await textOf(words);
  assert.isNull(element.querySelector('code, pre'));
  assert.isTrue(element.textContent!.startsWith(words));
});

test('mentions are marked by name, more so where it is the reader', async () => {
  const body = { type: 'text', text: '@Ana Lima and @Me, not @Bob nor @Message', mentions: ['ana', 'me'] };
  const element = await textOf(body as Body);
  assert.deepEqual(
    [...element.querySelectorAll('.mention')].map((each) => [
      each.textContent,
      each.classList.contains('me'),
    ]),
    [
      ['@Ana Lima', false],
      ['@Me', true],
    ],
  );
});

test('each paragraph has its own direction', async () => {
  const element = await textOf('hello, this is the longer of two lines\nمرحبا');
  assert.equal(getComputedStyle(element).unicodeBidi, 'plaintext');
  const range = document.createRange();
  const node = [...element.childNodes].find((each) => each.nodeType === Node.TEXT_NODE)!;
  const left = (from: number, to: number) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return range.getBoundingClientRect();
  };
  const latin = left(0, 5);
  const arabic = left(39, 44);
  assert.isAbove(arabic.right, latin.right + 1);
});

test('one to three emoji are large and have no bubble', async () => {
  for (const [words, big] of [
    ['👍', true],
    ['👩‍👩‍👧‍👦 ❤️🇧🇷', true],
    ['👍👍👍👍', false],
    ['1', false],
    ['ok 👍', false],
  ] as const) {
    const element = await textOf(words);
    assert.equal(element.parentElement!.classList.contains('big'), big, words);
    assert.equal(Number.parseFloat(getComputedStyle(element).fontSize) > 30, big, words);
    if (!big) continue;
    const [line, meta] = [element, element.querySelector('.meta')!].map((one) => one.getBoundingClientRect());
    assert.isAbove(meta!.top, (line!.top + line!.bottom) / 2, 'the time stands at the foot of it');
  }
});

test('marks heaped on letters stay in their bubble', async () => {
  const element = await textOf(`z${'\u0316\u0300'.repeat(60)}algo`);
  const bubble = element.parentElement!;
  assert.isBelow(bubble.getBoundingClientRect().height, 80);
  assert.equal(getComputedStyle(bubble).overflowY, 'clip');
});

test('names and ids with signs of all kinds can be mentioned', async () => {
  const client = clientWith(0);
  const id = '0199c7e0-1b00-7000-8000-00000000000a';
  const members = [
    ...(client.conversationRows.find((row) => row.id === 'c')?.members ?? []),
    { id: 'am', name: 'Anne-Marie' },
    { id: 'ab', name: 'a/b (c)' },
  ];
  client.conversationRows = client.conversationRows.map((row) =>
    row.id === 'c' ? { ...row, members: members as never } : row,
  );
  client.receive('c', 'ana', {
    type: 'text',
    text: 'Ask @Anne-Marie or @a/b (c), `now`',
    mentions: ['am', 'ab', id] as never,
  });
  const element = await shown(client);
  await until(() => element.querySelector('.mention'));
  assert.deepEqual(
    [...element.querySelectorAll('.mention')].map((each) => each.textContent?.trim()),
    ['@Anne-Marie', '@a/b (c)'],
  );
});
