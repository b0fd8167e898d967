import { css } from './css.js';
import { icon } from './icon.js';

/** The button in the corner: the loader shows it, and the element takes it over; a page without loader brings it. */
export const launcherStyles = css`
  :host {
    --_accent: var(--tim-accent, oklch(0.54 0.2 262));
    position: fixed;
    inset-block-end: max(var(--tim-offset-y, 16px), env(safe-area-inset-bottom));
    inset-inline-end: var(--tim-offset-x, 16px);
    z-index: 2147483000;
  }
  :host([hidden]) { display: none }
  :host([position=start]) { inset-inline: var(--tim-offset-x, 16px) auto }
  .launcher {
    all: unset;
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    cursor: pointer;
    background: var(--_accent);
    color: oklch(from var(--_accent) clamp(0, (.68 - l) * 99, 1) 0 0);
    box-shadow: 0 1px 3px #0003, 0 6px 20px #0003;
    transition: transform .12s ease-out;
  }
  .launcher:hover { transform: scale(1.05) }
  .launcher:active { transform: scale(.96) }
  .launcher:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px }
  .launcher[aria-busy] { opacity: .7 }
  .launcher svg {
    grid-area: 1/1;
    inline-size: 26px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  @media (forced-colors: active) { .launcher { border: 1px solid } }
  .note {
    position: absolute;
    inset-block-end: 68px;
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: 240px;
    margin: 0;
    padding: 8px 12px;
    border-radius: 10px;
    background: #222;
    color: #fff;
    font: 13px/1.4 system-ui;
  }
  .note:empty { display: none }
`;

export function createLauncher(label: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.className = 'launcher';
  button.part.add('launcher');
  button.ariaLabel = label;
  button.ariaExpanded = 'false';
  button.ariaHasPopup = 'dialog';
  // message-circle
  button.append(icon('M7.9 20A9 9 0 1 0 4 16.1L2 22Z'));
  return button;
}

/** A style sheet made by script: a strict Content-Security-Policy allows it where it forbids `<style>`. */
export function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
