import { css } from 'lit';

export const styles = css`
  :host {
    background: var(--_bg);
  }
  .root {
    position: relative;
    padding: calc(8px * var(--_density)) 12px calc(12px * var(--_density));
  }
  .box {
    border-radius: var(--_radius-bubble);
    background: var(--_bg);
    box-shadow: inset 0 0 0 1px var(--_control);
    transition: box-shadow 120ms ease-out;
  }
  .box:focus-within {
    box-shadow: inset 0 0 0 2px var(--_accent-text);
  }
  .shut {
    background: var(--_bubble);
    box-shadow: none;
  }
  .shut .icon-button {
    opacity: 0.5;
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    padding: 4px;
  }
  /* Where the field does not grow by itself, the replica under it has the text's height: no script measures it. */
  .grow {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    max-block-size: 168px;
    overflow-y: auto;
  }
  .grow::after {
    content: attr(data-text) ' ';
    visibility: hidden;
  }
  .grow::after,
  textarea {
    grid-area: 1 / 1;
    inline-size: 100%;
    min-inline-size: 0;
    margin: 0;
    border: 0;
    padding: 6px 4px 5px;
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  @media (pointer: coarse) {
    /* Below 16 px iOS zooms into the field. */
    .grow::after,
    textarea {
      font-size: var(--_size-l);
      padding-block: 10px;
    }
  }
  textarea {
    field-sizing: content;
    resize: none;
    overflow: hidden;
    text-overflow: ellipsis;
    color: inherit;
    background: none;
    outline: none;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .send {
    border-radius: 50%;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  @media (hover: hover) {
    .send:not(:disabled):hover {
      color: var(--_on-accent);
      background: var(--_accent-hover);
    }
  }
  .send:not(:disabled):active {
    background: var(--_accent-hover);
    transform: scale(0.94);
  }
  .record + .send {
    display: none;
  }
  .send:disabled {
    color: var(--_muted);
    background: var(--_bubble);
  }
`;
