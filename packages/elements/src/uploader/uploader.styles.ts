import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    min-block-size: 0;
  }
  .root {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
  }
  .pick {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    margin: 12px;
    min-block-size: var(--_target);
    padding: 10px 16px;
    border-radius: var(--_radius-card);
    border: 1px dashed var(--_control);
    font-weight: 600;
    color: var(--_accent-text);
  }
  @media (hover: hover) {
    .pick:hover {
      background: var(--_hover);
    }
  }
  .tray {
    flex: none;
    display: grid;
    gap: 2px;
    max-block-size: 196px;
    margin: 0;
    padding: 8px;
    overflow-y: auto;
    list-style: none;
    background: var(--_surface);
    border-block-start: 1px solid var(--_border);
  }
  .upload {
    position: relative;
    display: grid;
    grid-template-columns: auto 1fr auto auto auto;
    align-items: center;
    column-gap: 4px;
    padding: 4px 4px 8px 8px;
  }
  .upload:dir(rtl) {
    padding: 4px 8px 8px 4px;
  }
  .upload > .icon {
    margin-inline-end: 6px;
    color: var(--_muted);
  }
  .thumb {
    inline-size: 32px;
    block-size: 32px;
    margin-inline-end: 4px;
    border-radius: 6px;
    object-fit: cover;
    background: var(--_hover);
  }
  .words {
    min-inline-size: 0;
    display: grid;
    line-height: 1.3;
  }
  .name,
  .state {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* A name of another direction stands at our side, cut off at its own end. */
  [dir='ltr'] .name {
    text-align: left;
  }
  [dir='rtl'] .name {
    text-align: right;
  }
  .name {
    font-size: var(--_size-s);
    font-weight: 500;
  }
  .state {
    font-size: var(--_size-xs);
    color: var(--_muted);
  }
  .failed .state {
    color: var(--_danger);
  }
  .bar {
    position: absolute;
    inset-inline: 8px;
    inset-block-end: 2px;
    block-size: 3px;
    border-radius: 2px;
    overflow: hidden;
    background: var(--_active);
  }
  .bar::after {
    content: '';
    display: block;
    block-size: 100%;
    background: var(--_accent-text);
    transform: scaleX(var(--_part));
    transform-origin: left;
    transition: transform 200ms ease-out;
  }
  .bar:dir(rtl)::after {
    transform-origin: right;
  }
  .failed .bar::after {
    background: var(--_danger);
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 8px 12px;
    font-size: var(--_size-s);
    color: var(--_danger);
    background: var(--_danger-subtle);
  }
  .problem span {
    flex: 1;
  }
  .drop {
    position: absolute;
    inset: 8px;
    z-index: 2;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    border-radius: var(--_radius-bubble);
    border: 2px dashed var(--_accent-text);
    font-weight: 600;
    color: var(--_accent-text);
    background: oklch(from var(--_bg) l c h / 0.92);
    pointer-events: none;
    animation: appear 120ms ease-out;
  }
  .drop .icon {
    inline-size: 32px;
    block-size: 32px;
  }
`;
