import { expect, fixture, html } from '@open-wc/testing';
import { rehearse } from './rehearse.js';

describe('rehearse', () => {
  let root: HTMLElement;
  let drawn: string[];
  let watching: MutationObserver;

  beforeEach(async () => {
    root = await fixture(html`<div lang="en"></div>`);
    drawn = [];
    watching = new MutationObserver((records) => {
      for (const { addedNodes, removedNodes } of records)
        drawn.push(
          ...[...addedNodes].map((node) => `+${node.nodeName}`),
          ...[...removedNodes].map((node) => {
            const { length } = (node as Element).shadowRoot!.querySelectorAll('[data-row], textarea');
            return `-${node.nodeName} ${length}`;
          }),
        );
    });
    watching.observe(root, { childList: true });
  });

  afterEach(() => watching.disconnect());

  it('draws a composer and two messages, and leaves nothing behind', async () => {
    let frames = 0;
    let shown = 0;
    const look = () => {
      frames++;
      shown += root.childElementCount;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    await rehearse(root);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(drawn).to.deep.equal(['+TIM-COMPOSER', '-TIM-COMPOSER 1', '+TIM-THREAD', '-TIM-THREAD 2']);
    expect(root.childElementCount).to.equal(0);
    expect(frames).to.be.above(0);
    expect(shown, 'nothing of it is in the page when a frame is made').to.equal(0);
  });

  it('does nothing once it is not wanted any more', async () => {
    await rehearse(root, () => false);
    expect(drawn).to.deep.equal([]);
  });
});
