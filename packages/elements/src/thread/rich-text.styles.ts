import { css } from 'lit';

/** Links, mentions, code and quoted lines in a message's text. */
export const richStyles = css`
  .text a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
    text-decoration-thickness: 1px;
    unicode-bidi: isolate;
  }
  .other .text a {
    color: var(--_accent-text);
  }
  .text code {
    padding: 1px 4px;
    border-radius: 4px;
    font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace;
    font-size: 0.9em;
    unicode-bidi: isolate;
    background: oklch(from currentColor l c h / 0.1);
  }
  .text pre {
    margin: 4px 0;
    padding: 8px 10px;
    border-radius: var(--_radius);
    white-space: pre-wrap;
    tab-size: 2;
    line-height: 1.45;
    text-align: start;
    background: oklch(from currentColor l c h / 0.09);
  }
  /* On a fill the tint goes away from the words, so that they are as legible as without it. */
  .own .text code,
  .own .text pre {
    background: oklch(from currentColor calc(1 - l) 0 0 / 0.14);
  }
  .text pre code,
  .own .text pre code {
    padding: 0;
    background: none;
  }
  .text blockquote {
    margin: 2px 0;
    padding-inline-start: 10px;
    border-inline-start: 3px solid oklch(from currentColor l c h / 0.4);
    unicode-bidi: inherit;
  }
  .text blockquote:first-child,
  .text pre:first-child {
    margin-block-start: 0;
  }
  .mark {
    font-size: 0;
  }
  .mark.line {
    display: none;
  }
  .mention {
    font-weight: 600;
  }
  .other .mention {
    color: var(--_accent-text);
  }
  .mention.me {
    padding-inline: 3px;
    border-radius: 4px;
    color: var(--_accent-text);
    background: var(--_accent-subtle);
    box-shadow: inset 0 0 0 1px oklch(from var(--_accent-text) l c h / 0.35);
  }
`;
