import { css } from 'lit';

export const styles = css`
  :host {
    background: var(--_bg);
    min-block-size: 0;
    overflow: hidden;
  }
  .root,
  .list {
    block-size: 100%;
  }
  .list {
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px;
    scroll-padding-block: 8px;
  }
  .row {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    column-gap: 12px;
    padding: 10px 12px;
    border-radius: var(--_radius-card);
    cursor: pointer;
    user-select: none;
    -webkit-tap-highlight-color: transparent;
    --_avatar: 44px;
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  @media (hover: hover) {
    .row:hover {
      background: var(--_hover);
    }
  }
  .row[aria-selected='true'] {
    background: var(--_accent-subtle);
  }
  .text {
    min-inline-size: 0;
    display: grid;
    row-gap: 2px;
  }
  .name,
  .preview {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* A name of another direction stands at our side, cut off at its own end. */
  [dir='ltr'] :is(.name, .preview) {
    text-align: left;
  }
  [dir='rtl'] :is(.name, .preview) {
    text-align: right;
  }
  .name {
    font-weight: 600;
  }
  .preview {
    min-block-size: 1.4em;
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .unread .preview {
    color: var(--_text);
  }
  [aria-selected='true'] .preview,
  [aria-selected='true'] time {
    color: light-dark(oklch(0.43 0.03 var(--_hue)), oklch(0.84 0.014 var(--_hue)));
  }
  .preview .draft {
    color: var(--_danger);
    font-weight: 500;
  }
  .preview .icon {
    display: inline-block;
    inline-size: 14px;
    block-size: 14px;
    vertical-align: -2px;
    margin-inline-end: 4px;
  }
  .end {
    display: grid;
    align-self: stretch;
    align-content: space-between;
    justify-items: end;
    row-gap: 2px;
    padding-block: 1px;
  }
  time {
    font-size: var(--_size-xs);
    line-height: 20px;
    color: var(--_muted);
    white-space: nowrap;
  }
  .unread time {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .badge {
    min-inline-size: 20px;
    block-size: 20px;
    padding-inline: 6px;
    border-radius: 10px;
    font-size: var(--_size-xs);
    font-weight: 600;
    line-height: 20px;
    text-align: center;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .badge.dot {
    min-inline-size: 12px;
    block-size: 12px;
    padding: 0;
    margin-block-end: 4px;
  }
  .skeleton .row {
    cursor: default;
  }
  .skeleton .round {
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
  }
  .skeleton .line {
    block-size: 12px;
    inline-size: 45%;
    margin-block: 4px;
  }
  .skeleton .line + .line {
    inline-size: 80%;
  }
`;
