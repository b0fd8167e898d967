import { matchLocale } from '@tokenim/elements/locales';

/** The words that the first visit shows, in the language that everybody has. */
export interface FirstWords {
  chat: string;
  open: string;
  openUnread: (n: string) => string;
  close: string;
  back: string;
  greeting: string;
  lead: string;
  unreachable: string;
  waiting: string;
  write: string;
  settings: string;
  find: string;
}

/** All that the widget can say; English has the others in a chunk of their own, see `words-more.ts`. */
export interface Words extends FirstWords {
  consent: string;
  /** On the button below what could not be fetched. */
  again: string;
  allow: string;
  newConversation: string;
  recent: string;
  allConversations: string;
  searchMessages: string;
  notFound: string;
  newMessage: string;
  /** In place of words, where a message is a file alone. */
  file: string;
  /** In place of its file's name. */
  voice: string;
  messagesTitle: string;
  sound: string;
  soundHint: string;
  desktop: string;
  desktopHint: string;
  desktopBlocked: string;
  desktopMissing: string;
  look: string;
  lookOfPage: string;
  light: string;
  dark: string;
  language: string;
  languageOfPage: string;
}

const en: FirstWords = {
  chat: 'Chat',
  open: 'Open chat',
  openUnread: (n) => `Open chat, unread messages: ${n}`,
  close: 'Close chat',
  back: 'Back',
  greeting: 'How can we help?',
  lead: 'Write to us. The answer comes here, and waits if you leave.',
  unreachable: 'The chat cannot be reached. What you write is sent as soon as it can.',
  waiting: 'Waiting to be sent',
  write: 'Write a message',
  settings: 'Settings',
  find: 'Find in conversation',
};

/** By our names of the languages; each but English is fetched when a page first asks for it. */
const loaders: Record<string, () => Promise<{ words: Words }>> = {
  ar: () => import('./words.ar.js'),
  de: () => import('./words.de.js'),
  es: () => import('./words.es.js'),
  fr: () => import('./words.fr.js'),
  hi: () => import('./words.hi.js'),
  ja: () => import('./words.ja.js'),
  ko: () => import('./words.ko.js'),
  'pt-BR': () => import('./words.pt-BR.js'),
  ru: () => import('./words.ru.js'),
  'zh-CN': () => import('./words.zh-CN.js'),
  'zh-TW': () => import('./words.zh-TW.js'),
};
const loaded: Record<string, Words> = {};

/** The languages there are. */
export const languages = () => ['en', ...Object.keys(loaders)];

/** The widget's own words; English where there are none, and until they have arrived. */
export function widgetWords(lang: string, arrived: () => void): FirstWords {
  const name = matchLocale(lang);
  const here = loaded[name];
  if (here) return here;
  loaders[name]?.().then(
    ({ words }) => {
      loaded[name] = words;
      arrived();
    },
    // Without network English stays; the next drawing tries again.
    () => {},
  );
  return en;
}
