import { html, type TemplateResult } from 'lit';

// Only http and https: what others wrote never becomes an address of another kind.
const address = /https?:\/\/[^\s<>"'`“”«»，。！？；：、（）【】「」『』《》〈〉]+/gi;

/** Text with its web addresses as links. Everything else stays a text node. */
export function linkify(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const found = trim(match[0]);
    if (!isWeb(found)) continue;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(
      html`<a href=${found} target="_blank" rel="noopener noreferrer nofollow" tabindex="-1">${found}</a>`,
    );
    end = match.index + found.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** Punctuation at the end belongs to the sentence; a closing bracket too, unless it was opened within. */
function trim(found: string): string {
  let text = found;
  for (;;) {
    const last = text.at(-1)!;
    const unbalanced = last === ')' && text.split(')').length > text.split('(').length;
    if (!/[.,;:!?*_~\]}]/.test(last) && !unbalanced) return text;
    text = text.slice(0, -1);
  }
}

function isWeb(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Scripts that are set with more room between lines. */
export function isCjk(text: string): boolean {
  return /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text);
}

/** The direction of a message is its own; one without letters (digits, an emoji) takes the reader's. */
export function textDir(text: string, fallback: 'ltr' | 'rtl'): 'auto' | 'ltr' | 'rtl' {
  return /\p{L}/u.test(text) ? 'auto' : fallback;
}
