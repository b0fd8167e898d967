import { css } from 'lit';

/** Reactions, failures, lines about the conversation itself, and who types. */
export const moreStyles = css`
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 26px;
    padding-inline: 8px;
    border-radius: 13px;
    font-size: var(--_size-s);
    color: var(--_text);
    background: var(--_bg);
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  .chip[aria-pressed='true'] {
    font-weight: 600;
    color: var(--_accent-text);
    background: var(--_accent-subtle);
    box-shadow: inset 0 0 0 1px var(--_accent-text);
  }
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
  .note {
    flex: none;
    margin-block: 12px 4px;
    font-size: var(--_size-xs);
    line-height: 1.5;
    text-align: center;
    text-wrap: balance;
    overflow-wrap: anywhere;
    color: var(--_muted);
  }
  .note + .note {
    margin-block-start: 0;
  }
  .note .line {
    display: block;
  }
  .typing {
    flex: none;
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 28px;
    margin-block-start: 4px;
    padding-inline: 12px;
    font-size: var(--_size-s);
    color: var(--_muted);
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    inline-size: 6px;
    block-size: 6px;
    border-radius: 50%;
    background: currentColor;
    animation: dot 1.2s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 150ms;
  }
  .dots i:nth-child(3) {
    animation-delay: 300ms;
  }
  @keyframes dot {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
      transform: translateY(-2px);
    }
  }
`;
