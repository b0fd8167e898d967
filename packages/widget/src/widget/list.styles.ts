import { css } from 'lit';

export const styles = css`
  .new {
    flex: none;
    margin: 8px 16px 16px;
    margin-block-end: max(16px, env(safe-area-inset-bottom, 0px));
  }
`;
