import { css } from 'lit';

export const styles = css`
  :host {
    pointer-events: none;
    line-height: 1.4;
  }
  .launcher,
  .panel,
  .note {
    pointer-events: auto;
  }
  .launcher {
    position: relative;
    background: var(--_accent);
    color: var(--_on-accent);
    -webkit-tap-highlight-color: transparent;
  }
  .launcher[hidden] {
    display: none;
  }
  .launcher:focus-visible {
    outline: 2px solid var(--_accent-text);
  }
  .launcher svg {
    transition:
      transform 200ms ease-out,
      opacity 200ms ease-out;
  }
  .launcher[aria-expanded='false'] svg + svg,
  .launcher[aria-expanded='true'] svg:first-child {
    opacity: 0;
    transform: rotate(45deg) scale(0.6);
  }
  .badge {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 20px;
    padding-inline: 5px;
    border-radius: 10px;
    background: oklch(0.53 0.2 25);
    color: #fff;
    font-size: 12px;
    font-weight: 600;
    line-height: 20px;
    font-variant-numeric: tabular-nums;
    text-align: center;
    box-shadow: 0 0 0 2px var(--_bg);
  }
  .badge:empty {
    display: none;
  }

  .panel {
    position: absolute;
    inset: auto;
    inset-block-end: 72px;
    inset-inline-end: 0;
    inline-size: clamp(320px, var(--tim-panel-width, 400px), 100vw - 2 * var(--tim-offset-x, 16px));
    block-size: min(var(--tim-panel-height, 640px), 100dvh - 84px - var(--tim-offset-y, 16px));
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    border-radius: 16px;
    background: var(--_bg);
    color: var(--_text);
    box-shadow: var(--_shadow);
    transform-origin: bottom;
    animation: panel-in 200ms ease-out;
  }
  :host([position='start']) .panel {
    inset-inline: 0 auto;
  }
  .panel::backdrop {
    background: none;
  }
  .inside {
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  .panel.leaving {
    pointer-events: none;
    opacity: 0;
    transform: translateY(8px) scale(0.98);
    transition:
      opacity 150ms ease-out,
      transform 150ms ease-out;
  }
  @keyframes panel-in {
    from {
      opacity: 0;
      transform: translateY(12px) scale(0.94);
    }
  }
  .panel:focus {
    outline: none;
  }

  header {
    position: relative;
    z-index: 1;
    flex: none;
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 60px;
    padding: 8px;
    border-block-end: 1px solid var(--_border);
    background: var(--_bg);
  }
  .who {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    /* What is in another direction stands at our side, cut off at its own end. */
    justify-items: start;
    padding-inline: 8px;
  }
  h2 {
    margin: 0;
    font-size: var(--_size-l);
    font-weight: 600;
    line-height: 1.3;
  }
  h2,
  .people {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .people {
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .icon-button {
    --_target: 40px;
  }
  header .back .icon:dir(rtl) {
    transform: scaleX(-1);
  }

  /*
   * Home: the site's colour, deep in the dark, and the question right above where it is answered. The two rings go away
   * from the words, so that these are as legible as without them.
   */
  .home {
    --_tint: oklch(from currentColor calc(1 - l) 0 0 / 0.09);
    --_ring: transparent 24%, var(--_tint) 24.2% 42%, transparent 42.2%;
    color: light-dark(var(--_on-accent), var(--_text));
    background:
      radial-gradient(circle at 96% 4%, var(--_ring)), radial-gradient(circle at 0 62%, var(--_ring)),
      light-dark(var(--_accent), color-mix(in oklab, var(--_accent) 36%, var(--_bg)));
  }
  .home header {
    border-color: transparent;
    background: none;
  }
  .home header button {
    color: inherit !important;
    outline-color: currentColor;
  }
  .welcome {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    gap: 4px;
    padding: 16px;
  }
  .welcome .mark {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    margin-block-end: 12px;
    border-radius: 50%;
    background: var(--_tint);
  }
  .welcome p {
    margin: 0;
    text-wrap: pretty;
  }
  .welcome .greeting {
    font-size: var(--_size-xl);
    font-weight: 600;
    line-height: 1.3;
    text-wrap: balance;
  }
  .hours {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .sheet {
    flex: none;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    max-block-size: 70%;
    overflow: hidden;
    border-radius: 16px 16px 0 0;
    color: var(--_text);
    background: var(--_bg);
  }
  .body {
    flex: 1;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
  }
  .body > tim-thread,
  .body > tim-conversation-list {
    flex: 1;
    min-block-size: 0;
  }
  .waiting {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    display: flex;
    flex-direction: column;
    gap: 4px;
    padding: 16px 12px 8px;
  }
  .waiting:empty {
    display: none;
  }
  .unsent {
    align-self: flex-end;
    max-inline-size: 75%;
    padding: 8px 12px;
    border-radius: var(--_radius-bubble);
    background: var(--_accent);
    color: var(--_on-accent);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .unsent .icon {
    display: inline-block;
    inline-size: 14px;
    block-size: 14px;
    margin-inline-start: 6px;
    vertical-align: -2px;
  }
  .notice {
    flex: none;
    margin: 0;
    padding: 8px 16px;
    font-size: var(--_size-s);
    color: var(--_warning);
    background: var(--_warning-subtle);
  }

  @media (max-width: 479.98px), (max-height: 419.98px) {
    .panel {
      position: fixed;
      inset: var(--_top, 0px) 0 auto !important;
      inline-size: auto;
      block-size: var(--_height, 100dvh);
      border-radius: 0;
      box-shadow: none;
    }
    header {
      padding-block-start: max(8px, env(safe-area-inset-top, 0px));
    }
    .inside {
      padding: 0 env(safe-area-inset-right, 0px) 0 env(safe-area-inset-left, 0px);
    }
    tim-composer {
      padding-block-end: env(safe-area-inset-bottom, 0px);
    }
    .icon-button {
      --_target: 44px;
    }
    :host([opened]) .launcher {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .panel {
      border: 1px solid;
    }
  }
  /* On paper only the conversation, after the page. */
  @media print {
    :host,
    .panel {
      position: static;
      inline-size: auto;
      block-size: auto;
      box-shadow: none;
      overflow: visible;
    }
    .launcher,
    .icon-button,
    tim-composer {
      display: none !important;
    }
  }
`;
