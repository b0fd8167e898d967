import { css } from 'lit';

/** What the views have in common that the first visit does not show. Who has one conversation goes nowhere. */
export const rooms = css`
  .primary {
    min-block-size: 44px;
    padding-inline: 24px;
    border-radius: 22px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }

  /* A view comes from where it is in the trail. */
  .on .body > :not(tim-connection-status) {
    animation: come 200ms ease-out;
    --_from: 24px;
  }
  .back .body > :not(tim-connection-status) {
    animation: come-back 200ms ease-out;
    --_from: -24px;
  }
  [dir='rtl'].on .body > * {
    --_from: -24px;
  }
  [dir='rtl'].back .body > * {
    --_from: 24px;
  }
  @keyframes come {
    from {
      opacity: 0;
      transform: translateX(var(--_from));
    }
  }
  @keyframes come-back {
    from {
      opacity: 0;
      transform: translateX(var(--_from));
    }
  }
`;
