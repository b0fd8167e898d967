import type { UserId } from '@tokenim/protocol';
import { fold, unspaced, wordStart } from '../base/fold.js';
import type { Person } from '../base/people.js';

/** As many as a message may carry. */
const most = 50;
/** Names are offered up to here. */
const offered = 30;

/** Who can be mentioned, by the name that is shown. */
export interface Mentionable extends Person {
  id: UserId;
  name: string;
}

/** Where a name is being written before the caret: behind an at sign that begins a word. */
export function mentionAt(before: string): { from: number; query: string } | undefined {
  const match = /(^|[^@＠])[@＠]([^@＠\n]{0,60})$/u.exec(before);
  if (!match) return undefined;
  const from = match.index + match[1]!.length;
  const last = before.slice(0, from).at(-1) ?? ' ';
  // An address has a letter or figure before the sign; scripts without spaces have one before a mention, too.
  if (/[\p{L}\p{N}_.+-]/u.test(last) && !unspaced.test(last)) return undefined;
  const query = match[2]!;
  return /^\s|\s\S*\s\S*\s/u.test(query) ? undefined : { from, query };
}

/** Those whose name has a word that begins so, those that begin with it first. */
export function matching(people: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = fold(query);
  return people
    .map((one) => ({ one, rank: wordStart(fold(one.name), wanted) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, offered)
    .map(({ one }) => one);
}

/**
 * Whom a text mentions: everybody whose `@Name` stands in it. Where several have one name, those picked from the list,
 * else all of them.
 */
export function mentionsIn(
  text: string,
  people: readonly Mentionable[],
  picked: ReadonlySet<UserId>,
): UserId[] {
  const names = [...new Set(people.map(({ name }) => name))].sort((a, b) => b.length - a.length);
  const ids: UserId[] = [];
  let rest = text.replaceAll('＠', '@');
  for (const name of names) {
    // The longest names first, each taken out: who mentions Ana Lima does not mention Ana.
    const left = takeOut(rest, `@${name}`);
    if (left === rest) continue;
    rest = left;
    const called = people.filter((one) => one.name === name).map(({ id }) => id);
    const chosen = called.filter((id) => picked.has(id));
    ids.push(...(chosen.length > 0 ? chosen : called));
  }
  return ids.slice(0, most);
}

function takeOut(text: string, name: string): string {
  let rest = text;
  for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + 1)) {
    const next = String.fromCodePoint(rest.codePointAt(at + name.length) ?? 32);
    const last = name.at(-1)!;
    const ends = !/[\p{L}\p{N}\p{M}]/u.test(next) || unspaced.test(next) || unspaced.test(last);
    if (ends) rest = `${rest.slice(0, at)}\n${rest.slice(at + name.length)}`;
  }
  return rest;
}
