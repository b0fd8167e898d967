import { lazyPart } from './lazy-part.js';

export type MoreRows = typeof import('./more-rows.js');

/** What rows need that most threads have none of. */
export const morePart = lazyPart(
  () => import('./more-rows.js'),
  (rows) => rows.moreStyles,
);
