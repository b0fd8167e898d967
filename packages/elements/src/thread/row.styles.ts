import { css } from 'lit';

/**
 * A message's row: bubble, text, time and ticks, reactions, failure. Nothing in it at rest is positioned, translucent
 * or transformed but where it must be: each such box is a layer that the browser paints by itself, and a hundred rows
 * of them make frames too long on a slow phone.
 */
export const rowStyles = css`
  .row {
    flex: none;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-inline-size: 100%;
    padding-block-start: 2px;
    border-radius: var(--_radius-bubble);
  }
  .row.first {
    padding-block-start: calc(8px * var(--_density));
  }
  .row.own {
    align-items: flex-end;
  }
  .row:focus-visible {
    outline-offset: 0;
  }
  .named .row.other {
    position: relative;
    padding-inline-start: 36px;
  }
  .row > .avatar {
    position: absolute;
    inset-inline-start: 0;
    inset-block-end: 0;
  }
  .name {
    max-inline-size: 75%;
    padding-inline: 12px;
    margin-block-end: 2px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--_size-s);
    font-weight: 600;
    color: light-dark(oklch(0.47 0.12 var(--_name-hue)), oklch(0.8 0.09 var(--_name-hue)));
  }
  .own .line {
    flex-direction: row-reverse;
  }
  .stack {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 2px;
    min-inline-size: 0;
    max-inline-size: min(75%, 60ch);
  }
  .own .stack {
    align-items: flex-end;
  }
  .more {
    --_target: 28px;
    border-radius: 50%;
    color: transparent;
  }
  .row:hover .more,
  .row:focus .more,
  .row:focus-within .more,
  .more[aria-expanded='true'] {
    color: var(--_muted);
  }
  @media (pointer: coarse) {
    .more {
      display: none;
    }
    .stack {
      -webkit-touch-callout: none;
      -webkit-user-select: none;
      user-select: none;
    }
  }
  .bubble {
    min-inline-size: 0;
    max-inline-size: 100%;
    padding: calc(4px + 3px * var(--_density)) 12px;
    border-radius: var(--_radius-bubble);
    /* Marks heaped on a letter stay within. */
    overflow: clip;
    color: var(--_text);
    background: var(--_bubble);
  }
  .own .bubble {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .other:not(.first) .bubble,
  .other:not(.first) .media {
    border-start-start-radius: 4px;
  }
  .other:not(.last) .bubble,
  .other:not(.last) .media {
    border-end-start-radius: 4px;
  }
  .own:not(.first) .bubble,
  .own:not(.first) .media {
    border-start-end-radius: 4px;
  }
  .own:not(.last) .bubble,
  .own:not(.last) .media {
    border-end-end-radius: 4px;
  }
  .bubble.deleted,
  .own .bubble.deleted {
    color: var(--_muted);
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  .row .big {
    padding: 0 4px;
    color: var(--_text);
    background: none;
  }
  .big .text {
    font-size: 40px;
    line-height: 1.25;
  }
  .row .big .meta {
    position: relative;
    inset-block-start: 22px;
    color: var(--_muted);
  }
  .deleted .icon {
    display: inline-block;
    inline-size: 16px;
    block-size: 16px;
    margin-inline-end: 6px;
    vertical-align: -3px;
  }
  .failed .bubble {
    color: var(--_text);
    background: var(--_danger-subtle);
  }
  .pending .bubble {
    transition: background 120ms ease-out;
  }
  .text {
    display: flow-root;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
    text-align: start;
  }
  .text.cjk {
    line-height: 1.55;
  }
  .meta {
    float: inline-end;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    margin-block: 5px -5px;
    margin-inline-start: 10px;
    font-size: var(--_size-xs);
    line-height: 18px;
    white-space: nowrap;
    user-select: none;
    color: var(--_muted);
  }
  /* The float's side follows the message's direction; engines without the logical value have the plain one. */
  @supports not (float: inline-end) {
    .meta {
      float: right;
    }
    .text:dir(rtl) .meta {
      float: left;
    }
  }
  .cjk .meta {
    margin-block: 6px -6px;
  }
  .own .meta {
    color: inherit;
  }
  .own .deleted .meta {
    color: var(--_muted);
  }
  .failed .bubble .meta {
    color: var(--_muted);
  }
  .tick {
    display: inline-flex;
  }
  .tick .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .tick.pending .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .tick.delivered .icon {
    stroke-width: 1.5;
    stroke-opacity: 0.75;
  }
  .tick.read .icon {
    stroke-width: 2.75;
  }
  .tick.failed {
    color: var(--_danger);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    min-block-size: 26px;
    max-inline-size: 75%;
    margin-block: 3px 2px;
    padding-inline: 4px;
  }
  .own .chips {
    justify-content: flex-end;
  }
  .highlighted .bubble,
  .highlighted .media {
    animation: flash 1.6s ease-out;
  }
  @keyframes flash {
    0%,
    40% {
      outline: 3px solid var(--_accent-text);
      outline-offset: 2px;
    }
    100% {
      outline: 3px solid transparent;
      outline-offset: 2px;
    }
  }
  .fresh .stack {
    animation: arrive 200ms ease-out;
  }
  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(16px);
    }
  }
`;
