import { en } from './en.js';

/** Forms by CLDR plural category; `other` is the one that every language has. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type MessageKey = keyof typeof en;
/** A language: every key, plain where English is plain and plural where English is plural. */
export type Messages = { [K in MessageKey]: (typeof en)[K] extends string ? string : Plural };

/** Languages other than English, each fetched only when a page asks for it. */
const loaders: Record<string, () => Promise<{ messages: Messages }>> = {
  'zh-CN': () => import('./zh-CN.js'),
  ar: () => import('./ar.js'),
};
const loaded = new Map<string, Messages>([['en', en]]);

/** The language of ours that fits a BCP 47 tag best: `zh-Hans-SG` is `zh-CN`, unknown ones are English. */
export function matchLocale(tag: string): string {
  const language = tag.toLowerCase().split('-')[0];
  return Object.keys(loaders).find((name) => name.toLowerCase().split('-')[0] === language) ?? 'en';
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
