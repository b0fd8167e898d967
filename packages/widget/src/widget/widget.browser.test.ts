import { aTimeout, expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { createClient } from '@tokenim/client';
import type { TimComposer } from '@tokenim/elements';
import { FakeClient } from '../../../elements/src/testing/fake-client.js';
import '../index.js';
import type { TimWidget } from './widget.js';

const app = 'widget-test';

/** Patient, since the machine may be busy. */
const until = (holds: () => unknown) => waitUntil(holds, undefined, { timeout: 15_000 });

/** An unsigned token of a visitor, good for an hour. */
function visitorToken(user: string): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, '');
  return `${part({ alg: 'HS256' })}.${part({ sub: user, iat: now, exp: now + 3600 })}.x`;
}

describe('tim-widget', () => {
  const realFetch = window.fetch;
  let requests: string[];
  let reachable: boolean;
  let clients: FakeClient[];
  let events: string[];
  let prepare: (client: FakeClient) => void;

  beforeEach(() => {
    localStorage.clear();
    requests = [];
    reachable = true;
    clients = [];
    events = [];
    prepare = () => {};
    window.fetch = async (input, init) => {
      requests.push(`${String(input)} ${String(init?.body ?? '')}`);
      if (!reachable) throw new TypeError('Failed to fetch');
      const user = `v.${requests.length}`;
      return Response.json({
        user,
        token: visitorToken(user),
        refresh: 'again',
        expires: Date.now() + 3_600_000,
      });
    };
  });
  afterEach(() => {
    window.fetch = realFetch;
    localStorage.clear();
  });

  const create = ((options: Parameters<typeof createClient>[0]) => {
    const client = new FakeClient({ id: String(options.user) });
    Object.assign(client, { options, autoSend: true });
    client.create = async () => {
      addConversation(client, 'made');
      return 'made' as never;
    };
    clients.push(client);
    prepare(client);
    return client;
  }) as unknown as typeof createClient;

  function addConversation(client: FakeClient, id: string, kind = 'support', unreadCount = 0): void {
    client.conversationRows.push({
      id,
      kind,
      epoch: 'e',
      seq: 1,
      ord: 1,
      ts: client.conversationRows.length,
      members: [{ id: client.me.id }, { id: 'maya', name: 'Maya' }],
      me: { read: 1, readOrd: 1, delivered: 1 },
      unreadCount,
    } as never);
    client.changed();
  }

  async function make(attributes: Record<string, string> = {}): Promise<TimWidget> {
    const widget = document.createElement('tim-widget');
    widget.createClient = create;
    for (const [name, value] of Object.entries({
      app,
      endpoint: 'https://chat.example.org',
      ...attributes,
    })) {
      widget.setAttribute(name, value);
    }
    for (const name of ['ready', 'open', 'close', 'unread', 'message', 'consent']) {
      widget.addEventListener(`tim-${name}`, (e) =>
        events.push(`${name} ${JSON.stringify((e as CustomEvent).detail ?? '')}`),
      );
    }
    await fixture(html`<div>${widget}</div>`);
    return widget;
  }

  const inside = <T extends HTMLElement = HTMLElement>(widget: TimWidget, selector: string) =>
    widget.shadowRoot!.querySelector<T>(selector);
  const composer = (widget: TimWidget) => inside<TimComposer>(widget, 'tim-composer');
  const field = (widget: TimWidget) =>
    composer(widget)?.shadowRoot?.querySelector('textarea') as HTMLTextAreaElement;
  const isFocused = (widget: TimWidget) => composer(widget)?.shadowRoot?.activeElement === field(widget);

  async function write(widget: TimWidget, text: string, key: KeyboardEventInit = {}): Promise<void> {
    field(widget).value = text;
    field(widget).dispatchEvent(new Event('input'));
    await composer(widget)!.updateComplete;
    field(widget).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...key }));
    await widget.updateComplete;
  }

  it('shows a launcher, asks nothing of the network and stores nothing', async () => {
    const widget = await make();
    await aTimeout(50);
    expect(inside(widget, '.launcher')!.getBoundingClientRect().width).to.equal(56);
    expect(inside(widget, 'dialog')).to.equal(null);
    expect(requests).to.deep.equal([]);
    expect(clients.length).to.equal(0);
    expect(localStorage.length).to.equal(0);
  });

  it('opens with the focus in the field, closes by Escape with the focus on the launcher', async () => {
    const widget = await make();
    inside(widget, '.launcher')!.click();
    await until(() => isFocused(widget));
    expect(inside(widget, 'dialog')!.getBoundingClientRect().width).to.be.at.most(400);
    expect(inside(widget, '.launcher')!.ariaExpanded).to.equal('true');
    field(widget).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }),
    );
    await until(() => widget.shadowRoot!.activeElement === inside(widget, '.launcher'));
    await until(() => !inside(widget, 'dialog'));
    expect(events).to.deep.equal(['ready ""', 'open ""', 'close ""']);
  });

  it('makes the visitor on opening and the conversation with the first message', async () => {
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1);
    expect(requests).to.deep.equal(['https://chat.example.org/v1/visitors {"app":"widget-test"}']);
    expect(clients[0]!.me.id).to.equal('v.1');
    await aTimeout(20);
    expect(clients[0]!.conversationRows.length).to.equal(0);
    await write(widget, '  你好  ');
    await until(() => inside(widget, 'tim-thread') !== null);
    expect(clients[0]!.called('send').map(([id, body]) => [id, body])).to.deep.equal([
      ['made', { type: 'text', text: '  你好  ' }],
    ]);
    await until(() => widget.shadowRoot!.activeElement === inside(widget, 'tim-composer'));
  });

  it('judges the files of the first message by what the server takes', async () => {
    prepare = (client) => {
      client.limits = { ...client.limits, fileTypes: ['application/pdf'] };
    };
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1 && composer(widget)?.withoutFiles === false);
    await composer(widget)!.attach([new File(['x'], 'a.txt'), new File(['%PDF-1.7'], 'b.pdf')]);
    await until(() => composer(widget)!.shadowRoot!.querySelector('[role=alert]'));
    const words = composer(widget)!.shadowRoot!.querySelector('[role=alert]')!.textContent;
    expect(words).to.include('Cannot be sent here: a.txt. What can be sent: PDF.');
    await composer(widget)!.send();
    await until(() => inside(widget, 'tim-thread') !== null);
    expect(clients[0]!.called('sendFile').map(([id, file]) => [id, (file as File).name])).to.deep.equal([
      ['made', 'b.pdf'],
    ]);
  });

  it('keeps the first files and their caption where the device has no room, in the conversation made for them', async () => {
    let full = true;
    prepare = (client) => {
      const sendFile = client.sendFile.bind(client);
      client.sendFile = (...args) =>
        full ? Promise.reject(Object.assign(new Error('full'), { code: 'quota' })) : sendFile(...args);
    };
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1 && composer(widget)?.withoutFiles === false);
    await composer(widget)!.attach([new File(['x'], 'a.txt')]);
    await write(widget, 'broken');
    await until(() => inside(widget, 'tim-thread') !== null);
    const tray = () => composer(widget)!.shadowRoot!.querySelector('tim-file-tray')?.shadowRoot;
    await until(() => tray()?.querySelector('[role=alert]') && field(widget).value === 'broken');
    full = false;
    await composer(widget)!.send();
    const [[id, , options]] = clients[0]!.called('sendFile') as [[string, File, { text?: string }]];
    expect([id, options.text]).to.deep.equal(['made', 'broken']);
    await until(() => !tray());
  });

  it('does not send while an input method composes, nor by Shift+Enter, nor nothing', async () => {
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1);
    await aTimeout(20);
    await write(widget, 'ni hao', { isComposing: true });
    await write(widget, 'ni hao', { keyCode: 229 } as KeyboardEventInit);
    await write(widget, 'line', { shiftKey: true });
    await write(widget, '   ');
    await aTimeout(20);
    expect(clients[0]!.called('send')).to.deep.equal([]);
  });

  it('is the same visitor on the next page, without asking anew', async () => {
    const first = await make();
    await first.open();
    await until(() => clients.length === 1);
    first.remove();
    reachable = false;
    prepare = (client) => addConversation(client, 'old');
    const second = await make();
    await second.open();
    await until(() => inside(second, 'tim-thread') !== null);
    expect(clients[1]!.me.id).to.equal('v.1');
    expect(await clients[1]!.options.token()).to.contain('.');
    expect(requests.length).to.equal(1);
  });

  it('draws the panel of who is known when the button is pointed at, and marks nothing read before it is open', async () => {
    const first = await make();
    await first.open();
    await until(() => clients.length === 1);
    first.remove();
    prepare = (client) => addConversation(client, 'old', 'support', 1);
    const widget = await make();
    const point = () => inside(widget, '.launcher')!.dispatchEvent(new PointerEvent('pointerenter'));
    point();
    await aTimeout(50);
    expect(inside(widget, 'dialog'), 'nobody is known yet').to.equal(null);
    await widget.connect();
    await until(() => widget.rows);
    point();
    await until(() => field(widget));
    const drawn = inside(widget, 'tim-thread');
    expect(drawn!.checkVisibility()).to.equal(false);
    expect(widget.matches(':focus-within')).to.equal(false);
    expect(events.filter((each) => each.startsWith('open'))).to.deep.equal(['open ""']);
    await widget.open();
    expect(inside(widget, 'tim-thread')).to.equal(drawn);
    expect(drawn!.checkVisibility()).to.equal(true);
    await until(() => isFocused(widget));
    await widget.close();
    await until(() => !inside(widget, 'dialog'));
  });

  it('keeps what is written before the server was ever reached, and sends it once it is', async () => {
    reachable = false;
    const widget = await make();
    await widget.open();
    await write(widget, 'first');
    await write(widget, 'second');
    await until(() => inside(widget, '.notice') !== null);
    expect([...widget.shadowRoot!.querySelectorAll('.unsent')].map((node) => node.textContent)).to.deep.equal(
      ['first', 'second'],
    );
    widget.remove();
    const again = await make();
    await again.open();
    reachable = true;
    window.dispatchEvent(new Event('online'));
    await until(() => inside(again, 'tim-thread') !== null);
    const sent = clients
      .flatMap((client) => client.called('send'))
      .map(([, body]) => (body as { text: string }).text);
    expect(sent).to.deep.equal(['first', 'second']);
    expect(localStorage.getItem(`tokenim:${app}:unsent`)).to.equal(null);
  });

  it('counts on the badge while closed, and says so', async () => {
    localStorage.setItem(
      `tokenim:${app}:visitor`,
      JSON.stringify({ user: 'v.9', token: visitorToken('v.9'), refresh: 'r', got: Date.now() }),
    );
    prepare = (client) => addConversation(client, 'old', 'support', 3);
    const widget = await make();
    await widget.connect();
    await until(() => inside(widget, '.badge')!.textContent === '3');
    expect(inside(widget, '.launcher')!.ariaLabel).to.contain('3');
    expect(inside(widget, 'dialog')).to.equal(null);
    expect(events).to.include('unread {"count":3}');
    clients[0]!.emit('message', { conversation: 'old', sender: 'maya', text: 'Hi', seq: 2 } as never);
    expect(events.at(-1)).to.equal('message {"conversation":"old","sender":"maya","text":"Hi","seq":2}');
  });

  it('does not connect by itself for somebody who never chatted', async () => {
    const widget = await make();
    await widget.connect();
    expect(requests).to.deep.equal([]);
    expect(clients.length).to.equal(0);
  });

  it('asks for consent first; nothing is stored or requested before it', async () => {
    const widget = await make({ consent: 'required' });
    await widget.open();
    await widget.connect();
    await aTimeout(50);
    expect(requests).to.deep.equal([]);
    expect(localStorage.length).to.equal(0);
    expect(field(widget)).to.equal(undefined);
    await until(() => inside(widget, '.consent .primary'));
    inside(widget, '.consent .primary')!.click();
    await until(() => clients.length === 1);
    expect(events).to.include('consent {"granted":true}');
    expect(localStorage.getItem(`tokenim:${app}:consent`)).to.equal('1');
    await until(() => isFocused(widget));
  });

  it('forgets everything when consent is taken back', async () => {
    const widget = await make({ consent: 'required' });
    await widget.open();
    await widget.consent();
    await until(() => clients.length === 1);
    await widget.consent(false);
    expect(localStorage.length).to.equal(0);
    expect(widget.chat.client).to.equal(undefined);
  });

  it('shows a known person the list of several conversations, and the way back to it', async () => {
    prepare = (client) => {
      addConversation(client, 'g', 'group');
      addConversation(client, 's');
    };
    const widget = await make();
    await widget.identify({ token: async () => visitorToken('ines'), user: { id: 'ines' } });
    await widget.open();
    await until(() => inside(widget, 'tim-conversation-list') !== null);
    expect(requests).to.deep.equal([]);
    await until(() => inside(widget, 'tim-conversation-list')!.shadowRoot?.querySelector('[data-id=g]'));
    inside(widget, 'tim-conversation-list')!.shadowRoot!.querySelector<HTMLElement>('[data-id=g]')!.click();
    await until(() => inside(widget, 'tim-thread') !== null);
    inside(widget, '.back')!.click();
    await until(() => inside(widget, 'tim-conversation-list') !== null);
  });

  it('gives the words of home no more room than they need before anything below must be scrolled to', async () => {
    prepare = (client) => {
      for (const id of ['a', 'b', 'c', 'd']) addConversation(client, id, 'group');
    };
    const widget = await make();
    await widget.identify({ token: async () => 't', user: { id: 'ada' } });
    await widget.open();
    await until(() => inside(widget, '.write'));
    const front = inside(widget, '.front')!;
    const list = inside(widget, 'tim-conversation-list')!;
    await until(() => list.shadowRoot!.querySelectorAll('[role=option]').length === 3);
    const welcome = inside(widget, '.welcome')!;
    const free = welcome.firstElementChild!.getBoundingClientRect().top - welcome.getBoundingClientRect().top;
    expect(Math.min(free, front.scrollHeight - front.clientHeight)).to.be.lessThan(1);
  });

  it('leads from home into the search field, also of two conversations', async () => {
    prepare = (client) => {
      addConversation(client, 'g', 'group');
      addConversation(client, 's');
    };
    const widget = await make();
    await widget.identify({ token: async () => visitorToken('ines'), user: { id: 'ines' } });
    await widget.open();
    await until(() => inside(widget, '.to-search') !== null);
    inside(widget, '.to-search')!.click();
    const root = () => inside(widget, 'tim-conversation-list')?.shadowRoot;
    await until(() => root()?.activeElement?.matches('input[type=search]'));
    expect(inside(widget, 'tim-search')).to.not.equal(null);
  });

  it('finds in the one conversation of a visitor, by button and keys', async () => {
    prepare = (client) => {
      addConversation(client, 's');
      for (const text of ['tea one', 'milk', 'more tea'])
        client.receive('s', 'agent', { type: 'text', text }, { ts: Date.now() + 1 });
    };
    const widget = await make();
    await widget.identify({ token: async () => visitorToken('ines'), user: { id: 'ines' } });
    await widget.open();
    await until(() => inside(widget, 'tim-thread') !== null);
    const field = () => inside(widget, '.body > tim-search')?.shadowRoot?.querySelector('input');
    const press = (on: Element, key: KeyboardEventInit) =>
      on.dispatchEvent(
        new KeyboardEvent('keydown', { bubbles: true, cancelable: true, composed: true, ...key }),
      );
    inside(widget, 'header .find')!.focus();
    inside(widget, 'header .find')!.click();
    await until(() => field()?.matches(':focus'));
    const input = field()!;
    input.value = 'tea';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const place = () => (input.getRootNode() as ShadowRoot).querySelector('.place')?.textContent;
    await until(() => place() === '1 of 2');
    const marked = () => inside(widget, 'tim-thread')!.shadowRoot!.querySelector('.highlighted')?.textContent;
    await until(() => marked()?.includes('more tea'));
    press(input, { key: 'Enter' });
    await until(() => marked()?.includes('tea one') && place() === '2 of 2');
    press(input, { key: 'Enter', shiftKey: true });
    await until(() => place() === '1 of 2');
    press(input, { key: 'Escape' });
    await until(() => !field());
    expect(widget.opened).to.equal(true);
    await until(() => inside(widget, 'header .find')!.matches(':focus'));
    // By the keys from what is in the panel; on a keyboard without Latin letters, too.
    press(inside(widget, 'tim-composer')!, { key: 'а', code: 'KeyF', ctrlKey: true });
    await until(() => field()?.matches(':focus'));
    inside(widget, 'header .find')!.click();
    await until(() => !field());
    expect(press(inside(widget, 'tim-thread')!, { key: 'f', metaKey: true })).to.equal(false);
    await until(() => field()?.matches(':focus'));
    // Escape in the thread ends the bar before the panel.
    press(inside(widget, 'tim-thread')!, { key: 'Escape' });
    await until(() => !field());
    expect(widget.opened).to.equal(true);
    inside(widget, 'header .find')!.click();
    await until(() => field()?.matches(':focus'));
    // Another view has no bar.
    widget.trail.go({ name: 'settings' });
    await until(() => !field());
    widget.trail.back();
    await until(() => inside(widget, 'tim-thread') !== null);
    expect(field()).to.equal(undefined);
  });

  it('reads who somebody is from the token where the site does not say', async () => {
    const widget = await make();
    await widget.identify({ token: async () => visitorToken('ines') });
    await widget.open();
    await until(() => clients.length === 1);
    expect(clients[0]!.me.id).to.equal('ines');
  });

  it('goes on as the person once they are known', async () => {
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1);
    await widget.identify({ token: async () => visitorToken('ines'), user: { id: 'ines' } });
    await until(() => clients.length === 2);
    expect(clients[1]!.me.id).to.equal('ines');
  });

  it('forgets the first files of who signs out before sending them', async () => {
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1 && composer(widget)?.withoutFiles === false);
    await composer(widget)!.attach([new File(['x'], 'mine.txt')]);
    const tray = () => composer(widget)!.shadowRoot!.querySelector('tim-file-tray');
    await until(tray);
    await widget.signOut();
    await until(() => clients.length === 2 && composer(widget)?.withoutFiles === false);
    await until(() => !tray());
  });

  it('signs out: the visitor of before is gone', async () => {
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1);
    await widget.close();
    await widget.signOut();
    expect(localStorage.length).to.equal(0);
    await widget.open();
    await until(() => clients.length === 2);
    expect(clients[1]!.me.id).to.equal('v.2');
  });

  it('starts again as a new visitor when the server does not know the old one', async () => {
    localStorage.setItem(
      `tokenim:${app}:visitor`,
      JSON.stringify({ user: 'v.old', token: 'x.e30.x', refresh: 'r', got: 0 }),
    );
    const widget = await make();
    await widget.open();
    await until(() => clients.length === 1);
    window.fetch = async (_, init) =>
      String(init?.body).includes('refresh')
        ? Response.json({ error: { code: 'unauthorized' } }, { status: 401 })
        : Response.json({ user: 'v.new', token: visitorToken('v.new'), refresh: 'n' });
    await clients[0]!.options.token().catch(() => {});
    await until(() => clients.length === 2);
    expect(clients[1]!.me.id).to.equal('v.new');
  });

  it('speaks the language it is told, and the page’s otherwise', async () => {
    const widget = await make();
    await widget.setLocale('zh-CN');
    await until(() => inside(widget, '.launcher')!.ariaLabel === '打开聊天');
    await widget.open();
    expect(inside(widget, '.greeting')!.textContent).to.equal('有什么可以帮您？');
    await widget.setLocale('ar');
    expect(inside(widget, '.inside')!.dir).to.equal('rtl');
    widget.lang = '';
    document.documentElement.lang = 'zh';
    await until(() => inside(widget, '.greeting')!.textContent === '有什么可以帮您？');
    document.documentElement.lang = 'en';
  });

  it('shows the first of several names where there is no room for all, in a panel of the other direction, too', async () => {
    prepare = (client) => {
      addConversation(client, 'old');
      const members = [
        'Maya Lindqvist',
        'Ada Byron-King of Lovelace',
        'يوسف حداد',
        'Anna Katharina Wilhelmina',
      ];
      client.conversationRows[0]!.members = members.map((name) => ({ id: name, name })) as never;
    };
    const widget = await make({ heading: 'Shop', lang: 'ar' });
    await widget.open();
    await until(() => inside(widget, '.people bdi')?.textContent);
    const line = inside(widget, '.people')!;
    expect(line.scrollWidth).to.be.above(line.clientWidth);
    const first = inside(widget, '.people bdi')!.getBoundingClientRect();
    const box = line.getBoundingClientRect();
    expect(first.left).to.be.at.least(box.left - 1);
    expect(first.right).to.be.at.most(box.right + 1);
  });

  it('opens whatever the page has as its language', async () => {
    const widget = await make();
    for (const lang of ['en_US', 'zh_CN', 'he', 'i-klingon']) {
      document.documentElement.lang = lang;
      await widget.open();
      expect(widget.shadowRoot!.querySelector('dialog')!.open, lang).to.equal(true);
      expect(inside(widget, '.inside')!.dir, lang).to.equal('ltr');
      await widget.close();
    }
    document.documentElement.lang = 'en';
  });

  it('shows the beginning of a heading in another direction, at the side where ours would stand', async () => {
    const widget = await make({ lang: 'ar', heading: 'Kiln & Cup, stoneware for slow mornings' });
    await widget.open();
    await until(() => inside(widget, '.inside')!.dir === 'rtl');
    for (const heading of [widget.heading, 'Kiln']) {
      widget.heading = heading;
      await widget.updateComplete;
      const title = inside(widget, 'h2')!;
      const range = document.createRange();
      range.selectNodeContents(title);
      const [words, box] = [range.getBoundingClientRect(), title.getBoundingClientRect()];
      expect(words.left).to.be.closeTo(box.left, 1);
      expect(box.right).to.be.closeTo(title.parentElement!.getBoundingClientRect().right - 8, 1);
    }
  });

  it('takes over the loader’s button and keeps a page without a launcher free of it', async () => {
    const widget = await make({ 'without-launcher': '' });
    expect(inside(widget, '.launcher')!.hidden).to.equal(true);
    expect(widget.shadowRoot!.querySelectorAll('.launcher').length).to.equal(1);
  });
});
