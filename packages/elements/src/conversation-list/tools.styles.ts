import { css } from 'lit';

export const toolStyles = css`
  .search {
    position: relative;
    display: grid;
    align-items: center;
  }
  .search > .icon {
    position: absolute;
    inset-inline-start: 10px;
    inline-size: 16px;
    block-size: 16px;
    color: var(--_muted);
    pointer-events: none;
  }
  .search input {
    font: inherit;
    color: inherit;
    inline-size: 100%;
    min-inline-size: 0;
    block-size: max(36px, var(--_target));
    padding-inline: 34px 36px;
    border: 1px solid transparent;
    border-radius: var(--_radius-card);
    background: var(--_bubble);
    appearance: none;
    /* What is typed has its own direction, the field has the list's. */
    unicode-bidi: plaintext;
    text-align: start;
    text-overflow: ellipsis;
  }
  @media (pointer: coarse) {
    /* Below 16 px a phone would zoom in. */
    .search input {
      font-size: 16px;
    }
  }
  .search input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .search input::-webkit-search-cancel-button {
    display: none;
  }
  .search input:focus-visible {
    outline-offset: -1px;
  }
  .search .icon-button {
    position: absolute;
    inset-inline-end: 4px;
    inline-size: 28px;
    block-size: 28px;
  }
  .search .icon-button .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .filters {
    display: flex;
    margin: 0;
    padding: 2px;
    border: 0;
    border-radius: var(--_radius-card);
    background: var(--_bubble);
    min-inline-size: 0;
  }
  .filters label {
    position: relative;
    flex: 1 1 auto;
    min-inline-size: 0;
    display: grid;
    place-items: center;
    min-block-size: max(30px, calc(var(--_target) - 4px));
    padding-inline: 6px;
    border-radius: calc(var(--_radius-card) - 2px);
    font-size: var(--_size-s);
    font-weight: 500;
    color: var(--_muted);
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  .filters span {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .filters input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .filters label:has(:checked) {
    color: var(--_text);
    background: light-dark(var(--_raised), oklch(0.38 0.016 var(--_hue)));
    box-shadow: 0 1px 2px oklch(0.2 0.02 262 / 0.14);
  }
  .filters label:has(:focus-visible) {
    outline: 2px solid var(--_accent-text);
    outline-offset: 1px;
  }
  @media (hover: hover) {
    .filters label:hover {
      color: var(--_text);
    }
  }
  @media (forced-colors: active) {
    .filters label:has(:checked) {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .search input,
    .filters {
      border-color: CanvasText;
    }
  }
`;
