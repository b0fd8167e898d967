import { css } from 'lit';

export const styles = css`
  .root {
    padding: 8px 8px 0;
    animation: appear 200ms ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }
  .files {
    position: relative;
    max-block-size: 178px;
    margin: 0;
    padding: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    list-style: none;
  }
  li {
    position: relative;
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 52px;
    padding-block: 2px;
    border-radius: var(--_radius-card);
  }
  .reordering li {
    transform: translateY(var(--_y, 0));
    transition: transform 120ms ease-out;
  }
  .reordering .dragging {
    z-index: 1;
    transition: none;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    cursor: grabbing;
  }
  .grip {
    inline-size: 24px;
    margin-inline-end: 2px;
    cursor: grab;
    touch-action: none;
  }
  .dragging .grip {
    cursor: grabbing;
  }
  .grip .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .picture {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    margin-inline-end: 6px;
    border-radius: 8px;
    overflow: hidden;
    color: var(--_muted);
    background: var(--_bubble);
  }
  .picture img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    background: var(--_bubble);
  }
  /* The only one has room to be looked at. */
  .one li {
    min-block-size: 76px;
  }
  .one .picture:has(img:not([hidden])) {
    inline-size: 72px;
    block-size: 72px;
    margin-inline-end: 8px;
    border-radius: var(--_radius-card);
  }
  .words {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    line-height: 1.35;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--_size-s);
    font-weight: 500;
  }
  /* A name of another direction stands at our side, cut off at its own end. */
  [dir='ltr'] .name {
    text-align: left;
  }
  [dir='rtl'] .name {
    text-align: right;
  }
  .state {
    font-size: var(--_size-xs);
    color: var(--_muted);
  }
  .wrong {
    color: var(--_danger);
  }
  .leaving .picture {
    opacity: 0.5;
  }
  .leaving .name {
    color: var(--_muted);
  }
  .leaving > .icon {
    margin: 8px;
    color: var(--_muted);
    animation:
      appear 150ms ease-out 150ms backwards,
      turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 12px;
    min-block-size: 32px;
    padding-inline: 6px;
    font-size: var(--_size-xs);
    color: var(--_muted);
  }
  .sum {
    white-space: nowrap;
  }
  b {
    font-weight: 600;
    color: var(--_text);
  }
  .original {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: max(24px, var(--_target));
    color: var(--_text);
    cursor: pointer;
  }
  .original input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .send {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: var(--_target);
    margin-block: 4px;
    margin-inline-start: auto;
    padding-inline: 10px 14px;
    border-radius: calc(var(--_target) / 2);
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .send .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  @media (hover: hover) {
    .send:hover {
      background: var(--_accent-hover);
    }
  }
  .trouble {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 2px 8px;
    margin-block-end: 4px;
    padding: 8px 10px 4px;
    border-radius: var(--_radius-card);
    font-size: var(--_size-s);
    color: var(--_danger);
    background: var(--_danger-subtle);
  }
  .choices {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: -8px;
  }
  .choices .text-button {
    min-block-size: max(28px, var(--_target));
  }
  @media (pointer: coarse) {
    .original input {
      inline-size: 20px;
      block-size: 20px;
    }
  }
  @media (forced-colors: active) {
    .picture,
    .trouble,
    .send,
    .dragging {
      border: 1px solid;
    }
  }
`;
