import { html, svg } from 'lit';

// Paths of Lucide (https://lucide.dev), ISC License.
const icon = (d: string) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${d}/>`}</svg>`;

export const xIcon = icon('M18 6 6 18M6 6l12 12');
export const backIcon = icon('m15 18-6-6 6-6');
export const sendIcon = icon('m5 12 7-7 7 7M12 19V5');
export const attachIcon = icon(
  'm16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551',
);
export const clockIcon = icon('M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20ZM12 6v6l4 2');
export const chatIcon = icon('M7.9 20A9 9 0 1 0 4 16.1L2 22Z');

/** chevron-down, for the open launcher. */
export const chevronDown = 'm6 9 6 6 6-6';
