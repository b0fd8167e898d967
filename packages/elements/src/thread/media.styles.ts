import { css } from 'lit';

/** Quotes, photos, files and uploads within a row. */
export const mediaStyles = css`
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
    cursor: zoom-in;
  }
  .picture:focus-visible {
    outline-offset: -4px;
  }
  .picture img {
    /* Out of the flow: its own size must not have a say. */
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    opacity: 0;
    transition: opacity 200ms ease-out;
  }
  .picture img[data-state='ready'] {
    opacity: 1;
  }
  .missing {
    align-self: center;
    padding: 8px;
    font-size: var(--_size-s);
    color: var(--_muted);
    visibility: hidden;
  }
  [data-state='missing'] + .missing {
    visibility: visible;
  }
  .over {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-end: 6px;
    pointer-events: none;
  }
  .over .meta {
    float: none;
    inset: auto;
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
  .file .icon-button {
    color: inherit;
    border-radius: 50%;
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
    font-size: var(--_size-xs);
  }
  .text.bare {
    margin-block-start: -6px;
  }
  .upload {
    display: flex;
    align-items: center;
  }
  .bar {
    position: absolute;
    inset-inline: 12px;
    inset-block-end: 2px;
    block-size: 3px;
    border-radius: 2px;
    overflow: hidden;
    background: oklch(from currentColor l c h / 0.2);
  }
  .bar::after {
    content: '';
    display: block;
    block-size: 100%;
    background: currentColor;
    transform: scaleX(var(--_part));
    transform-origin: left;
    transition: transform 200ms ease-out;
  }
  .bar:dir(rtl)::after {
    transform-origin: right;
  }
  .upload .small {
    --_target: 28px;
    color: inherit;
  }
  .upload.over-media {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    padding-block-end: 4px;
    border-radius: var(--_radius-card);
    color: white;
    background: oklch(0.2 0 0 / 0.72);
  }
  .upload.over-media .bar {
    inset-inline: 6px;
  }
`;
