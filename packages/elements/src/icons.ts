// Written by tools/icons.ts. Path data: Lucide (https://lucide.dev), ISC License,
// Copyright (c) Lucide Contributors; parts from Feather, MIT License, Copyright (c) Cole Bemis.
import { html, type TemplateResult } from 'lit';

/**
 * 20 px, or what the class around it says; decoration only, so hidden from assistive technology. One template of its
 * own, without a place in it: a thread's rows hold two or three each, and what Lit puts together costs on a slow phone.
 */
export function icon([shape]: TemplateStringsArray): TemplateResult {
  const whole = [`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`];
  return html(Object.assign(whole, { raw: whole }));
}

export const arrowDownIcon = icon`<path d="M12 5v14"/><path d="m19 12-7 7-7-7"/>`;
export const arrowUpIcon = icon`<path d="m5 12 7-7 7 7"/><path d="M12 19V5"/>`;
export const banIcon = icon`<circle cx="12" cy="12" r="10"/><path d="M4.929 4.929 19.07 19.071"/>`;
export const checkIcon = icon`<path d="M20 6 9 17l-5-5"/>`;
export const checkCheckIcon = icon`<path d="M18 6 7 17l-5-5"/><path d="m22 10-7.5 7.5L13 16"/>`;
export const circleAlertIcon = icon`<circle cx="12" cy="12" r="10"/><line x1="12" x2="12" y1="8" y2="12"/><line x1="12" x2="12.01" y1="16" y2="16"/>`;
export const clockIcon = icon`<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 2"/>`;
export const ellipsisIcon = icon`<circle cx="12" cy="12" r="1"/><circle cx="19" cy="12" r="1"/><circle cx="5" cy="12" r="1"/>`;
export const hardDriveIcon = icon`<path d="M10 16h.01"/><path d="M2.212 11.577a2 2 0 0 0-.212.896V18a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-5.527a2 2 0 0 0-.212-.896L18.55 5.11A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z"/><path d="M21.946 12.013H2.054"/><path d="M6 16h.01"/>`;
export const loaderCircleIcon = icon`<path d="M21 12a9 9 0 1 1-6.219-8.56"/>`;
export const messageCircleIcon = icon`<path d="M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719"/>`;
export const paperclipIcon = icon`<path d="m16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551"/>`;
export const rotateCwIcon = icon`<path d="M21 12a9 9 0 1 1-9-9c2.52 0 4.93 1 6.74 2.74L21 8"/><path d="M21 3v5h-5"/>`;
export const smileIcon = icon`<path d="M15 10V9"/><path d="M16.472 15a6 6 0 01-8.943 0"/><path d="M9 10V9"/><circle cx="12" cy="12" r="10"/>`;
export const wifiOffIcon = icon`<path d="M12 20h.01"/><path d="M8.5 16.429a5 5 0 0 1 7 0"/><path d="M5 12.859a10 10 0 0 1 5.17-2.69"/><path d="M19 12.859a10 10 0 0 0-2.007-1.523"/><path d="M2 8.82a15 15 0 0 1 4.177-2.643"/><path d="M22 8.82a15 15 0 0 0-11.288-3.764"/><path d="m2 2 20 20"/>`;
export const xIcon = icon`<path d="M18 6 6 18"/><path d="m6 6 12 12"/>`;
