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
    right: 0;
    inline-size: min(400px, 100vw - 32px);
    block-size: min(640px, 100dvh - 100px);
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
    transform-origin: 100% 100%;
    animation: panel-in 200ms ease-out;
  }
  .panel.from-left {
    right: auto;
    left: 0;
    transform-origin: 0 100%;
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
    cursor: pointer;
  }
  header .icon:dir(rtl) {
    transform: scaleX(-1);
  }

  /* Home: a breath of the site's colour, and the question right above where it is answered. */
  .home {
    background: linear-gradient(var(--_accent-subtle), var(--_bg) 75%);
  }
  .home header {
    border-color: transparent;
    background: none;
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
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .welcome .mark .icon {
    inline-size: 24px;
    block-size: 24px;
  }
  .welcome p {
    margin: 0;
    color: var(--_muted);
    text-wrap: pretty;
  }
  .welcome .greeting {
    font-size: var(--_size-xl);
    font-weight: 600;
    line-height: 1.3;
    color: var(--_text);
    text-wrap: balance;
  }
  .sheet {
    flex: none;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    max-block-size: 70%;
  }
  .sheet .line {
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

  .start {
    flex: none;
    padding: 8px 12px 12px;
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    padding: 4px;
    border-radius: var(--_radius-bubble);
    box-shadow: inset 0 0 0 1px var(--_control);
    transition: box-shadow 120ms ease-out;
  }
  .line:focus-within {
    box-shadow: inset 0 0 0 2px var(--_accent-text);
  }
  .line .icon-button {
    --_target: 32px;
  }
  .line .icon-button:focus-within {
    outline: 2px solid var(--_accent-text);
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    max-block-size: 168px;
    overflow-y: auto;
    padding-inline-start: 8px;
  }
  .icon-button + .grow {
    padding-inline-start: 0;
  }
  .grow::after {
    content: attr(data-text) ' ';
    visibility: hidden;
  }
  .grow::after,
  textarea {
    grid-area: 1 / 1;
    inline-size: 100%;
    min-inline-size: 0;
    margin: 0;
    border: 0;
    padding: 6px 4px 5px;
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .grow textarea {
    resize: none;
    overflow: hidden;
    color: inherit;
    background: none;
    outline: none;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .line .send {
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  @media (hover: hover) {
    .line .send:not(:disabled):hover {
      background: var(--_accent-hover);
      color: var(--_on-accent);
    }
  }
  .line .send:disabled {
    background: var(--_bubble);
    color: var(--_muted);
  }
  @media (pointer: coarse) {
    .grow::after,
    textarea {
      font-size: var(--_size-l);
      padding-block: 10px;
    }
    .line .icon-button {
      --_target: 44px;
    }
  }
  .consent {
    flex: none;
    display: grid;
    gap: 16px;
    padding: 12px 16px 16px;
    padding-block-end: max(16px, env(safe-area-inset-bottom, 0px));
  }
  .consent p {
    margin: 0;
    color: var(--_muted);
    text-wrap: pretty;
  }
  .primary {
    min-block-size: 44px;
    padding-inline: 24px;
    border-radius: 22px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }
  .new {
    flex: none;
    margin: 8px 16px 16px;
  }

  @media (max-width: 479.98px) {
    .panel,
    .panel.from-left {
      position: fixed;
      inset: var(--_top, 0px) 0 auto;
      inline-size: auto;
      block-size: var(--_height, 100dvh);
      border-radius: 0;
      box-shadow: none;
    }
    header {
      padding-block-start: max(8px, env(safe-area-inset-top, 0px));
    }
    .icon-button {
      --_target: 44px;
    }
    :host([opened]) .launcher {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .panel {
      animation: none;
    }
    .panel.leaving {
      transition: none;
    }
  }
`;
