import type { Words } from './words.js';

export const words: Words = {
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
};
