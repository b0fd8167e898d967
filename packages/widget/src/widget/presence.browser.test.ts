import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import { thereTemplate } from './presence.js';
import type { TimWidget } from './widget.js';
import { widgetWords } from './words.js';

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('whether the other one is there', () => {
  it('stands beside the name as a word, follows what comes, and is asked for again after a cut', async () => {
    const root = document.createElement('div').attachShadow({ mode: 'open' });
    let asked = 0;
    let hear = (_: { user: string; state: string }) => {};
    let connection = (_: { status: string }) => {};
    let state: string | undefined = 'away';
    const client = {
      on: (_event: string, listener: typeof hear) => {
        hear = listener;
        return () => {};
      },
      views: {
        connection: () => ({
          subscribe: (next: typeof connection) => {
            connection = next;
            return () => {};
          },
        }),
      },
      presence: async () => {
        asked++;
        if (state === undefined) throw new Error('offline');
        return new Map([['zoe', state]]);
      },
    };
    const draw = () => render(html`${thereTemplate(widget, 'zoe' as never)}`, root);
    const widget = {
      client,
      renderRoot: root,
      words: widgetWords('en', () => {}),
      requestUpdate: draw,
    } as never as TimWidget;
    draw();
    draw();
    await turn();
    expect([root.textContent, asked]).to.deep.equal(['Away', 1]);
    expect(root.querySelector('.there.away')).not.to.equal(null);
    hear({ user: 'zoe', state: 'online' });
    expect(root.textContent).to.equal('Online');
    hear({ user: 'zoe', state: 'offline' });
    expect(root.textContent).to.equal('');
    state = undefined;
    connection({ status: 'offline' });
    await turn();
    expect([root.textContent, asked]).to.deep.equal(['', 2]);
    state = 'online';
    connection({ status: 'online' });
    await turn();
    expect([root.textContent, asked]).to.deep.equal(['Online', 3]);
  });
});
