import type { FirstWords, Words } from './words.js';

/** English for what few visits show. Other languages have all their words in one file, which is fetched anyway. */
const english: Omit<Words, keyof FirstWords> = {
  consent: 'To chat, this page connects to a chat server and keeps your messages in this browser.',
  again: 'Try again',
  allow: 'Agree and chat',
  newConversation: 'New conversation',
  recent: 'Recent conversations',
  allConversations: 'All conversations',
  searchMessages: 'Search messages',
  notFound: 'This conversation cannot be found here. It may be someone else’s, or no longer be open to you.',
  newMessage: 'New message',
  file: 'File',
  voice: 'Voice message',
  messagesTitle: 'When a message comes',
  sound: 'Sound',
  soundHint: 'Muted conversations stay silent.',
  desktop: 'Notifications',
  desktopHint: 'Only while you are not looking at this page.',
  desktopBlocked: 'The browser blocks notifications of this site. Allow them in its site settings first.',
  desktopMissing: 'This browser shows no notifications for pages.',
  look: 'Appearance',
  lookOfPage: 'As the page',
  light: 'Light',
  dark: 'Dark',
  language: 'Language',
  languageOfPage: 'As the page',
};

/** All words, from those at hand. */
export const fullWords = (words: FirstWords): Words => ({ ...english, ...words });
