import { css } from 'lit';

export const styles = css`
  /* A part of a line of the page's, in its type. */
  :host {
    display: inline;
    font: inherit;
    white-space: inherit;
    color: var(--_muted);
  }
  .state {
    white-space: nowrap;
  }
  .online::before,
  .away::before {
    content: '';
    display: inline-block;
    inline-size: 8px;
    block-size: 8px;
    margin-inline-end: 5px;
    border-radius: 50%;
    background: var(--_success);
  }
  /* Away is told by its shape, too. */
  .away::before {
    background: none;
    box-shadow: inset 0 0 0 2px var(--_warning);
  }
  @media (forced-colors: active) {
    .online::before,
    .away::before {
      forced-color-adjust: none;
    }
  }
`;
