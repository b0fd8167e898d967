import { css } from 'lit';

export const styles = css`
  :host {
    padding: 4px;
    min-inline-size: 176px;
  }
`;
