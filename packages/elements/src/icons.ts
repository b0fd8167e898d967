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
export const cloudOffIcon = icon`<path d="M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057"/><path d="M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 7 0 0 1 5.79 5.78"/><path d="m2 2 20 20"/>`;
export const ellipsisIcon = icon`<circle cx="12" cy="12" r="1"/><circle cx="19" cy="12" r="1"/><circle cx="5" cy="12" r="1"/>`;
export const loaderCircleIcon = icon`<path d="M21 12a9 9 0 1 1-6.219-8.56"/>`;
export const messageCircleIcon = icon`<path d="M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719"/>`;
export const micIcon = icon`<path d="M12 19v3"/><path d="M19 10v2a7 7 0 0 1-14 0v-2"/><rect x="9" y="2" width="6" height="13" rx="3"/>`;
export const paperclipIcon = icon`<path d="m16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551"/>`;
export const smileIcon = icon`<path d="M15 10V9"/><path d="M16.472 15a6 6 0 01-8.943 0"/><path d="M9 10V9"/><circle cx="12" cy="12" r="10"/>`;
export const xIcon = icon`<path d="M18 6 6 18"/><path d="m6 6 12 12"/>`;
