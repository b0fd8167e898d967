import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    min-block-size: 0;
    overflow: hidden;
    background: var(--_bg);
    --_avatar: 28px;
  }
  .root {
    position: relative;
    block-size: 100%;
  }
  .scroller {
    block-size: 100%;
    overflow: auto;
    overflow-x: clip;
    overflow-anchor: none;
    overscroll-behavior: contain;
    padding-inline: 12px;
  }
  .content {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-block-size: 100%;
    padding-block: 12px;
  }
  .content .empty {
    flex: 1;
  }
  .edge {
    block-size: 40px;
    flex: none;
    display: grid;
    place-items: center;
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .day,
  .unread-line,
  .hole {
    flex: none;
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 16px 8px;
    font-size: var(--_size-xs);
    font-weight: 500;
    color: var(--_muted);
  }
  .day {
    justify-content: center;
  }
  .unread-line {
    color: var(--_accent-text);
    font-weight: 600;
  }
  .unread-line::before,
  .unread-line::after,
  .hole::before,
  .hole::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid currentColor;
    opacity: 0.35;
  }
  .hole::before,
  .hole::after {
    border-block-start-style: dashed;
  }
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
  .line {
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: 100%;
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
  .quote {
    display: block;
    inline-size: 100%;
    min-inline-size: 96px;
    max-inline-size: 100%;
    margin-block: 1px 4px;
    padding: 4px 10px;
    border-radius: var(--_radius);
    border-inline-start: 3px solid currentColor;
    text-align: start;
    font-size: var(--_size-s);
    color: inherit;
    background: oklch(from currentColor l c h / 0.09);
  }
  .quote-name,
  .quote-text {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [dir='rtl'] .quote-text {
    text-align: right;
  }
  .quote-name {
    font-weight: 600;
  }
  .media {
    position: relative;
    inline-size: var(--_w);
    max-inline-size: 100%;
    border-radius: var(--_radius-bubble);
    overflow: hidden;
    background: var(--_bubble);
  }
  .media.captioned {
    border-end-start-radius: 4px;
    border-end-end-radius: 4px;
  }
  .stack .caption {
    align-self: stretch;
    border-start-start-radius: 4px;
    border-start-end-radius: 4px;
  }
  .picture {
    position: relative;
    display: grid;
    inline-size: 100%;
    aspect-ratio: var(--_ratio);
    cursor: zoom-in;
  }
  .picture:focus-visible {
    outline-offset: -4px;
  }
  .picture img {
    /* Out of the flow: its own size must not have a say. */
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    opacity: 0;
    transition: opacity 200ms ease-out;
  }
  .picture img[data-state='ready'] {
    opacity: 1;
  }
  .missing {
    align-self: center;
    padding: 8px;
    font-size: var(--_size-s);
    color: var(--_muted);
    visibility: hidden;
  }
  [data-state='missing'] + .missing {
    visibility: visible;
  }
  .over {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-end: 6px;
    pointer-events: none;
  }
  .over .meta {
    float: none;
    inset: auto;
    margin: 0;
    padding-inline: 8px;
    border-radius: 10px;
    line-height: 20px;
    color: white;
    background: oklch(0.2 0 0 / 0.72);
  }
  .file {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 200px;
    padding-block: 3px;
  }
  .file .icon-button {
    color: inherit;
    border-radius: 50%;
  }
  .file-icon {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--_radius-card);
    background: oklch(from currentColor l c h / 0.1);
  }
  .file-text {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }
  .file-name {
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
    font-weight: 500;
    line-height: 1.3;
  }
  .file-size {
    font-size: var(--_size-xs);
  }
  .text.bare {
    margin-block-start: -6px;
  }
  .upload {
    display: flex;
    align-items: center;
  }
  .bar {
    position: absolute;
    inset-inline: 12px;
    inset-block-end: 2px;
    block-size: 3px;
    border-radius: 2px;
    overflow: hidden;
    background: oklch(from currentColor l c h / 0.2);
  }
  .bar::after {
    content: '';
    display: block;
    block-size: 100%;
    background: currentColor;
    transform: scaleX(var(--_part));
    transform-origin: left;
    transition: transform 200ms ease-out;
  }
  .bar:dir(rtl)::after {
    transform-origin: right;
  }
  .upload .small {
    --_target: 28px;
    color: inherit;
  }
  .upload.over-media {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    padding-block-end: 4px;
    border-radius: var(--_radius-card);
    color: white;
    background: oklch(0.2 0 0 / 0.72);
  }
  .upload.over-media .bar {
    inset-inline: 6px;
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
  .typing {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 28px;
    margin-block-start: 4px;
    padding-inline: 12px;
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    inline-size: 6px;
    block-size: 6px;
    border-radius: 50%;
    background: currentColor;
    animation: dot 1.2s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 150ms;
  }
  .dots i:nth-child(3) {
    animation-delay: 300ms;
  }
  @keyframes dot {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
      transform: translateY(-2px);
    }
  }
  .jump {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-end: 16px;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-inline-size: 40px;
    min-block-size: 40px;
    padding-inline: 10px;
    border-radius: 20px;
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_text);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    opacity: 0;
    visibility: hidden;
    transform: translateY(8px);
    transition:
      opacity 150ms ease-out,
      transform 150ms ease-out,
      visibility 150ms;
  }
  .jump.shown {
    opacity: 1;
    visibility: visible;
    transform: none;
    transition-duration: 200ms;
  }
  .jump .badge {
    min-inline-size: 20px;
    padding-inline: 6px;
    border-radius: 10px;
    font-size: var(--_size-xs);
    line-height: 20px;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .skeleton {
    display: grid;
    align-content: end;
    gap: 12px;
    block-size: 100%;
    padding: 16px 12px;
  }
  .skeleton .bone {
    block-size: 36px;
    inline-size: 55%;
    border-radius: var(--_radius-bubble);
  }
  .skeleton .bone:nth-child(2) {
    inline-size: 38%;
  }
  .skeleton .bone:nth-child(3n) {
    justify-self: end;
    inline-size: 46%;
  }
`;
