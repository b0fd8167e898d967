export interface Words {
  chat: string;
  open: string;
  openUnread: (n: string) => string;
  close: string;
  back: string;
  greeting: string;
  lead: string;
  newConversation: string;
  unreachable: string;
  waiting: string;
  consent: string;
  allow: string;
  write: string;
  send: string;
  attach: string;
}

const en: Words = {
  chat: 'Chat',
  open: 'Open chat',
  openUnread: (n) => `Open chat, unread messages: ${n}`,
  close: 'Close chat',
  back: 'All conversations',
  greeting: 'How can we help?',
  lead: 'Write to us. The answer comes here, and waits if you leave.',
  newConversation: 'New conversation',
  unreachable: 'The chat cannot be reached. What you write is sent as soon as it can.',
  waiting: 'Waiting to be sent',
  consent: 'To chat, this page connects to a chat server and keeps your messages in this browser.',
  allow: 'Agree and chat',
  write: 'Write a message',
  send: 'Send',
  attach: 'Attach files',
};

/** By primary language; each but English is fetched when a page first asks for it. */
const loaders: Record<string, () => Promise<{ words: Words }>> = {
  zh: () => import('./words.zh.js'),
  ar: () => import('./words.ar.js'),
};
const loaded: Record<string, Words> = {};

/** The widget's own words; English where there are none, and until they have arrived. */
export function widgetWords(lang: string, arrived: () => void): Words {
  const name = lang.slice(0, 2).toLowerCase();
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
