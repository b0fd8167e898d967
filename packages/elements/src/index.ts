export { clientContext, provideClient } from './base/context.js';
export { TimElement } from './base/element.js';
export { TimComposer } from './composer/composer.js';
export { TimConnectionStatus } from './connection-status/connection-status.js';
export { TimConversationList } from './conversation-list/conversation-list.js';
export { TimSearchEvent } from './conversation-list/search-event.js';
export { TimEmojiEvent } from './emoji-picker/emoji-event.js';
export { TimEmojiPicker } from './emoji-picker/emoji-picker.js';
export {
  TimBeforeSendEvent,
  TimEditEvent,
  TimOpenImageEvent,
  TimReplyEvent,
  TimSelectEvent,
  TimSendEvent,
  TimStartEvent,
} from './events.js';
export { TimPresence } from './presence/presence.js';
export { base, theme } from './theme/index.js';
export { TimLinkEvent } from './thread/link-event.js';
export { TimThread } from './thread/thread.js';
export { TimUploader } from './uploader/uploader.js';
