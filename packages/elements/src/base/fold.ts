/**
 * A text as it is compared in a search: without accents, case, width of letters, and the difference of hiragana and
 * katakana; Hangul by its letters, so that a syllable which is not finished is found too.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[ىی]/g, 'ي')
    .replaceAll('ة', 'ه')
    .replaceAll('ß', 'ss');
}

/** Scripts that set no space between words: in them a word may begin at every letter. */
export const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Where a folded text has a word that begins as the folded query: 0 at its start, 1 at a later word, -1 nowhere. The
 * query may go on over a space.
 */
export function wordStart(text: string, query: string): number {
  if (text.startsWith(query)) return 0;
  if (unspaced.test(query)) return text.includes(query) ? 1 : -1;
  for (let at = text.indexOf(query); at > 0; at = text.indexOf(query, at + 1))
    if (!/[\p{L}\p{N}\p{M}]/u.test(text[at - 1]!) || unspaced.test(text[at - 1]!)) return 1;
  return -1;
}
