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

const words: Record<string, Words> = {
  en: {
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
  },
  zh: {
    chat: '聊天',
    open: '打开聊天',
    openUnread: (n) => `打开聊天，${n} 条未读消息`,
    close: '关闭聊天',
    back: '全部会话',
    greeting: '有什么可以帮您？',
    lead: '给我们留言吧。回复会出现在这里，离开后也会为您保留。',
    newConversation: '新会话',
    unreachable: '暂时无法连接。您写的内容会在连接恢复后立即发送。',
    waiting: '等待发送',
    consent: '聊天时，本页面会连接聊天服务器，并将您的消息保存在此浏览器中。',
    allow: '同意并开始聊天',
    write: '输入消息',
    send: '发送',
    attach: '添加附件',
  },
  ar: {
    chat: 'الدردشة',
    open: 'فتح الدردشة',
    openUnread: (n) => `فتح الدردشة، رسائل غير مقروءة: ${n}`,
    close: 'إغلاق الدردشة',
    back: 'كل المحادثات',
    greeting: 'كيف يمكننا مساعدتك؟',
    lead: 'اكتب لنا. سيصلك الرد هنا وينتظرك إن غادرت.',
    newConversation: 'محادثة جديدة',
    unreachable: 'تعذّر الوصول إلى الدردشة. سيُرسل ما تكتبه فور عودة الاتصال.',
    waiting: 'في انتظار الإرسال',
    consent: 'للدردشة تتصل هذه الصفحة بخادم دردشة وتحفظ رسائلك في هذا المتصفح.',
    allow: 'موافقة وبدء الدردشة',
    write: 'اكتب رسالة',
    send: 'إرسال',
    attach: 'إرفاق ملفات',
  },
};

/** The widget's own words, by primary language; English where there are none. */
export function widgetWords(lang: string): Words {
  return words[lang.slice(0, 2).toLowerCase()] ?? words.en!;
}
