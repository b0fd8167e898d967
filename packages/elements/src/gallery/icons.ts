// Written by tools/icons.ts. Path data: Lucide (https://lucide.dev), ISC License,
// Copyright (c) Lucide Contributors; parts from Feather, MIT License, Copyright (c) Cole Bemis.
import { icon } from '../icons.js';

export const chevronLeftIcon = icon`<path d="m15 18-6-6 6-6"/>`;
export const chevronRightIcon = icon`<path d="m9 18 6-6-6-6"/>`;
export const zoomInIcon = icon`<circle cx="11" cy="11" r="8"/><line x1="21" x2="16.65" y1="21" y2="16.65"/><line x1="11" x2="11" y1="8" y2="14"/><line x1="8" x2="14" y1="11" y2="11"/>`;
export const zoomOutIcon = icon`<circle cx="11" cy="11" r="8"/><line x1="21" x2="16.65" y1="21" y2="16.65"/><line x1="8" x2="14" y1="11" y2="11"/>`;
