import { css } from 'lit';

/** The words stand on the site's colour; what can be pressed lies on a sheet below, down to the edge. */
export const styles = css`
  .front {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    display: flex;
    flex-direction: column;
  }
  .front .welcome {
    flex: 1 1 40%;
    overflow: visible;
    padding: 0 20px 24px;
  }
  .front .sheet {
    flex: 1 0 auto;
    max-block-size: none;
    padding-block-end: max(12px, env(safe-area-inset-bottom, 0px));
  }
  .sheet .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block-start: 8px;
    padding-inline: 20px 10px;
  }
  .sheet h3 {
    margin: 0;
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_muted);
  }
  .sheet .more {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 44px;
    margin-inline: 12px;
    padding: 8px;
    border-radius: var(--_radius);
    font-size: var(--_size-s);
    font-weight: 600;
    color: var(--_accent-text);
  }
  .sheet .more:focus-visible {
    outline-offset: -2px;
  }
  .sheet .more:active {
    background: var(--_active);
  }
  .more .icon:dir(rtl) {
    transform: scaleX(-1);
  }
  .sheet .write {
    flex: none;
    margin: auto 12px 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
  }
  @media (hover: hover) {
    .sheet .more:hover {
      background: var(--_hover);
    }
    .write:hover {
      background: var(--_accent-hover);
    }
  }
  @media (forced-colors: active) {
    .write {
      border: 1px solid;
    }
  }
`;
