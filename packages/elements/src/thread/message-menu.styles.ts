import { css } from 'lit';

export const styles = css`
  :host {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 4px;
    border: 0;
    border-radius: var(--_radius-card);
    min-inline-size: 200px;
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
`;
