import { en } from './en.js';
import type { more } from './en-more.js';

/** Forms by CLDR plural category; `other` is the one that every language has. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
type English = typeof en & typeof more;
export type MessageKey = keyof English;
/** A language: every key, plain where English is plain and plural where English is plural. */
export type Messages = { [K in MessageKey]: English[K] extends string ? string : Plural };

/** English is whole once a part that needs the second half has brought it. */
export const english = en as Messages;

/** For words of en-more.ts that show before any part that brings them. */
export async function moreEnglish(): Promise<void> {
  addEnglish((await import('./en-more.js')).more);
}

/** For each module that says something of en-more.ts and is fetched by `import()`. */
export function addEnglish(words: typeof more): void {
  Object.assign(en, words);
}

/** Languages other than English, each fetched only when a page asks for it. */
const loaders: Record<string, () => Promise<{ messages: Messages }>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  hi: () => import('./hi.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  'pt-BR': () => import('./pt-BR.js'),
  ru: () => import('./ru.js'),
  'zh-CN': () => import('./zh-CN.js'),
  'zh-TW': () => import('./zh-TW.js'),
};
const loaded = new Map<string, Messages>([['en', english]]);

/**
 * The language of ours that fits a BCP 47 tag best: `zh-Hans-SG` is `zh-CN`, `zh-HK` is `zh-TW` (traditional), all of
 * Portuguese is `pt-BR`, unknown ones are English.
 */
export function matchLocale(tag: string): string {
  if (/^zh\b(?!.*hans).*(hant|tw|hk|mo)/i.test(tag)) return 'zh-TW';
  const language = tag.toLowerCase().split('-')[0]!;
  return Object.keys(loaders).find((name) => name.split('-')[0] === language) ?? 'en';
}

/** What was asked for as a tag that Intl takes, of a language of ours: `en_US` is `en-US`, and what we do not have `en`. */
export function tagOf(asked: string): string {
  const tag = asked.replaceAll('_', '-');
  const name = matchLocale(tag);
  try {
    return name === 'en' && !/^en\b/i.test(tag) ? name : Intl.getCanonicalLocales(tag)[0]!;
  } catch {
    return name;
  }
}

export function loadedMessages(locale: string): Messages | undefined {
  return loaded.get(locale);
}

/** Fetches a language once. A failure (the network is gone) leaves English in place and may be tried again. */
export async function loadMessages(locale: string): Promise<Messages> {
  const known = loaded.get(locale);
  if (known) return known;
  const module = await loaders[locale]!();
  loaded.set(locale, module.messages);
  return module.messages;
}
