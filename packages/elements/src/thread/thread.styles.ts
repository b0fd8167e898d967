import { css } from 'lit';

/** What is around the messages. */
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
    /* Opaque, so that Chromium scrolls it in the compositor: else each frame paints all of it anew. */
    background: var(--_bg);
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
  .line {
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: 100%;
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
  /* On paper all rows of the window, one after the other. */
  @media print {
    :host,
    .root,
    .scroller {
      block-size: auto;
      overflow: visible;
    }
    .jump {
      display: none;
    }
  }
`;
