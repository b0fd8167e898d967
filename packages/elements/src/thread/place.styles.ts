import { css } from 'lit';

/** Quotes, and the place that photos and files take before what belongs to them is here (media.styles.ts). */
export const placeStyles = css`
  .quote {
    display: block;
    inline-size: 100%;
    min-inline-size: 96px;
    max-inline-size: 100%;
    margin-block: 1px 4px;
    padding: 4px 10px;
    border-radius: var(--_radius);
    border-inline-start: 3px solid currentColor;
    text-align: start;
    font-size: var(--_size-s);
    color: inherit;
    background: oklch(from currentColor l c h / 0.09);
  }
  /* On a fill the tint goes away from the words, so that they are as legible as without it. */
  .own .quote {
    background: oklch(from currentColor calc(1 - l) 0 0 / 0.12);
  }
  .quote-name,
  .quote-text {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* A name of another direction stands at our side, cut off at its own end. */
  [dir='ltr'] .quote-text {
    text-align: left;
  }
  [dir='rtl'] .quote-text {
    text-align: right;
  }
  .quote-name {
    font-weight: 600;
  }
  .media {
    position: relative;
    inline-size: var(--_w);
    max-inline-size: 100%;
    border-radius: var(--_radius-bubble);
    overflow: hidden;
    background: var(--_bubble);
  }
  .media.captioned {
    border-end-start-radius: 4px;
    border-end-end-radius: 4px;
  }
  .stack .caption {
    align-self: stretch;
    border-start-start-radius: 4px;
    border-start-end-radius: 4px;
  }
  .picture {
    position: relative;
    display: grid;
    inline-size: 100%;
    aspect-ratio: var(--_ratio);
  }
  .over {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-end: 6px;
    pointer-events: none;
  }
  .over .meta {
    float: none;
    margin: 0;
    padding-inline: 8px;
    border-radius: 10px;
    line-height: 20px;
    color: white;
    background: oklch(0.2 0 0 / 0.72);
  }
  .file {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 200px;
    padding-block: 3px;
  }
  .file-icon {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: var(--_radius-card);
    background: oklch(from currentColor l c h / 0.1);
  }
  .file-text {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }
  .file-name {
    overflow: hidden;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
    font-weight: 500;
    line-height: 1.3;
  }
  .file-size {
    min-block-size: 1.4em;
    font-size: var(--_size-xs);
  }
  .text.bare {
    margin-block-start: -6px;
  }
`;
