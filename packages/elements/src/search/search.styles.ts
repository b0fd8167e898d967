import { css } from 'lit';

export const styles = css`
  :host {
    block-size: 100%;
    min-block-size: 0;
  }
  :host([conversation]:not([conversation=''])),
  :host([without-field]) {
    block-size: auto;
  }
  .root {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    background: var(--_bg);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 8px 12px;
    border-block-end: 1px solid var(--_border);
  }
  .field {
    flex: 1;
    min-inline-size: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    padding-inline: 12px;
    min-block-size: 40px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius-card);
    color: var(--_muted);
    background: var(--_surface);
  }
  .field:focus-within {
    outline: 2px solid var(--_accent-text);
    outline-offset: 1px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    border: 0;
    outline: 0;
    padding: 0;
    text-overflow: ellipsis;
    background: none;
    font: inherit;
    color: var(--_text);
  }
  /* The field around it has the ring. */
  input:focus-visible {
    outline: none;
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input::-webkit-search-cancel-button {
    display: none;
  }
  @media (pointer: coarse) {
    input {
      font-size: 16px;
    }
  }
  .icon-button:disabled {
    opacity: 0.4;
  }
  .place {
    margin-inline-start: 4px;
    font-size: var(--_size-s);
    color: var(--_muted);
    white-space: nowrap;
  }
  .results {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 4px 8px 12px;
  }
  /* Below what another field finds, all scrolls as one. */
  :host([without-field]) .results {
    overflow: visible;
  }
  h3 {
    margin: 0;
    padding: 12px 8px 4px;
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_muted);
  }
  .hit {
    display: grid;
    grid-template-columns: auto 1fr auto;
    column-gap: 12px;
    inline-size: 100%;
    padding: 8px;
    border-radius: var(--_radius-card);
    text-align: start;
    cursor: pointer;
  }
  .hit:focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: -2px;
  }
  .hit[aria-selected='true'] {
    background: var(--_accent-subtle);
  }
  @media (hover: hover) {
    .hit:hover:not([aria-selected='true']) {
      background: var(--_hover);
    }
  }
  .hit .avatar {
    grid-row: span 2;
    align-self: center;
  }
  .name {
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  time {
    font-size: 12px;
    color: var(--_muted);
    align-self: center;
  }
  .text {
    grid-column: 2 / -1;
    font-size: var(--_size-s);
    color: var(--_muted);
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  mark {
    color: var(--_text);
    font-weight: 600;
    background: var(--_warning-subtle);
    border-radius: 2px;
  }
  .note {
    margin: 0;
    padding: 8px;
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .bar + .note {
    padding-inline: 16px;
  }
  @media (forced-colors: active) {
    .hit[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
