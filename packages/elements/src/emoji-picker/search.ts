import { fold, wordStart } from '../base/fold.js';
import type { Emoji } from './emoji.js';

type Words = { words: string };
const loaders: Record<string, () => Promise<Words>> = {
  en: () => import('./words/en.js'),
  'zh-CN': () => import('./words/zh-CN.js'),
  'zh-TW': () => import('./words/zh-TW.js'),
  ja: () => import('./words/ja.js'),
  ko: () => import('./words/ko.js'),
  es: () => import('./words/es.js'),
  fr: () => import('./words/fr.js'),
  de: () => import('./words/de.js'),
  'pt-BR': () => import('./words/pt-BR.js'),
  ru: () => import('./words/ru.js'),
  ar: () => import('./words/ar.js'),
  hi: () => import('./words/hi.js'),
};

/** Names and search words of the emoji in one language, by line. */
export class EmojiWords {
  readonly #lines: readonly string[];
  #folded: string[][] | undefined;

  constructor(words: string) {
    this.#lines = words.split('\n');
  }

  name(line: number): string {
    return this.#lines[line]!.split('|', 1)[0]!;
  }

  /** How well a line fits what is searched for: 0 best, -1 not. */
  rank(line: number, terms: readonly string[]): number {
    this.#folded ??= this.#lines.map((one) => fold(one).split(/[|,]/));
    const [name = '', ...tags] = this.#folded[line]!;
    let worst = -1;
    for (const term of terms) {
      const inName = name === term ? 0 : wordStart(name, term) + 1;
      const rank =
        inName > 0 || name === term
          ? inName
          : tags.includes(term)
            ? 1
            : tags.some((tag) => wordStart(tag, term) >= 0)
              ? 3
              : -1;
      if (rank < 0) return -1;
      worst = Math.max(worst, rank);
    }
    return worst;
  }
}

const loaded = new Map<string, Promise<EmojiWords>>();

/** The words of a language, fetched once. Rejects where they do not come; the next call asks again. */
export function emojiWords(language: string): Promise<EmojiWords> {
  let words = loaded.get(language);
  if (!words) {
    words = loaders[language]!().then((module) => new EmojiWords(module.words));
    words.catch(() => loaded.delete(language));
    loaded.set(language, words);
  }
  return words;
}

/** Those of `emoji` that fit, the best first, found by any of the languages or by being what is searched for. */
export function searchEmoji(
  emoji: Iterable<Emoji>,
  query: string,
  languages: readonly EmojiWords[],
): Emoji[] {
  const terms = fold(query)
    .split(/[\s,_:]+/)
    .filter(Boolean);
  if (terms.length === 0) return [];
  const found: { one: Emoji; rank: number }[] = [];
  for (const one of emoji) {
    const ranks = languages.map((words) => words.rank(one.line, terms)).filter((rank) => rank >= 0);
    if (query.includes(one.emoji)) ranks.push(0);
    if (ranks.length > 0) found.push({ one, rank: Math.min(...ranks) });
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}
