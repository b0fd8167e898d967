import { css } from 'lit';

export const styles = css`
  dialog {
    position: fixed;
    inset: auto;
    display: flex;
    flex-direction: column;
    inline-size: min(360px, calc(100vw - 32px));
    max-block-size: min(560px, calc(100dvh - 32px));
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-bubble);
    overflow: hidden;
    font: inherit;
    color: var(--_text);
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: open 200ms ease-out;
  }
  dialog:not([open]) {
    display: none;
  }
  dialog::backdrop {
    background: oklch(0.15 0.01 262 / 0.45);
    animation: fade 200ms ease-out;
  }
  @keyframes open {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  h2 {
    flex: none;
    margin: 0;
    padding: 20px 20px 8px;
    font-size: var(--_size-l);
    font-weight: 600;
    line-height: 1.3;
  }
  .note {
    margin: 0;
    padding: 0 20px 8px;
    color: var(--_muted);
  }
  .problem {
    margin: 0;
    padding: 8px 20px 0;
    font-size: var(--_size-s);
    color: var(--_danger);
  }
  .preview {
    flex: none;
    margin: 0 20px 12px;
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_border);
    font-size: var(--_size-s);
    color: var(--_muted);
    overflow: hidden;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 12px;
  }
  .acts {
    flex: none;
    display: flex;
    justify-content: flex-end;
    gap: 8px;
    padding: 16px 20px 20px;
  }
  .act {
    min-block-size: max(36px, var(--_target));
    padding-inline: 16px;
    border-radius: var(--_radius);
    font-weight: 600;
    color: var(--_text);
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  .act.main {
    color: var(--_on-accent);
    background: var(--_accent);
    box-shadow: none;
  }
  .act.danger {
    color: light-dark(white, oklch(0.2 0.03 22));
    background: var(--_danger);
    box-shadow: none;
  }
  .act:disabled {
    opacity: 0.5;
  }
  input[type='search'] {
    flex: none;
    margin: 0 20px 8px;
    min-block-size: max(36px, var(--_target));
    padding-inline: 12px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    /* Below 16 px, phones zoom into a field that gets the focus. */
    font: inherit;
    font-size: max(16px, var(--_size-m));
    color: inherit;
    background: var(--_bg);
  }
  input::-webkit-search-cancel-button {
    display: none;
  }
  .person {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: max(48px, var(--_target));
    padding: 4px 8px;
    border-radius: var(--_radius);
    text-align: start;
    --_avatar: 36px;
  }
  .person .who {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .person input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .person:has(:focus-visible) {
    outline: 2px solid var(--_accent-text);
    outline-offset: -2px;
  }
  .person input:focus-visible {
    outline: none;
  }
  h3 {
    margin: 12px 8px 4px;
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_muted);
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 16px;
    margin: 0 8px 8px;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
  }
  .none {
    padding: 24px 8px;
    text-align: center;
    color: var(--_muted);
  }
  @media (hover: hover) {
    label.person:hover,
    .act:not(.main, .danger):hover {
      background: var(--_hover);
    }
    .act.main:hover {
      background: var(--_accent-hover);
    }
  }
  @media (max-width: 480px) {
    dialog {
      inset: auto 0 0 !important;
      inline-size: 100%;
      max-inline-size: none;
      max-block-size: 85dvh;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
      padding-block-end: env(safe-area-inset-bottom);
    }
  }
  @media (forced-colors: active) {
    dialog,
    .act {
      border: 1px solid;
    }
  }
`;
