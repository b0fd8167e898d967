export interface DeskWords {
  title: string;
  as: string;
  language: string;
  theme: string;
  back: string;
  choose: string;
  shop: string;
  newDirect: string;
  noToken: string;
  visitor: string;
}

export const deskWords: Record<string, DeskWords> = {
  en: {
    title: 'Desk',
    as: 'Signed in as',
    language: 'Language',
    theme: 'Light or dark',
    back: 'All conversations',
    choose: 'Choose a conversation',
    shop: 'The shop',
    newDirect: 'Message a colleague',
    noToken: 'The demo’s site could not sign you in. Start it with npm start, then reload.',
    visitor: 'Visitor',
  },
  'zh-CN': {
    title: '客服台',
    as: '当前身份',
    language: '语言',
    theme: '浅色或深色',
    back: '全部会话',
    choose: '请选择一个会话',
    shop: '商店',
    newDirect: '给同事发消息',
    noToken: '演示站点未能为您登录。请用 npm start 启动后刷新页面。',
    visitor: '访客',
  },
  ar: {
    title: 'مكتب الدعم',
    as: 'الدخول باسم',
    language: 'اللغة',
    theme: 'فاتح أو داكن',
    back: 'كل المحادثات',
    choose: 'اختر محادثة',
    shop: 'المتجر',
    newDirect: 'راسل زميلًا',
    noToken: 'تعذّر تسجيل الدخول من موقع العرض. شغّله بالأمر npm start ثم أعد التحميل.',
    visitor: 'زائر',
  },
};
