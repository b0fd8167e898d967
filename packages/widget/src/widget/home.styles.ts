import { css } from 'lit';

/** The words stand on the site's colour; what can be pressed lies on cards above it. */
export const styles = css`
  .front {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 0 12px 12px;
    padding-block-end: max(12px, env(safe-area-inset-bottom, 0px));
  }
  .front .welcome {
    flex: 1 0 auto;
    overflow: visible;
    padding: 16px 8px 8px;
  }
  .card {
    flex: none;
    border-radius: var(--_radius-bubble);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .card .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block-start: 4px;
    padding-inline: 20px 10px;
  }
  .card h3 {
    margin: 0;
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_muted);
  }
  .card tim-conversation-list {
    background: none;
  }
  .card .more {
    display: flex;
    align-items: center;
    justify-content: space-between;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 8px 20px;
    border-block-start: 1px solid var(--_border);
    border-radius: 0 0 var(--_radius-bubble) var(--_radius-bubble);
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_accent-text);
  }
  .card .more:focus-visible {
    outline-offset: -2px;
  }
  .card .more:active {
    background: var(--_active);
  }
  .more .icon:dir(rtl) {
    transform: scaleX(-1);
  }
  .write {
    flex: none;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
  }
  @media (hover: hover) {
    .card .more:hover {
      background: var(--_hover);
    }
    .write:hover {
      background: var(--_accent-hover);
    }
  }
  @media (forced-colors: active) {
    .card,
    .write {
      border: 1px solid;
    }
  }
`;
