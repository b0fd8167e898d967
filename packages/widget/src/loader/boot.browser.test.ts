import { expect, fixture, html } from '@open-wc/testing';
import type { QueuedCall, TokenImApi } from '../api.js';
import { boot } from './boot.js';

// These define nothing under the name `tim-widget`: the code "arrives" when a test says so, as methods put on
// the element.
describe('loader', () => {
  let calls: string[];
  let loads: number;
  let arrive: (() => void) | undefined;
  let fail: boolean;
  let api: TokenImApi;

  function tag(data: Record<string, string> = {}): HTMLScriptElement {
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.src = 'https://chat.example.org/tokenim.js';
    Object.assign(script.dataset, { app: 'test', ...data });
    return script;
  }

  function start(data: Record<string, string> = {}): TokenImApi {
    api = boot(tag(data), async () => {
      loads++;
      if (fail) throw new Error('not reached');
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
      for (const name of [
        'open',
        'close',
        'toggle',
        'connect',
        'identify',
        'signOut',
        'setLocale',
        'consent',
      ]) {
        (api.element as unknown as Record<string, unknown>)[name] = async (...args: unknown[]) => {
          calls.push([name, ...args.map((arg) => JSON.stringify(arg))].join(' '));
        };
      }
    });
    return api;
  }

  const button = () => api.element.shadowRoot!.querySelector<HTMLButtonElement>('.launcher')!;
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  async function codeArrives(): Promise<void> {
    await settled();
    arrive!();
    await settled();
  }

  /** Somebody has chatted here before. */
  async function used(): Promise<void> {
    localStorage.setItem('tokenim:test:used', '1');
    await new Promise((resolve) => {
      const opening = indexedDB.open('tokenim:test:ines');
      opening.onsuccess = () => resolve(opening.result.close());
    });
  }

  beforeEach(() => {
    calls = [];
    loads = 0;
    fail = false;
    arrive = undefined;
    localStorage.clear();
    delete window.TokenIM;
  });
  afterEach(() => {
    api?.element.remove();
    indexedDB.deleteDatabase('tokenim:test:ines');
  });

  it('shows a button and loads nothing', async () => {
    start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(button().getBoundingClientRect().width).to.equal(56);
    expect(loads).to.equal(0);
    expect(localStorage.length).to.equal(0);
    expect(calls).to.deep.equal([]);
  });

  it('names app, server and settings on the element', () => {
    start({ lang: 'ar', theme: 'dark', position: 'start', accent: '#ff0' });
    const { element } = api;
    expect(element.getAttribute('app')).to.equal('test');
    expect(element.getAttribute('endpoint')).to.equal('https://chat.example.org');
    expect(element.getAttribute('lang')).to.equal('ar');
    expect(element.getAttribute('theme')).to.equal('dark');
    expect(element.getAttribute('position')).to.equal('start');
    expect(element.style.getPropertyValue('--tim-accent')).to.equal('#ff0');
    expect(button().ariaLabel).to.equal('دردشة');
  });

  it('names the button in twelve languages, and the Chinese one in characters of both scripts', () => {
    const names = [
      'en',
      'de-AT',
      'es',
      'fr',
      'pt-BR',
      'ru',
      'zh-CN',
      'zh-TW',
      'ja',
      'ko',
      'ar',
      'hi',
      'xx',
    ].map((lang) => {
      start({ lang });
      const name = button().ariaLabel;
      api.element.remove();
      delete window.TokenIM;
      return name;
    });
    expect(names.join(' ')).to.equal('Chat Chat Chat Chat Chat Чат 聊天 聊天 チャット 채팅 دردشة चैट Chat');
  });

  it('fetches ahead when the button is pointed at, without opening', async () => {
    start();
    button().dispatchEvent(new PointerEvent('pointerenter'));
    await codeArrives();
    expect(loads).to.equal(1);
    expect(calls).to.deep.equal([]);
  });

  it('opens by the button, loading once', async () => {
    start();
    button().click();
    expect(button().ariaBusy).to.equal('true');
    await codeArrives();
    expect(calls).to.deep.equal(['toggle']);
    expect(button().ariaBusy).to.equal(null);
    button().click();
    await settled();
    expect(loads).to.equal(1);
    expect(calls).to.deep.equal(['toggle', 'toggle']);
  });

  it('runs the calls that waited in the array, in order', async () => {
    const early: QueuedCall[] = [
      ['identify', { token: async () => 'x', user: { id: 'ines' } }],
      ['setLocale', 'zh-CN'],
      ['open'],
    ];
    window.TokenIM = early;
    start();
    await codeArrives();
    expect(calls).to.deep.equal(['identify {"user":{"id":"ines"}}', 'setLocale "zh-CN"', 'open']);
  });

  it('keeps identify until something needs the code', async () => {
    start();
    void api.identify({ token: async () => 'x' });
    await settled();
    expect(loads).to.equal(0);
    void api.open();
    await codeArrives();
    expect(calls).to.deep.equal(['identify {}', 'open']);
  });

  it('passes events on, and stops', () => {
    start();
    const heard: unknown[] = [];
    const off = api.on('unread', (detail) => heard.push(detail));
    api.element.dispatchEvent(new CustomEvent('tim-unread', { detail: { count: 2 } }));
    off();
    api.element.dispatchEvent(new CustomEvent('tim-unread', { detail: { count: 3 } }));
    expect(heard).to.deep.equal([{ count: 2 }]);
  });

  it('connects by itself where this browser has chatted before', async () => {
    await used();
    start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await codeArrives();
    expect(calls).to.deep.equal(['connect']);
  });

  it('does nothing by itself where no chat of this app is kept, nor for somebody who never wrote', async () => {
    localStorage.setItem('tokenim:test:used', '1');
    start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(loads).to.equal(0);
    api.element.remove();
    delete window.TokenIM;
    await used();
    localStorage.clear();
    start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(loads).to.equal(0);
  });

  it('does nothing by itself before consent, and connects with it', async () => {
    await used();
    start({ consent: 'required' });
    button().dispatchEvent(new PointerEvent('pointerenter'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(loads).to.equal(0);
    void api.consent();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await codeArrives();
    expect(api.element.getAttribute('consent')).to.equal('granted');
    expect(calls).to.deep.equal(['connect']);
  });

  it('says so when the code cannot be loaded, and tries again', async () => {
    start();
    fail = true;
    button().click();
    await settled();
    const note = api.element.shadowRoot!.querySelector('.note')!;
    expect(note.textContent).to.equal('Chat not available');
    fail = false;
    button().click();
    await codeArrives();
    expect(loads).to.equal(2);
    expect(calls).to.deep.equal(['toggle']);
    expect(note.textContent).to.equal('');
  });

  it('close before anything was opened loads nothing', async () => {
    start();
    await api.close();
    expect(loads).to.equal(0);
  });

  it('leaves the page its own button styles', async () => {
    start();
    const own = await fixture<HTMLButtonElement>(html`<button class="launcher">x</button>`);
    expect(own.getBoundingClientRect().height).to.be.below(56);
  });
});
