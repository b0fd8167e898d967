import { css } from 'lit';

export const styles = css`
  :host {
    padding: 0;
    min-inline-size: 200px;
    max-block-size: calc(100dvh - 16px);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .panel {
    padding: 4px;
  }
  /* On touch: a sheet at the lower edge, under the thumb. */
  :host([sheet]) {
    inset: 0;
    inline-size: 100vw;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    flex-direction: column;
    justify-content: flex-end;
    border-radius: 0;
    background: oklch(0.15 0.01 262 / 0.45);
    box-shadow: none;
    touch-action: none;
  }
  :host([sheet]:popover-open) {
    display: flex;
    animation: fade 200ms ease-out;
  }
  :host([sheet]) .panel {
    padding: 12px 8px calc(8px + env(safe-area-inset-bottom));
    max-block-size: 85dvh;
    overflow-y: auto;
    touch-action: pan-y;
    border-start-start-radius: var(--_radius-bubble);
    border-start-end-radius: var(--_radius-bubble);
    background: var(--_raised);
    animation: rise 200ms ease-out;
  }
  :host([sheet]) .item {
    min-block-size: 48px;
    padding-inline: 16px;
    gap: 16px;
  }
  :host([sheet]) .emoji {
    padding-inline: 8px;
    padding-block-end: 8px;
  }
  :host([sheet]) .emoji button {
    inline-size: 44px;
    block-size: 44px;
    font-size: 24px;
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  @keyframes rise {
    from {
      transform: translateY(48px);
    }
  }
  .emoji {
    display: flex;
    justify-content: space-between;
    gap: 2px;
    padding-block-end: 4px;
    margin-block-end: 4px;
    border-block-end: 1px solid var(--_border);
  }
  .emoji button {
    inline-size: max(36px, var(--_target));
    block-size: max(36px, var(--_target));
    border-radius: var(--_radius);
    font-size: var(--_size-xl);
    line-height: 1;
  }
  .emoji button[aria-checked='true'] {
    background: var(--_accent-subtle);
    box-shadow: inset 0 0 0 1px var(--_accent-text);
  }
  .emoji .more-emoji {
    display: grid;
    place-items: center;
    color: var(--_muted);
  }
  @media (forced-colors: active) {
    .panel {
      border: 1px solid;
    }
    :host([sheet]) {
      border: 0;
    }
  }
`;
