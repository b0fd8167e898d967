import { css } from 'lit';

export const styles = css`
  :host {
    position: absolute;
    inset-inline: 12px;
    inset-block-end: calc(12px * var(--_density));
    z-index: 1;
    border-radius: var(--_radius-bubble);
    background: var(--_bg);
    box-shadow: inset 0 0 0 2px var(--_accent-text);
    animation: appear 120ms ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: calc(var(--_target) + 8px);
    padding: 4px;
  }
  .dot {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--_danger);
    animation: beat 1.2s ease-in-out infinite alternate;
  }
  @keyframes beat {
    to {
      opacity: 0.35;
    }
  }
  .time {
    min-inline-size: 40px;
  }
  .meter {
    flex: 1;
    min-inline-size: 0;
    block-size: 24px;
    overflow: hidden;
    /* The newest is at the end, whatever the language. */
    direction: ltr;
  }
  .meter svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    fill: none;
    stroke: var(--_accent-text);
    stroke-width: 2;
    stroke-linecap: round;
  }
  .meter path {
    vector-effect: non-scaling-stroke;
  }
  .hint {
    flex: none;
    max-inline-size: 45%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .hint.away {
    font-weight: 600;
    color: var(--_danger);
  }
  .main {
    border-radius: 50%;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .stop .icon {
    inline-size: 16px;
    block-size: 16px;
    fill: currentColor;
  }
  @media (hover: hover) {
    .main:not(:disabled):hover {
      color: var(--_on-accent);
      background: var(--_accent-hover);
    }
  }
  tim-player {
    flex: 1;
    min-inline-size: 0;
  }
  .note {
    display: flex;
    flex: 1;
    gap: 6px;
    min-inline-size: 0;
    padding-inline-start: 8px;
    font-size: var(--_size-s);
    color: var(--_danger);
  }
  .note .icon {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
  }
  .below {
    padding: 0 8px 8px;
  }
  @media (forced-colors: active) {
    :host {
      border: 1px solid;
    }
  }
`;
