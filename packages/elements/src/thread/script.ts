/** Scripts that are set with more room between lines. */
export function isCjk(text: string): boolean {
  return /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text);
}

/** The direction of a message is its own; one without letters (digits, an emoji) takes the reader's. */
export function textDir(text: string, fallback: 'ltr' | 'rtl'): 'auto' | 'ltr' | 'rtl' {
  return /\p{L}/u.test(text) ? 'auto' : fallback;
}
