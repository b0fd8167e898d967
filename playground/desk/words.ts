export interface DeskWords {
  title: string;
  as: string;
  language: string;
  theme: string;
  back: string;
  choose: string;
  find: string;
  shop: string;
  newDirect: string;
  noToken: string;
  visitor: string;
  /** Ready replies, behind a slash. */
  replies: readonly { name: string; text: string }[];
}

export const deskWords: Record<string, DeskWords> = {
  en: {
    title: 'Desk',
    as: 'Signed in as',
    language: 'Language',
    theme: 'Light or dark',
    back: 'All conversations',
    choose: 'Choose a conversation',
    find: 'Find in this conversation',
    shop: 'The shop',
    newDirect: 'Message a colleague',
    noToken: 'The demo’s site could not sign you in. Start it with npm start, then reload.',
    visitor: 'Visitor',
    replies: [
      { name: 'hello', text: 'Hello {name}, thank you for writing. How can I help?' },
      {
        name: 'delivery',
        text: 'Orders leave our workshop within two days; you get a link to follow yours.',
      },
      { name: 'returns', text: 'You can send anything back within 30 days. Shall I make you a label?' },
      { name: 'bye', text: 'Glad to help, {name}. Have a good day!' },
    ],
  },
  'zh-CN': {
    title: '客服台',
    as: '当前身份',
    language: '语言',
    theme: '浅色或深色',
    back: '全部会话',
    choose: '请选择一个会话',
    find: '在此会话中查找',
    shop: '商店',
    newDirect: '给同事发消息',
    noToken: '演示站点未能为您登录。请用 npm start 启动后刷新页面。',
    visitor: '访客',
    replies: [
      { name: '你好', text: '{name}您好，感谢您的来信。请问有什么可以帮您？' },
      { name: '发货', text: '订单会在两天内发出，届时您会收到物流链接。' },
      { name: '退货', text: '30 天内都可以退货。需要我为您生成退货单吗？' },
      { name: '再见', text: '很高兴为您服务，{name}。祝您愉快！' },
    ],
  },
  ar: {
    title: 'مكتب الدعم',
    as: 'الدخول باسم',
    language: 'اللغة',
    theme: 'فاتح أو داكن',
    back: 'كل المحادثات',
    choose: 'اختر محادثة',
    find: 'البحث في هذه المحادثة',
    shop: 'المتجر',
    newDirect: 'راسل زميلًا',
    noToken: 'تعذّر تسجيل الدخول من موقع العرض. شغّله بالأمر npm start ثم أعد التحميل.',
    visitor: 'زائر',
    replies: [
      { name: 'مرحبا', text: 'مرحبًا {name}، شكرًا على رسالتك. كيف أساعدك؟' },
      { name: 'التوصيل', text: 'تغادر الطلبات ورشتنا خلال يومين، وسيصلك رابط لتتبّع طلبك.' },
      { name: 'الإرجاع', text: 'يمكنك إرجاع أي شيء خلال 30 يومًا. هل أجهّز لك ملصق الإرجاع؟' },
      { name: 'وداعا', text: 'سعدت بمساعدتك {name}. يومك سعيد!' },
    ],
  },
};
