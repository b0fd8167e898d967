import type { WidgetEvents } from '../api.js';

/** What happens to the widget, told on its element as `tim-open`, `tim-unread`, … */
export class TimWidgetEvent<K extends keyof WidgetEvents = keyof WidgetEvents> extends CustomEvent<
  WidgetEvents[K]
> {
  constructor(name: K, detail?: WidgetEvents[K]) {
    super(`tim-${name}`, { detail, bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'tim-ready': TimWidgetEvent<'ready'>;
    'tim-open': TimWidgetEvent<'open'>;
    'tim-close': TimWidgetEvent<'close'>;
    'tim-unread': TimWidgetEvent<'unread'>;
    'tim-message': TimWidgetEvent<'message'>;
    'tim-consent': TimWidgetEvent<'consent'>;
  }
}
