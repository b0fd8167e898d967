import { html, svg } from 'lit';

// Paths of Lucide (https://lucide.dev), ISC License.
export const icon = (d: string) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${d}/>`}</svg>`;

export const xIcon = icon('M18 6 6 18M6 6l12 12');
export const backIcon = icon('m15 18-6-6 6-6');
export const clockIcon = icon('M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20ZM12 6v6l4 2');
export const chatIcon = icon('M7.9 20A9 9 0 1 0 4 16.1L2 22Z');
export const searchIcon = icon('m21 21-4.3-4.3M19 11a8 8 0 1 1-16 0 8 8 0 0 1 16 0z');

export const settingsIcon = icon(
  'M4 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M18 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0',
);

/** chevron-down, for the open launcher. */
export const chevronDown = 'm6 9 6 6 6-6';
