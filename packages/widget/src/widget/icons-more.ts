import { chevronDown, icon } from './icons.js';

// Paths of Lucide (https://lucide.dev), ISC License. For what is fetched when first shown.

/** chevron-right; mirrored where text runs to the left. */
export const forwardIcon = icon('m9 18 6-6-6-6');
export const downIcon = icon(chevronDown);
/** square-pen */
export const writeIcon = icon(
  'M12 3H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-7M18.4 2.6a1 1 0 0 1 3 3l-9 9a2 2 0 0 1-.85.5l-2.9.85.85-2.9a2 2 0 0 1 .5-.85z',
);
