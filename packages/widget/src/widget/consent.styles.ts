import { css } from 'lit';

export const styles = css`
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
`;
