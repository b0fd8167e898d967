import type { Member } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { cssVars } from './css-vars.js';
import { memo } from './localize.js';

/** 0 to 359, the same for an id everywhere. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + char.codePointAt(0)!) >>> 0;
  return (hash * 47) % 360;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const firstGrapheme = (word: string) =>
  graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? '';

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
    >${initials(person.name || person.id)}${
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

export function memberName(row: ConversationRow | undefined, id: string): string {
  return row?.members?.find((member) => member.id === id)?.name || id;
}

const lists = memo((tag) => new Intl.ListFormat(tag, { style: 'narrow', type: 'unit' }));

/** What a conversation is called: its title, else the names of the others; '' where neither is known. */
export function conversationName(row: ConversationRow, me: string | undefined, tag: string): string {
  const people = others(row, me);
  if (row.kind === 'direct' && people[0]) return people[0].name || people[0].id;
  if (row.title) return row.title;
  return lists(tag).format(people.slice(0, 4).map((person) => person.name || person.id));
}

/** Whose picture stands for a conversation. */
export function conversationFace(row: ConversationRow, me: string | undefined, name: string): Person {
  const people = others(row, me);
  if (people.length === 1 && !(row.title && row.kind === 'group')) return people[0]!;
  return { id: row.id, name };
}
