import { css } from 'lit';

export const styles = css`
  :host {
    --_cell: max(36px, var(--_target));
    inline-size: 340px;
    max-inline-size: 100%;
    block-size: 380px;
    overflow: hidden;
    color: var(--_text);
    background: var(--_raised);
    border-radius: var(--_radius-card);
  }
  /* As a layer above the page, placed by whoever opens it. */
  :host([popover]) {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 0;
    border: 0;
    max-inline-size: calc(100vw - 16px);
    box-shadow: var(--_shadow);
  }
  :host([popover]:not(:popover-open)) {
    display: none;
  }
  :host(:popover-open) {
    animation: open 120ms ease-out;
  }
  @keyframes open {
    from {
      opacity: 0;
      transform: scale(0.97);
    }
  }
  .root {
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  .top {
    flex: none;
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 8px;
  }
  .search {
    flex: 1;
    min-inline-size: 0;
    position: relative;
  }
  .search .icon {
    position: absolute;
    inset-block-start: calc(50% - 8px);
    inset-inline-start: 10px;
    inline-size: 16px;
    block-size: 16px;
    color: var(--_muted);
    pointer-events: none;
  }
  input {
    inline-size: 100%;
    block-size: max(34px, var(--_target));
    margin: 0;
    padding: 0;
    padding-inline: 34px 8px;
    border: 0;
    border-radius: var(--_radius);
    font: inherit;
    color: inherit;
    background: var(--_bubble);
    outline-offset: -2px;
    -webkit-appearance: none;
    appearance: none;
  }
  /* The side of the icon is that of the surroundings, whatever is typed. */
  [dir='rtl'] input {
    padding: 0 34px 0 8px;
    text-align: right;
  }
  [dir='ltr'] input {
    padding: 0 8px 0 34px;
    text-align: left;
  }
  @media (pointer: coarse) {
    /* Below 16 px iOS zooms into the field. */
    input {
      font-size: var(--_size-l);
    }
  }
  input:focus {
    outline: 2px solid var(--_accent-text);
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .tone {
    font-size: var(--_size-xl);
    line-height: 1;
  }
  .tones {
    display: flex;
  }
  .tones .tone {
    inline-size: max(30px, 24px);
  }
  .tone[aria-checked='true'] {
    background: var(--_accent-subtle);
    box-shadow: inset 0 0 0 1px var(--_accent-text);
  }
  .tabs {
    flex: none;
    display: flex;
    justify-content: space-between;
    padding: 0 8px;
    border-block-end: 1px solid var(--_border);
  }
  .tabs .icon-button {
    flex: 1 1 0;
    min-inline-size: 24px;
    inline-size: auto;
    position: relative;
  }
  .tabs .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .tabs [aria-current] {
    color: var(--_accent-text);
  }
  .tabs [aria-current]::after {
    content: '';
    position: absolute;
    inset-inline: 15%;
    inset-block-end: -1px;
    block-size: 2px;
    background: currentColor;
  }
  .tabs .icon-button:focus-visible {
    outline-offset: -2px;
  }
  .scroller {
    flex: 1;
    min-block-size: 0;
    position: relative;
    padding: 0 8px 8px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scroll-padding-block: 34px 8px;
    outline-offset: -2px;
  }
  /* The height is known before the emoji are drawn, so nothing moves when they are. */
  .section {
    block-size: calc(34px + var(--_rows) * var(--_cell));
    scroll-margin-block-start: -34px;
  }
  .title {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    block-size: 34px;
    padding: 10px 4px 4px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--_size-s);
    line-height: 20px;
    font-weight: 600;
    color: var(--_muted);
    background: var(--_raised);
  }
  .none {
    margin: 0;
    padding: 24px 8px;
    text-align: center;
    color: var(--_muted);
  }
  .row {
    display: grid;
    grid-template-columns: repeat(var(--_columns), 1fr);
  }
  .row button {
    min-inline-size: 0;
    block-size: var(--_cell);
    border-radius: var(--_radius);
    font-size: 24px;
    line-height: 1;
    text-align: center;
    /* Emoji only: a letter's font would draw some of them as text. */
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', var(--_font);
  }
  .row button:focus-visible {
    outline-offset: -2px;
    background: var(--_hover);
  }
  @media (hover: hover) {
    .row button:hover {
      background: var(--_hover);
    }
  }
  .row button:active {
    background: var(--_active);
  }
  @media (forced-colors: active) {
    :host([popover]),
    input {
      border: 1px solid;
    }
    .tabs [aria-current]::after {
      background: Highlight;
    }
  }
`;
