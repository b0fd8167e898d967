import { css } from 'lit';

/** Photos and uploads, within the place that place.styles.ts keeps for them. */
export const mediaStyles = css`
  button.picture {
    cursor: zoom-in;
  }
  .picture:focus-visible {
    outline-offset: -4px;
  }
  .picture :is(img, canvas) {
    /* Out of the flow: its own size must not have a say. */
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .picture img {
    opacity: 0;
    transition: opacity 200ms ease-out;
  }
  .picture img[data-state='ready'] {
    opacity: 1;
  }
  /* It would show through a picture that is not all opaque. */
  .picture canvas:has(+ [data-state='ready']) {
    opacity: 0;
    transition: opacity 0s 200ms;
  }
  .missing {
    align-self: center;
    padding: 8px;
    font-size: var(--_size-s);
    color: var(--_muted);
    visibility: hidden;
  }
  img[data-state='missing'] + .missing {
    visibility: visible;
  }
  .file:has(> .upload) {
    position: relative;
  }
  .file .bar {
    inset-inline: 0;
    inset-block-end: 0;
  }
  /* What is said of an upload changes, and the row's height does not. */
  .file:has(> .upload) .file-size {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  tim-player {
    flex: 1;
    min-inline-size: 180px;
    min-block-size: 40px;
  }
  /* Beside its upload it has what room there is. */
  .file:has(> .upload) tim-player {
    flex: 1 1 auto;
    inline-size: 180px;
    min-inline-size: 0;
  }
  /* Its place, before what plays is here. */
  tim-player:not(:defined) {
    display: block;
    padding-inline-start: 50px;
    padding-block-end: 1.4em;
  }
  .file .icon-button {
    color: inherit;
    border-radius: 50%;
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
  /* The name ends where its upload begins, on the side where that stands. */
  .picture:has(+ .upload) {
    --_name-right: 80px;
  }
  .picture:has(+ .upload):dir(rtl) {
    --_name-left: 80px;
    --_name-right: 10px;
  }
  /* The browser's controls stand there. */
  .media:has(tim-video[open]) .over {
    visibility: hidden;
  }
  .upload.over-media .checking:not(:empty) {
    padding: 4px 4px 0 8px;
    font-size: var(--_size-s);
  }
  .upload.over-media .bar {
    inset-inline: 6px;
  }
`;
