import { lazyPart } from './lazy-part.js';

/** What quotes of messages beyond the window need. */
export const quotesPart = lazyPart(() => import('./quote-sources.js'));
