import { lazyPart } from './lazy-part.js';

export type Media = typeof import('./media.js');

/** What photos and files need. */
export const mediaPart = lazyPart(
  () => import('./media.js'),
  (media) => media.mediaStyles,
);
