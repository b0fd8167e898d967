import { css } from 'lit';

export const styles = css`
  :host {
    background: var(--_bg);
    min-block-size: 0;
    overflow: hidden;
    --_row: calc(max(44px, var(--_size-m) * 2.93) + 20px * var(--_density));
    --_avatar: 44px;
  }
  .root {
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  .root:lang(zh),
  .root:lang(ja),
  .root:lang(ko),
  .root:lang(hi) {
    --_row: calc(max(44px, var(--_size-m) * 3.2) + 20px * var(--_density));
  }
  .list {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px;
    scroll-padding-block: 8px;
    overflow-anchor: none;
  }
  .list:has(> .space:focus-visible) {
    box-shadow: inset 0 0 0 2px var(--_accent-text);
  }
  .space {
    position: relative;
    outline: none;
    contain: layout style;
  }
  .probe {
    position: absolute;
    inline-size: 0;
    block-size: var(--_row);
    visibility: hidden;
  }
  .window {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    will-change: transform;
  }
  .list.short {
    overflow: visible;
  }
  .short .window {
    position: static;
  }
  .row {
    position: relative;
    block-size: var(--_row);
    border-radius: var(--_radius-card);
    overflow: hidden;
    cursor: pointer;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
    touch-action: pan-y;
    -webkit-tap-highlight-color: transparent;
    contain: layout paint style;
  }
  /* What is over the row has the ring, or its colour would lie on it. */
  .row:focus-visible {
    outline: none;
  }
  .row:focus-visible .face {
    outline: 2px solid var(--_accent-text);
    outline-offset: -2px;
  }
  .face {
    position: relative;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    column-gap: 12px;
    block-size: 100%;
    padding-inline: 12px;
    border-radius: inherit;
  }
  @media (hover: hover) {
    .row:hover .face {
      background: var(--_hover);
    }
  }
  .row.open .face {
    background: var(--_hover);
  }
  .row[aria-selected='true'] .face {
    background: var(--_accent-subtle);
  }
  .who {
    position: relative;
    display: block;
  }
  .presence {
    position: absolute;
    inset-block-end: 0;
    inset-inline-end: 0;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_bg);
    border-radius: 50%;
    background: var(--_success);
  }
  /* Away is told by its shape, too. */
  .presence.away {
    background: var(--_bg);
    box-shadow: inset 0 0 0 2px var(--_warning);
  }
  .text {
    min-inline-size: 0;
    display: grid;
    row-gap: 2px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
  }
  .name,
  .preview {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* A name of another direction stands at our side, cut off at its own end. */
  [dir='ltr'] :is(.name, .preview, .words) {
    text-align: left;
  }
  [dir='rtl'] :is(.name, .preview, .words) {
    text-align: right;
  }
  .name {
    font-weight: 500;
  }
  .unread .name {
    font-weight: 650;
  }
  .preview {
    min-block-size: 20px;
    line-height: 20px;
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .unread:not(.muted) .preview {
    color: var(--_text);
  }
  .preview.gone {
    font-style: italic;
  }
  [aria-selected='true'] :is(.preview, time, .sign) {
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
  .parts {
    display: flex;
    align-items: center;
    column-gap: 4px;
  }
  .parts > * {
    flex: none;
  }
  .parts > .from {
    flex: 0 1 auto;
    max-inline-size: 45%;
  }
  .parts > .words {
    flex: 1;
    min-inline-size: 0;
  }
  .parts > .from + span {
    margin-inline-start: -4px;
  }
  .parts > .icon {
    margin: 0;
  }
  .from,
  .words {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .row .preview.typing {
    color: var(--_accent-text);
  }
  .dots {
    display: inline-flex;
    gap: 3px;
    margin-inline-end: 6px;
  }
  .dots i {
    inline-size: 4px;
    block-size: 4px;
    border-radius: 50%;
    background: currentColor;
    animation: breathe 1200ms ease-in-out infinite;
    vertical-align: middle;
  }
  .dots i:nth-child(2) {
    animation-delay: 150ms;
  }
  .dots i:nth-child(3) {
    animation-delay: 300ms;
  }
  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
    }
  }
  time {
    flex: none;
    font-size: var(--_size-xs);
    line-height: 20px;
    color: var(--_muted);
    white-space: nowrap;
  }
  .unread:not(.muted) time {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .sign {
    flex: none;
    color: var(--_muted);
  }
  .sign .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .badge {
    flex: none;
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
  .badge.mention {
    padding-inline: 0;
  }
  .badge.dot {
    min-inline-size: 12px;
    block-size: 12px;
    padding: 0;
  }
  .muted .badge:not(.mention) {
    color: var(--_bg);
    background: var(--_muted);
  }
  /* For a mouse only: keys, screen readers and fingers have their own ways to the menu. */
  .more {
    display: none;
  }
  @media (hover: hover) and (pointer: fine) {
    .more {
      position: absolute;
      inset-block-start: 5px;
      inset-inline-end: 8px;
      display: grid;
      place-items: center;
      inline-size: 28px;
      block-size: 26px;
      border-radius: var(--_radius);
      color: var(--_muted);
      background: var(--_raised);
      box-shadow: 0 0 0 1px var(--_border);
      opacity: 0;
    }
    .row:hover .more,
    .row.open .more {
      opacity: 1;
    }
    .row:hover time,
    .row.open time {
      opacity: 0;
    }
    .more:hover {
      color: var(--_text);
    }
  }

  .under {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: center;
    border-radius: inherit;
    font-size: var(--_size-xs);
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .under.end {
    justify-content: flex-end;
    color: var(--_bg);
    background: var(--_muted);
  }
  .under span {
    display: grid;
    justify-items: center;
    gap: 2px;
    inline-size: 72px;
    padding-inline: 4px;
    overflow-wrap: anywhere;
    text-align: center;
    line-height: 1.2;
    opacity: 0.75;
    transform: scale(0.92);
    transition:
      transform 120ms ease-out,
      opacity 120ms ease-out;
  }
  .row[data-armed] .under span {
    opacity: 1;
    transform: none;
  }
  .under ~ .face {
    background: var(--_bg) !important;
  }

  .tools {
    flex: none;
    display: grid;
    gap: 8px;
    padding: 8px 12px 0;
  }
  /* The tools' place until they are here. */
  .tools .hold {
    block-size: max(36px, var(--_target));
  }
  .root > .empty,
  .list > .empty {
    flex: 1;
  }
  .row.waiting,
  .skeleton .row {
    cursor: default;
  }
  .round {
    inline-size: 44px;
    block-size: 44px;
    border-radius: var(--_radius-avatar);
  }
  .bone-line {
    block-size: 12px;
    inline-size: 45%;
    margin-block: 4px;
  }
  .bone-line + .bone-line {
    inline-size: 80%;
  }
  @media (forced-colors: active) {
    .row[aria-selected='true'] .face {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .presence {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
