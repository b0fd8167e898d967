import { css } from 'lit';

export const styles = css`
  :host {
    padding: 4px;
    min-inline-size: 208px;
  }
  .item span {
    flex: 1;
  }
  kbd {
    color: var(--_muted);
  }
  kbd {
    min-inline-size: 20px;
    font: inherit;
    font-size: var(--_size-xs);
    text-align: center;
    text-transform: uppercase;
  }
  @media (pointer: coarse) {
    kbd {
      display: none;
    }
  }
`;
