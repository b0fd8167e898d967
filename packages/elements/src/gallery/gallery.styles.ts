import { css } from 'lit';

/** Dark in every theme: a photo is judged by itself. */
export const styles = css`
  dialog {
    position: fixed;
    inset: 0;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    font: inherit;
    color: oklch(0.97 0 0);
    background: oklch(0.16 0.005 262);
    color-scheme: dark;
    animation: open 200ms ease-out;
  }
  dialog:not([open]) {
    display: none;
  }
  @keyframes open {
    from {
      opacity: 0;
    }
  }
  .head {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: max(8px, env(safe-area-inset-top)) max(8px, env(safe-area-inset-right)) 8px
      max(16px, env(safe-area-inset-left));
  }
  .what {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
  }
  .name,
  .when {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 600;
  }
  .when {
    font-size: var(--_size-s);
    color: oklch(0.8 0 0);
  }
  .icon-button {
    color: oklch(0.9 0 0);
  }
  .icon-button:not(:disabled):is(:hover, :active) {
    color: white;
    background: oklch(1 0 0 / 0.14);
  }
  .icon-button:disabled {
    opacity: 0.35;
  }
  :focus-visible {
    outline-color: white;
  }
  .track:focus-visible {
    outline-offset: -4px;
  }
  .stage {
    position: relative;
    min-block-size: 0;
  }
  .track {
    display: flex;
    block-size: 100%;
    overflow: auto hidden;
    overscroll-behavior: contain;
    scroll-snap-type: x mandatory;
    scrollbar-width: none;
    /* Swiping is the browser's; two fingers and what goes up or down are ours. */
    touch-action: pan-x;
  }
  .track::-webkit-scrollbar {
    display: none;
  }
  .track.zoomed {
    overflow: hidden;
    touch-action: none;
    cursor: grab;
  }
  .track.zoomed:active {
    cursor: grabbing;
  }
  .slide {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    overflow: hidden;
    scroll-snap-align: center;
    scroll-snap-stop: always;
  }
  .slide :is(canvas, img) {
    position: absolute;
    inset: 0;
    margin: auto;
    inline-size: min(100%, var(--_w));
    block-size: 100%;
    object-fit: contain;
    user-select: none;
    -webkit-user-drag: none;
  }
  .slide img {
    opacity: 0;
    transition: opacity 200ms ease-out;
    transform: translate(var(--_x, 0), var(--_y, 0)) scale(var(--_zoom, 1));
  }
  .slide img[data-state='ready'] {
    opacity: 1;
  }
  .slide canvas:has(+ [data-state='ready']) {
    visibility: hidden;
  }
  .missing {
    visibility: hidden;
    color: oklch(0.8 0 0);
  }
  img[data-state='missing'] + .missing {
    visibility: visible;
  }
  .step {
    position: absolute;
    inset-block: 0;
    margin-block: auto;
    --_target: 44px;
    border-radius: 50%;
    background: oklch(0.2 0 0 / 0.6);
  }
  .step.back {
    inset-inline-start: 12px;
  }
  .step.on {
    inset-inline-end: 12px;
  }
  .step:dir(rtl) .icon {
    transform: scaleX(-1);
  }
  @media (pointer: coarse) {
    .step {
      display: none;
    }
  }
  .foot {
    display: grid;
    justify-items: center;
    gap: 4px;
    padding: 8px 16px max(12px, env(safe-area-inset-bottom));
    text-align: center;
  }
  .said {
    max-inline-size: 60ch;
    max-block-size: 5.6em;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .at {
    min-block-size: 1.4em;
    font-size: var(--_size-s);
    color: oklch(0.8 0 0);
  }
`;
