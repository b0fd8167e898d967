import type { Member } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { cssVars } from './css-vars.js';
import { type Localize, memo } from './localize.js';

/** 0 to 359, the same for an id everywhere. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + char.codePointAt(0)!) >>> 0;
  return (hash * 47) % 360;
}

/** Made when a name first needs it: a slow phone takes a fifth of a second for that, and plain letters go without. */
const graphemes = memo(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));
const firstGrapheme = (word: string) =>
  /^[!-~](?![^ -~])/.test(word)
    ? word[0]!
    : (graphemes('').segment(word)[Symbol.iterator]().next().value?.segment ?? '');

/** A name from its first letter that can be seen on; undefined where all of it is spaces and marks of direction. */
const seen = (name = '') => /[^\p{Cc}\p{Cf}\p{Z}].*/su.exec(name)?.[0];

/** One or two letters of a name; of names without spaces (Chinese, say) the first character. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = firstGrapheme(words[0] ?? name);
  const last = words.length > 1 && /\p{Script=Latin}/u.test(first) ? firstGrapheme(words.at(-1)!) : '';
  return (first + last).toLocaleUpperCase();
}

export interface Person {
  id: string;
  name?: string;
  avatar?: string;
}

/** Picture, else initials on a hue made from the id. Decoration: the name stands beside it. */
export function avatar(person: Person): TemplateResult {
  // Only addresses that a picture can have; anything else shows initials.
  const picture = person.avatar && /^(https:|\/(?!\/)|blob:)/.test(person.avatar) ? person.avatar : undefined;
  return html`<span class="avatar" aria-hidden="true" ${cssVars({ '--_avatar-hue': String(hueOf(person.id)) })}
    >${initials(seen(person.name) ?? person.id)}${
      picture
        ? html`<img src=${picture} alt="" loading="lazy" decoding="async" @error=${hideBroken} />`
        : nothing
    }</span
  >`;
}

function hideBroken(event: Event): void {
  (event.target as HTMLElement).hidden = true;
}

/** Everybody but the reader, where the members are known. */
export function others(row: ConversationRow, me: string | undefined): Member[] {
  return (row.members ?? []).filter((member) => member.id !== me);
}

/** A visitor has no name; the end of the id tells one from the other. A name that cannot be seen is none. */
export function personName(person: Person, l: Localize): string {
  if (seen(person.name)) return person.name!;
  return person.id.startsWith('v.') ? l.t('visitor', { n: person.id.slice(-4) }) : person.id;
}

export function memberName(row: ConversationRow | undefined, id: string, l: Localize): string {
  return personName(row?.members?.find((member) => member.id === id) ?? { id }, l);
}
