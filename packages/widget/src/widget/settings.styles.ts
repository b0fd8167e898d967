import { css } from 'lit';

/** Beside a switch; both keep to the grid of the panel. */
export const styles = css`
  .settings {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    display: flex;
    flex-direction: column;
    gap: 24px;
    padding: 16px;
    padding-block-end: max(16px, env(safe-area-inset-bottom, 0px));
  }
  .settings fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  .settings legend,
  .settings .field > :first-child {
    padding: 0 0 8px;
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_muted);
  }
  .toggle {
    position: relative;
    display: flex;
    align-items: center;
    gap: 16px;
    min-block-size: 44px;
    padding: 10px 12px;
    cursor: pointer;
    background: var(--_surface);
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  .toggle:first-of-type {
    border-start-start-radius: var(--_radius-card);
    border-start-end-radius: var(--_radius-card);
  }
  .toggle:last-of-type {
    border-end-start-radius: var(--_radius-card);
    border-end-end-radius: var(--_radius-card);
  }
  .toggle + .toggle {
    margin-block-start: -1px;
  }
  .toggle.off {
    cursor: default;
  }
  .toggle .words {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    gap: 2px;
  }
  .toggle .hint {
    font-size: var(--_size-s);
    color: var(--_muted);
    text-wrap: pretty;
  }
  .toggle.off .words > :first-child {
    color: var(--_muted);
  }
  /* The switch is a real checkbox, drawn by what follows it. */
  .toggle input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .track {
    --_slide: 16px;
    flex: none;
    inline-size: 40px;
    block-size: 24px;
    padding: 4px;
    border: 1px solid transparent;
    border-radius: 12px;
    background: var(--_control);
    transition: opacity 120ms ease-out;
  }
  .settings:dir(rtl) .track {
    --_slide: -16px;
  }
  .track::before {
    content: '';
    display: block;
    inline-size: 14px;
    block-size: 14px;
    border-radius: 50%;
    background: #fff;
    transition: transform 120ms ease-out;
  }
  input:checked + .track {
    background: var(--_accent);
  }
  input:checked + .track::before {
    background: var(--_on-accent);
    transform: translateX(var(--_slide));
  }
  input:disabled + .track {
    opacity: 0.5;
  }
  input:focus-visible + .track {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  .choice {
    display: flex;
    padding: 4px;
    border-radius: var(--_radius-card);
    background: var(--_bubble);
  }
  .choice label {
    position: relative;
    flex: 1;
    min-inline-size: 0;
    cursor: pointer;
  }
  .choice input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .choice span {
    display: grid;
    place-items: center;
    min-block-size: 36px;
    padding: 4px 8px;
    border-radius: var(--_radius);
    font-size: var(--_size-s);
    font-weight: 500;
    text-align: center;
    overflow-wrap: anywhere;
    color: var(--_muted);
  }
  .choice input:checked + span {
    color: var(--_text);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .choice input:focus-visible + span {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  .settings .field {
    display: grid;
  }
  .settings .field .select {
    position: relative;
    padding: 0;
  }
  .select .icon {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 12px;
    margin-block: auto;
    pointer-events: none;
  }
  .settings select {
    appearance: none;
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 12px 40px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius-card);
    font: inherit;
    color: inherit;
    background: var(--_surface);
  }
  @media (forced-colors: active) {
    .track {
      border-color: ButtonBorder;
    }
    .track::before {
      background: ButtonText;
    }
    input:checked + .track {
      background: Highlight;
      forced-color-adjust: none;
    }
    input:checked + .track::before {
      background: HighlightText;
    }
    .toggle,
    .choice {
      border: 1px solid;
    }
    .choice input:checked + span {
      color: HighlightText;
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
