import { html, type TemplateResult } from 'lit';
import { adopt } from './adopt.js';
import { styles } from './consent.styles.js';
import { focusInside } from './dialog.js';
import { rooms } from './rooms.styles.js';
import type { TimWidget } from './widget.js';
import { fullWords } from './words-more.js';

/** The question before anything is stored or connected; both wait for the button. */
export function consent(s: TimWidget): TemplateResult {
  adopt(s.renderRoot as ShadowRoot, rooms, styles);
  const words = fullWords(s.words);
  return html`<div class="consent">
    <p>${words.consent}</p>
    <button class="primary" @click=${() => agree(s)}>${words.allow}</button>
  </div>`;
}

async function agree(s: TimWidget): Promise<void> {
  s.chat.local.set('consent', '1');
  await s.consent(true);
  await s.updateComplete;
  focusInside(s);
}
