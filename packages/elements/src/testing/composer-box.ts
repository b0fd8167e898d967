import { fixture, html } from '@open-wc/testing';
import '../composer/composer.js';
import type { TimComposer } from '../composer/composer.js';
import type { FakeClient } from './fake-client.js';

/** A composer in the page, of the conversation `c`. */
export async function composerOf(client: FakeClient): Promise<TimComposer> {
  const composer = await fixture<TimComposer>(
    html`<tim-composer .client=${client} conversation="c"></tim-composer>`,
  );
  await composer.updateComplete;
  return composer;
}

export const field = (composer: TimComposer) => composer.renderRoot.querySelector('textarea')!;

/** Puts words into the field, as a keyboard does. */
export async function type(composer: TimComposer, words: string): Promise<void> {
  field(composer).value = words;
  field(composer).dispatchEvent(new InputEvent('input', { bubbles: true }));
  await composer.updateComplete;
}
