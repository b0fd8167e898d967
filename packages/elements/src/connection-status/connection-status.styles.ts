import { css } from 'lit';

export const styles = css`
  :host {
    font-size: var(--_size-s);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 6px 14px;
    color: var(--_muted);
    background: var(--_surface);
    border-block-end: 1px solid var(--_border);
    animation: come 200ms ease-out;
  }
  @keyframes come {
    from {
      opacity: 0;
      transform: translateY(-4px);
    }
  }
  .bar .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .warning {
    color: var(--_warning);
    background: var(--_warning-subtle);
  }
  .danger {
    color: var(--_danger);
    background: var(--_danger-subtle);
  }
`;
