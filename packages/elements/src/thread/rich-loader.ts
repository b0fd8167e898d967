import { lazyPart } from './lazy-part.js';

export type Rich = typeof import('./rich-text.js');

/** What texts with addresses, mentions, code or quoted lines need. Until it is here they show as they were written. */
export const richPart = lazyPart(
  () => import('./rich-text.js'),
  (rich) => rich.richStyles,
);

/** A text may hold more than words. */
export const isRich = (text: string): boolean => /[`@>]|:\/\/|www\./i.test(text);

/**
 * What is drawn as one emoji: a flag, a key, or pictures joined to one. Not `\p{RGI_Emoji}`, the list of them all: to
 * compile that takes a slow phone half a second, at the first text that it is asked about.
 */
const picture = String.raw`(?:\p{EPres}|\p{ExtPict}(?:\uFE0F|\p{EMod}|(?=\u200D)))\uFE0F?\p{EMod}?[\u{E0020}-\u{E007F}]*`;
const emoji = new RegExp(
  String.raw`^(?:(?:\p{RI}{2}|[#*\d]\uFE0F?\u20E3|${picture}(?:\u200D${picture})*)\s*){1,3}$`,
  'u',
);

/** One to three emoji and nothing else. */
export const isEmoji = (text: string): boolean => emoji.test(text);
