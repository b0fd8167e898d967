// Path data: Lucide (https://lucide.dev), ISC License, Copyright (c) Lucide Contributors.
import { icon } from '../icons.js';

export const chevronUpIcon = icon`<path d="m18 15-6-6-6 6"/>`;
export const chevronDownIcon = icon`<path d="m6 9 6 6 6-6"/>`;
