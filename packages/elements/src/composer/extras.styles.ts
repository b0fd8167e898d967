import { css } from 'lit';

export const styles = css`
  .bar {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 8px 6px 4px 14px;
    font-size: var(--_size-s);
    animation: bar 200ms ease-out;
  }
  .bar:dir(rtl) {
    padding: 8px 14px 4px 6px;
  }
  @keyframes bar {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }
  .bar > .icon {
    inline-size: 16px;
    block-size: 16px;
    color: var(--_accent-text);
  }
  .bar-text {
    flex: 1;
    min-inline-size: 0;
    padding-inline-start: 10px;
    border-inline-start: 2px solid var(--_accent-text);
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
  .completion {
    --_avatar: 28px;
    position: absolute;
    inset-inline: 12px;
    inset-block-end: calc(100% - 4px);
    z-index: 2;
    max-block-size: 232px;
    padding: 4px;
    overflow-y: auto;
    overscroll-behavior: contain;
    border-radius: var(--_radius-card);
    color: var(--_text);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: bar 120ms ease-out;
  }
  .completion.below {
    inset-block: calc(100% - 4px) auto;
  }
  .option {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: max(36px, var(--_target));
    padding: 4px 8px;
    border-radius: var(--_radius);
    cursor: pointer;
  }
  .option[aria-selected='true'] {
    background: var(--_accent-subtle);
  }
  @media (hover: hover) {
    .option:not([aria-selected='true']):hover {
      background: var(--_hover);
    }
  }
  .option .name,
  .option .text {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .option .reply {
    display: grid;
    min-inline-size: 0;
  }
  .option .reply .name {
    font-weight: 600;
  }
  .option .text {
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  [dir='ltr'] .option .reply > * {
    text-align: left;
  }
  [dir='rtl'] .option .reply > * {
    text-align: right;
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
  @media (forced-colors: active) {
    .completion {
      border: 1px solid;
    }
    .option[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
