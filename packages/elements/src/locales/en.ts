/**
 * English: the reference. The other languages must have exactly these keys and those of en-more.ts. Here stands what
 * an open text chat shows. `{x}` is filled in.
 */
export const en = {
  // Conversation list
  tryAgain: 'Try again',
  youName: 'You',
  visitor: 'Visitor {n}',
  justNow: 'now',
  unreadCount: { one: '{n} unread message', other: '{n} unread messages' },
  kindDeleted: 'Message deleted',
  kindUnsupported: 'A message that this version cannot show',
  // Thread
  messages: 'Messages',
  noMessages: 'No messages yet. Say hello.',
  loading: 'Loading…',
  today: 'Today',
  yesterday: 'Yesterday',
  newMessages: 'New messages',
  jumpToLatest: 'Jump to latest',
  statePending: 'Waiting to be sent',
  stateSent: 'Sent',
  stateDelivered: 'Delivered',
  stateRead: 'Read',
  stateFailed: 'Not sent',
  edited: 'edited',
  deletedByYou: 'You deleted this message',
  deletedByOther: 'This message was deleted',
  earlierMessage: 'An earlier message',
  hole: 'Some messages are missing here',
  offlineOlder: 'Older messages appear when you are online.',
  moreActions: 'More actions',
  cancel: 'Cancel',
  messageLabel: '{name}, {time}: {text}',
  // Composer
  writeMessage: 'Write a message',
  send: 'Send',
  save: 'Save',
  attach: 'Attach files',
  emoji: 'Emoji',
  record: 'Record a voice message',
  // Connection
  offline: 'You are offline. Messages are kept and sent later.',
  connecting: 'Connecting…',
  unsent: { one: '{n} message not sent yet', other: '{n} messages not sent yet' },
};
