import { css } from 'lit';

/** Failures. */
export const moreStyles = css`
  .failure {
    max-inline-size: 75%;
    margin-block: 4px;
    font-size: var(--_size-s);
    text-align: end;
    color: var(--_danger);
  }
  .failure .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .failure > .icon {
    display: inline-block;
    margin-inline-end: 4px;
    vertical-align: -3px;
  }
  .failure-acts {
    display: flex;
    justify-content: flex-end;
    margin-inline-end: -8px;
  }
  .failure .text-button {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--_text);
  }
`;
