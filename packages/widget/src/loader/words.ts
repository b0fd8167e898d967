/**
 * What the loader itself can say, by primary language: the button's name and, with the words behind it, why nothing
 * opens. So short that twelve languages fit its 2,000 bytes; in the Chinese one each character is that of both scripts.
 */
const words: Record<string, string> = {
  de: 'Chat nicht erreichbar',
  es: 'Chat no disponible',
  fr: 'Chat indisponible',
  pt: 'Chat indisponível',
  ru: 'Чат недоступен',
  zh: '聊天 不可用',
  ja: 'チャット 接続不可',
  ko: '채팅 연결 안 됨',
  ar: 'دردشة غير متاحة',
  hi: 'चैट उपलब्ध नहीं',
};

export function loaderWords(lang: string): [name: string, failed: string] {
  const failed = words[lang.slice(0, 2).toLowerCase()] ?? 'Chat not available';
  return [failed.split(' ')[0]!, failed];
}
