/** What the loader itself can say, by primary language: the button, and why nothing opens. */
const words: Record<string, [open: string, failed: string]> = {
  en: ['Open chat', 'Chat cannot be reached. Try again in a moment.'],
  zh: ['打开聊天', '暂时无法连接聊天，请稍后再试。'],
  ar: ['فتح الدردشة', 'تعذّر الوصول إلى الدردشة. حاول مجددًا بعد قليل.'],
};

export function loaderWords(lang: string): [open: string, failed: string] {
  return words[lang.slice(0, 2).toLowerCase()] ?? words.en!;
}
