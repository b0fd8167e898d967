/** An address found in a text. */
export interface Link {
  /** How much of what was found it is; what follows is text. */
  length: number;
  /** What to show: as it was written, or with the host in its plain form where it would pass for another. */
  text: string;
  /** http, https or mailto; what others wrote never becomes an address of another kind. */
  href: string;
  /** The address as the browser will go to it, where that is not what is shown. */
  title: string | undefined;
}

/**
 * Where an address may begin and how far it may reach: not over spaces, quotation marks, the punctuation of other
 * scripts, nor the invisible marks that turn the direction of text or have no width.
 */
const body =
  String.raw`[^\s<>"'` +
  '`' +
  String.raw`“”«»…，。！？；：、（）【】「」『』《》〈〉،؛؟।\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+`;
export const linkPattern = String.raw`(?:https?:\/\/|(?<![a-z\d])www\.)${body}|(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;

const letters = String.raw`\p{L}\p{M}\p{N}_-`;
const latin = String.raw`\p{Script=Latin}\p{M}\d-`;
/**
 * The host and what is before it. Its last label is of one script: what follows `.com` in Chinese letters, without a
 * space between, is no part of it.
 */
const upToHost = new RegExp(
  String.raw`^(?:https?:\/\/)?(\[[\da-f:.]+\]|(?:[${letters}]+\.)+[${latin}]+(?![${latin}]|\.[${letters}])|[.${letters}]+)`,
  'iu',
);

/** What was found by `linkPattern`, or undefined where it is not an address after all. */
export function linkOf(found: string): Link | undefined {
  const mail = !/^(https?:\/\/|www\.)/i.test(found);
  const whole = trim(found);
  const [start = '', host = ''] = (mail ? undefined : upToHost.exec(whole)) ?? [];
  const text = !start || /^[/?#:@]/.test(whole.slice(start.length)) ? whole : start;
  const { length } = text;
  const href = mail
    ? text.replace(/^(mailto:)?/i, 'mailto:')
    : /^www\./i.test(text)
      ? `https://${text}`
      : text;
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (mail) return url.protocol === 'mailto:' ? { length, text, href, title: undefined } : undefined;
  // `https://bank.example@other.example` goes to the latter: not as a link.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  if (!url.hostname.includes('xn--')) return { length, text, href, title: undefined };
  return {
    length,
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
