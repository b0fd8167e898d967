/**
 * How a text is searched, the same on the device and on the server (rule Q2). A place of its own, so that who never
 * searches does not load it.
 */

/**
 * Marks that people leave out when they type: accents, Hebrew points, Arabic vowels and the stroke that stretches; and
 * what says whether a symbol is drawn in colour.
 */
const optional = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]|[\ufe00-\ufe0f]/g;

/** Scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer; Korean glues endings on. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}\u30fc]/u;
const wordish = /[\p{L}\p{N}\p{M}]/u;
/** Stands for itself, as emoji and currencies do; what is neither this nor of a word parts words. */
const symbol = /[\p{S}\p{Cn}\p{Co}]/u;
const parting = /[^\p{L}\p{N}\p{M}\p{S}\p{Cn}\p{Co}]+/gu;
const alone = new RegExp(`${unspaced.source}|${symbol.source}|[\\u{10000}-\\u{10ffff}]`, 'gu');

/** Words of a query that count; the rest is ignored. */
const maxTerms = 8;

/** Without case, accents and widths: two texts that a reader takes for the same are the same. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  // By capitals, since ß is SS and both forms of sigma are one.
  return text
    .normalize('NFKD')
    .replace(optional, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
    .replace(/\s+/g, ' ');
}

/** The words that must all be there, folded, the longest first; none where there is nothing to search for. */
export function queryTerms(query: string): string[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => wordish.test(word) || symbol.test(word));
  return [...new Set(words)].sort((a, b) => b.length - a.length).slice(0, maxTerms);
}

/** Where the term stands in a folded text, from `from` on: at the start of a word, or anywhere in unspaced writing. */
export function findTerm(folded: string, term: string, from = 0): number {
  let at = folded.indexOf(term, from);
  while (at > 0 && !startsWord(folded, at)) at = folded.indexOf(term, at + 1);
  return at;
}

function startsWord(text: string, at: number): boolean {
  // An astral letter before it is two units; the second alone would be no letter.
  const before = text.slice(at - (/[\uDC00-\uDFFF]/.test(text[at - 1]!) ? 2 : 1), at);
  if (!wordish.test(before)) return true;
  const first = String.fromCodePoint(text.codePointAt(at)!);
  return unspaced.test(first) || unspaced.test(before) || !wordish.test(first);
}

/** Whether all terms are in the text. */
export function matches(text: string, terms: readonly string[]): boolean {
  const folded = fold(text);
  return terms.length > 0 && terms.every((term) => findTerm(folded, term) >= 0);
}

/** Ranges of the text, in UTF-16 units, ascending and apart, in which a term stands. */
export function matchRanges(text: string, terms: readonly string[]): [from: number, to: number][] {
  let folded = '';
  /** For each unit of `folded`, where its character begins in the text and where it ends. */
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: part, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const one = fold(part);
    // Several spaces in a row are one.
    if (one === ' ' && folded.endsWith(' ')) continue;
    folded += one;
    for (let i = 0; i < one.length; i += 1) {
      starts.push(index);
      ends.push(index + part.length);
    }
  }
  const found: [number, number][] = [];
  for (const term of terms) {
    let at = findTerm(folded, term);
    while (at >= 0) {
      found.push([starts[at]!, ends[at + term.length - 1]!]);
      at = findTerm(folded, term, at + term.length);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of found) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/**
 * The text as an index has it that splits at spaces and takes letters of the first plane: spaces around each character
 * of unspaced writing and each symbol, and what such an index might not know in two characters of private use. Where a
 * term stands in a text its words stand side by side in this, of the last one perhaps only the beginning.
 */
export function spaced(folded: string): string {
  return folded.replace(parting, ' ').replace(alone, (one) => {
    const code = one.codePointAt(0)!;
    if (code < 0x10000 && !symbol.test(one)) return ` ${one} `;
    return ` ${String.fromCharCode(0xe000 + (code >> 12), 0xe200 + (code & 0xfff))} `;
  });
}
