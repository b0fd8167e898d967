import { css } from 'lit';

export const styles = css`
  :host {
    background: var(--_bg);
  }
  .root {
    position: relative;
    padding: 8px 12px 12px;
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
  .bar {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 8px 8px 4px 14px;
    font-size: var(--_size-s);
  }
  .bar:dir(rtl) {
    padding: 8px 14px 4px 8px;
  }
  .bar .icon {
    color: var(--_accent-text);
  }
  .bar-text {
    flex: 1;
    min-inline-size: 0;
  }
  .bar-text > * {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* A name of another direction stands at our side, cut off at its own end. */
  [dir='ltr'] .bar-text > * {
    text-align: left;
  }
  [dir='rtl'] .bar-text > * {
    text-align: right;
  }
  .bar-name {
    font-weight: 600;
    color: var(--_accent-text);
  }
  .bar-quote {
    color: var(--_muted);
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    padding: 4px;
  }
  /* The replica under the field has the text's height, so the field grows without a script measuring it. */
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
    resize: none;
    overflow: hidden;
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
  .send:disabled {
    color: var(--_muted);
    background: var(--_bubble);
  }
  .note {
    padding: 0 14px 6px;
    font-size: var(--_size-xs);
    color: var(--_muted);
  }
  .note.over {
    color: var(--_danger);
    font-weight: 600;
  }
  .note .icon {
    display: inline-block;
    inline-size: 14px;
    block-size: 14px;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  .drop {
    position: absolute;
    inset: 4px;
    z-index: 1;
    display: grid;
    place-items: center;
    border-radius: var(--_radius-bubble);
    border: 2px dashed var(--_accent-text);
    font-weight: 600;
    color: var(--_accent-text);
    background: var(--_accent-subtle);
    pointer-events: none;
  }
`;
