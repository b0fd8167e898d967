import { html, type TemplateResult } from 'lit';
import type { Labels } from './labels.js';
import { withTone } from './tone.js';

const hand = '✋';

/** The button with the present skin tone; in its place, while one is chosen, all of them. */
export function toneChoice(
  { tone: title, tones }: Labels,
  tone: number,
  open: boolean,
  dir: 'ltr' | 'rtl',
  set: (tone?: number) => void,
): TemplateResult {
  if (!open)
    return html`<button
      type="button"
      class="icon-button tone"
      aria-label="${title}: ${tones[tone]}"
      title=${title}
      aria-expanded="false"
      @click=${() => set()}
    >
      ${withTone(hand, tone)}
    </button>`;
  return html`<div
    class="tones"
    role="radiogroup"
    aria-label=${title}
    @keydown=${(event: KeyboardEvent) => onKey(event, tone, dir, set)}
  >
    ${tones.map(
      (name, at) => html`<button
        type="button"
        class="icon-button tone"
        role="radio"
        tabindex=${at === tone ? 0 : -1}
        aria-checked=${at === tone ? 'true' : 'false'}
        aria-label=${name}
        title=${name}
        @click=${() => set(at)}
      >
        ${withTone(hand, at)}
      </button>`,
    )}
  </div>`;
}

function onKey(event: KeyboardEvent, tone: number, dir: 'ltr' | 'rtl', set: (tone: number) => void): void {
  if (event.key !== 'Escape' && !event.key.startsWith('Arrow')) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Escape') {
    set(tone);
    return;
  }
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const ahead = dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const step = event.key === ahead || event.key === 'ArrowDown' ? 1 : -1;
  const at = buttons.indexOf(event.target as HTMLButtonElement) + step;
  buttons[(at + buttons.length) % buttons.length]?.focus();
}
