// The views that the first visit does not need, in one chunk, but for the settings.
import { nothing, type TemplateResult } from 'lit';
import { lazy } from './lazy.js';
import type { TimWidget } from './widget.js';

export { consent } from './consent.js';
export { home } from './home.js';
export { list } from './list.js';

const loadSettings = lazy(() => import('./settings.js'));

export function settings(s: TimWidget): TemplateResult | typeof nothing {
  return loadSettings(() => s.requestUpdate())?.settings(s) ?? nothing;
}
