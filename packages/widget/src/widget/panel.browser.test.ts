import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { Local } from '../session/local.js';
import { parseHash } from './deep-link.js';
import { lazyValue } from './lazy-value.js';
import { readPreferences, writePreferences } from './notices/preferences.js';
import { Title } from './notices/title.js';
import { settings } from './settings.js';
import type { TimWidget } from './widget.js';
import '../index.js';

describe('links to a conversation', () => {
  it('are read as encodeURIComponent made them', () => {
    expect(parseHash(`#tim=${encodeURIComponent('c/ü 1')}/12`)).to.deep.equal({
      conversation: 'c/ü 1',
      seq: 12,
    });
    expect(parseHash('#tim=c1')).to.deep.equal({ conversation: 'c1', seq: undefined });
  });

  it('are left alone where they are not ours, or broken', () => {
    for (const hash of ['', '#', '#shelf', '#tim=', '#tim=a/b', '#tim=%zz', '#tim=a/1/2', '#xtim=a'])
      expect(parseHash(hash), hash).to.equal(undefined);
  });
});

describe('the title', () => {
  const before = document.title;
  afterEach(() => {
    document.title = before;
  });

  it('shows the count and gives the page its own back', () => {
    document.title = 'Shop';
    const title = new Title();
    title.show('2');
    title.show('3');
    expect(document.title).to.equal('(3) Shop');
    title.restore();
    expect(document.title).to.equal('Shop');
  });

  it('leaves a title that the page set meanwhile', () => {
    document.title = 'Shop';
    const title = new Title();
    title.show('1');
    document.title = 'Basket';
    title.show('2');
    expect(document.title).to.equal('(2) Basket');
    document.title = 'Thank you';
    title.restore();
    expect(document.title).to.equal('Thank you');
  });
});

describe('preferences', () => {
  it('are kept per person, and what is broken reads as the default', () => {
    const local = new Local('preferences-test');
    writePreferences(local, 'a', { sound: false, desktop: true, theme: 'dark', lang: 'ar' });
    expect(readPreferences(local, 'a').theme).to.equal('dark');
    expect(readPreferences(local, 'b')).to.deep.equal({ sound: true, desktop: false, theme: '', lang: '' });
    local.set('settings:b', '{"sound":"x","theme":1');
    expect(readPreferences(local, 'b').sound).to.equal(true);
    for (const user of ['a', 'b']) local.remove(`settings:${user}`);
  });
});

describe('settings whose code does not come', () => {
  it('drawing is not asked for again by a promise that brought nothing', async () => {
    let drawn = 0;
    const nothing = Promise.resolve(undefined);
    lazyValue(nothing, () => drawn++);
    await nothing;
    const something = Promise.resolve(1);
    lazyValue(something, () => drawn++);
    await something;
    expect(drawn).to.equal(1);
  });

  it('say so, and ask again only when the button is pressed', async () => {
    const widget = document.createElement('tim-widget') as TimWidget;
    document.body.append(widget);
    await widget.updateComplete;
    let asked = 0;
    let drawn = 0;
    widget.notices.get = async () => {
      asked++;
      await Promise.resolve();
      if (!widget.notices.failed) {
        widget.notices.failed = true;
        widget.requestUpdate();
      }
      return undefined;
    };
    const place = document.createElement('div');
    const draw = () => {
      if (++drawn < 20) render(settings(widget), place);
    };
    widget.requestUpdate = draw as never;
    draw();
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    draw();
    expect(drawn).to.be.below(5);
    expect(place.querySelector('[role=alert]')!.textContent).to.contain('cannot be reached');
    const before = asked;
    place.querySelector('button')!.click();
    expect(widget.notices.failed).to.equal(false);
    draw();
    expect(asked).to.be.above(before);
    widget.remove();
  });
});
