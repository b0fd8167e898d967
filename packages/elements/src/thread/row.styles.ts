import { css } from 'lit';

/** A message's row: bubble, text, time and ticks, reactions, failure. */
export const rowStyles = css`
  .row {
    position: relative;
    flex: none;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    max-inline-size: 100%;
    padding-block-start: 2px;
    border-radius: var(--_radius-bubble);
  }
  .row.first {
    padding-block-start: 8px;
  }
  .row.own {
    align-items: flex-end;
  }
  .row:focus-visible {
    outline-offset: 0;
  }
  .named .row.other {
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
    opacity: 0;
  }
  .row:hover .more,
  .row:focus .more,
  .row:focus-within .more,
  .more[aria-expanded='true'] {
    opacity: 1;
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
    position: relative;
    min-inline-size: 0;
    max-inline-size: 100%;
    padding: 7px 12px;
    border-radius: var(--_radius-bubble);
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
    unicode-bidi: isolate;
    text-align: start;
  }
  .text.cjk {
    line-height: 1.55;
  }
  .text a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
    text-decoration-thickness: 1px;
  }
  .other .text a {
    color: var(--_accent-text);
  }
  .meta {
    float: inline-end;
    position: relative;
    inset-block-start: 5px;
    display: inline-flex;
    align-items: center;
    gap: 4px;
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
    inset-block-start: 6px;
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
    opacity: 0.75;
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
    max-inline-size: 75%;
    margin-block: 3px 2px;
    padding-inline: 4px;
  }
  .own .chips {
    justify-content: flex-end;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 26px;
    padding-inline: 8px;
    border-radius: 13px;
    font-size: var(--_size-s);
    color: var(--_text);
    background: var(--_bg);
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  .chip[aria-pressed='true'] {
    font-weight: 600;
    color: var(--_accent-text);
    background: var(--_accent-subtle);
    box-shadow: inset 0 0 0 1px var(--_accent-text);
  }
  .failure {
    max-inline-size: 75%;
    margin-block: 4px;
    font-size: var(--_size-s);
    text-align: end;
    color: var(--_danger);
  }
  .failure .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .failure > .icon {
    display: inline-block;
    margin-inline-end: 4px;
    vertical-align: -3px;
  }
  .failure-acts {
    display: flex;
    justify-content: flex-end;
    margin-inline-end: -8px;
  }
  .failure .text-button {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--_text);
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
