import { css } from 'lit';

/** A menu over the page, and its items. */
export const menu = css`
  :host {
    position: fixed;
    inset: auto;
    margin: 0;
    border: 0;
    border-radius: var(--_radius-card);
    max-inline-size: calc(100vw - 16px);
    color: var(--_text);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  :host(:not(:popover-open)) {
    display: none;
  }
  :host(:popover-open) {
    animation: open 120ms ease-out;
  }
  @keyframes open {
    from {
      opacity: 0;
      transform: scale(0.97);
    }
  }
  .item {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: max(36px, var(--_target));
    padding-inline: 10px;
    border-radius: var(--_radius);
    text-align: start;
  }
  .item .icon {
    color: var(--_muted);
  }
  .item.danger,
  .item.danger .icon {
    color: var(--_danger);
  }
  @media (hover: hover) {
    button:hover {
      background: var(--_hover);
    }
  }
  button:focus-visible {
    outline-offset: -2px;
  }
  @media (forced-colors: active) {
    :host {
      border: 1px solid;
    }
  }
`;
