import { css } from 'lit';

/** What every element's shadow root has in common. The theme comes first, so that these may use it. */
export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--_text);
    /* How the page sets its own text is nothing to ours; only its font comes in, where the theme says so. */
    font: var(--_size-m) / 1.4 sans-serif;
    font-family: var(--_font);
    letter-spacing: normal;
    word-spacing: normal;
    text-transform: none;
    text-indent: 0;
    text-align: start;
    white-space: normal;
    -webkit-user-select: text;
    user-select: text;
    -webkit-text-size-adjust: 100%;
    scrollbar-color: var(--_control) transparent;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
    scrollbar-width: thin;
  }
  .root:lang(zh),
  .root:lang(ja),
  .root:lang(ko) {
    line-height: 1.55;
  }
  .icon {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button {
    font: inherit;
    color: inherit;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:disabled {
    cursor: default;
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: var(--_target);
    block-size: var(--_target);
    border-radius: var(--_radius);
    color: var(--_muted);
    transition:
      opacity 120ms ease-out,
      transform 120ms ease-out;
  }
  .text-button {
    min-block-size: 24px;
    padding-inline: 8px;
    border-radius: var(--_radius);
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_accent-text);
  }
  @media (hover: hover) {
    .icon-button:not(:disabled):hover,
    .text-button:not(:disabled):hover {
      background: var(--_hover);
      color: var(--_text);
    }
  }
  .icon-button:not(:disabled):active,
  .text-button:not(:disabled):active {
    background: var(--_active);
  }
  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .tabular {
    font-variant-numeric: tabular-nums;
  }
  .avatar {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: var(--_avatar, 40px);
    block-size: var(--_avatar, 40px);
    border-radius: var(--_radius-avatar);
    overflow: hidden;
    font-size: calc(var(--_avatar, 40px) * 0.375);
    font-weight: 600;
    line-height: 1;
    user-select: none;
    color: light-dark(oklch(0.4 0.11 var(--_avatar-hue, 262)), oklch(0.9 0.06 var(--_avatar-hue, 262)));
    background: light-dark(oklch(0.92 0.045 var(--_avatar-hue, 262)), oklch(0.39 0.07 var(--_avatar-hue, 262)));
  }
  .avatar img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .bone {
    border-radius: var(--_radius);
    background: var(--_hover);
  }
  /* A wait under 150 ms shows nothing. */
  .skeleton {
    opacity: 0;
    animation: appear 200ms ease-out 150ms forwards;
  }
  @keyframes appear {
    to {
      opacity: 1;
    }
  }
  @keyframes spin {
    to {
      transform: rotate(1turn);
    }
  }
  .spin {
    animation: spin 900ms linear infinite;
  }
  .empty {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 8px;
    block-size: 100%;
    padding: 32px 24px;
    text-align: center;
    color: var(--_muted);
    text-wrap: balance;
  }
  .empty .icon {
    inline-size: 32px;
    block-size: 32px;
    stroke-width: 1.5;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 1ms !important;
      transition-duration: 1ms !important;
      scroll-behavior: auto !important;
    }
  }
  @media (forced-colors: active) {
    .avatar,
    .bubble,
    .badge,
    .box {
      border: 1px solid;
    }
  }
`;
