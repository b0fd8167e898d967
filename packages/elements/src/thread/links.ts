/** An address found in a text. */
export interface Link {
  /** What to show: as it was written, or with the host in its plain form where it would pass for another. */
  text: string;
  /** http, https or mailto; what others wrote never becomes an address of another kind. */
  href: string;
  /** The address as the browser will go to it, where that is not what is shown. */
  title: string | undefined;
}

/**
 * Where an address may begin and how far it may reach: not over spaces, quotation marks, full-width punctuation, nor
 * the invisible marks that turn the direction of text.
 */
const body =
  String.raw`[^\s<>"'` +
  '`' +
  String.raw`“”«»，。！？；：、（）【】「」『』《》〈〉\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+`;
export const linkPattern = String.raw`(?:https?:\/\/|www\.)${body}|(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;

/** What was found by `linkPattern`, or undefined where it is not an address after all. */
export function linkOf(found: string): Link | undefined {
  const text = trim(found);
  const mail = !/^(https?:\/\/|www\.)/i.test(text);
  const href = mail
    ? text.replace(/^(mailto:)?/i, 'mailto:')
    : /^www\./i.test(text)
      ? `https://${text}`
      : text;
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (mail) return url.protocol === 'mailto:' ? { text, href, title: undefined } : undefined;
  // `https://bank.example@other.example` goes to the latter: not as a link.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  if (!url.hostname.includes('xn--')) return { text, href, title: undefined };
  const written = /^(?:https?:\/\/)?([^/?#:]*)/i.exec(text)!;
  const host = written[1]!;
  return {
    text: passesForAnother(host) ? text.replace(host, url.hostname) : text,
    href,
    title: url.href,
  };
}

const ofOneScript = [
  /^[\p{Script=Latin}\d-]*$/u,
  /^[a-z\d\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}ー-]*$/iu,
  ...['Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Tamil', 'Thai', 'Georgian'].map(
    (script) => new RegExp(String.raw`^[\p{Script=${script}}\p{M}\p{N}-]*$`, 'u'),
  ),
];
const lookalikes = ['Cyrillic', 'Greek'].map(
  (script) => new RegExp(String.raw`^[\p{Script=${script}}\d.-]*$`, 'u'),
);

/** A host in letters that look like others: scripts mixed in one label, or Cyrillic and Greek under a Latin ending. */
function passesForAnother(host: string): boolean {
  if (lookalikes.some((script) => script.test(host))) return false;
  return host.split('.').some((label) => !ofOneScript.some((script) => script.test(label)));
}

/** Punctuation at the end belongs to the sentence; a closing bracket too, unless it was opened within. */
function trim(found: string): string {
  let text = found;
  for (;;) {
    const last = text.at(-1) ?? '';
    const open = { ')': '(', ']': '[' }[last];
    const unbalanced = open && text.split(last).length > text.split(open).length;
    if (!/[.,;:!?*_~}]/.test(last) && !unbalanced) return text;
    text = text.slice(0, -1);
  }
}
