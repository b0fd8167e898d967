import { css } from 'lit';

/** In the colours of the bubble that it stands in. */
export const styles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 40px;
    color: inherit;
  }
  .play {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    background: oklch(from currentColor l c h / 0.12);
  }
  .play .icon {
    fill: currentColor;
    stroke-width: 1;
  }
  .rest {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }
  /* Time runs from left to right in every language. */
  .track {
    position: relative;
    display: block;
    block-size: 24px;
    cursor: pointer;
    touch-action: pan-y;
    user-select: none;
    border-radius: 4px;
  }
  .track svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    overflow: visible;
  }
  .track path {
    vector-effect: non-scaling-stroke;
  }
  .track .left {
    opacity: 0.4;
  }
  .track .done {
    clip-path: inset(-2px calc((1 - var(--_at, 0)) * 100%) -2px -2px);
  }
  .line {
    block-size: 16px;
  }
  .line::before,
  .line::after {
    content: '';
    position: absolute;
    inset-block: 6.5px;
    inset-inline: 0;
    border-radius: 2px;
    background: currentColor;
    opacity: 0.3;
  }
  .line::after {
    opacity: 1;
    transform: scaleX(var(--_at, 0));
    transform-origin: left;
  }
  .facts {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 1.4em;
    font-size: var(--_size-xs);
  }
  .facts .line {
    flex: 1;
    min-inline-size: 60px;
  }
  .speed {
    margin-block: -4px;
    padding: 0 7px;
    min-inline-size: 36px;
    line-height: 20px;
    border-radius: 10px;
    font-size: var(--_size-xs);
    font-weight: 600;
    background: oklch(from currentColor l c h / 0.12);
  }
  .play:focus-visible,
  .speed:focus-visible,
  .track:focus-visible {
    outline-color: currentColor;
  }
  @media (hover: hover) {
    .play:hover,
    .speed:hover {
      background: oklch(from currentColor l c h / 0.2);
    }
  }
  @media (pointer: coarse) {
    .speed {
      min-block-size: 24px;
    }
  }
  @media (forced-colors: active) {
    .play,
    .speed {
      border: 1px solid;
    }
  }
`;
