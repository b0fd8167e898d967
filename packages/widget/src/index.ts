import './widget/with-launcher.js';
import './widget/define.js';

export type { Identity, KnownUser, QueuedCall, TokenImApi, WidgetEvents, WidgetMethods } from './api.js';
export { TimWidgetEvent } from './widget/event.js';
export { TimWidget } from './widget/widget.js';
