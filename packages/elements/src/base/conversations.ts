import type { Member } from '@tokenim/protocol';
import type { ConversationRow } from '@tokenim/store';
import { type Localize, memo } from './localize.js';
import { others, type Person, personName } from './people.js';

/** Whom a conversation is with: in support, for an agent, the customer rather than the colleagues. */
function counterparts(row: ConversationRow, me: string | undefined): Member[] {
  const people = others(row, me);
  const customers = row.kind === 'support' ? people.filter((person) => person.role !== 'agent') : [];
  return customers.length > 0 ? customers : people;
}

const lists = memo((tag) => new Intl.ListFormat(tag, { style: 'narrow', type: 'unit' }));

/** The one whom a conversation is with, and whose face stands for it; undefined where there are several. */
export function counterpart(row: ConversationRow, me: string | undefined): Member | undefined {
  const people = counterparts(row, me);
  return people.length === 1 && !(row.title && row.kind === 'group') ? people[0] : undefined;
}

/** What a conversation is called: its title, else the names of the others; '' where neither is known. */
export function conversationName(row: ConversationRow, me: string | undefined, l: Localize): string {
  const people = counterparts(row, me);
  if (row.kind === 'direct' && people[0]) return personName(people[0], l);
  if (row.title) return row.title;
  return lists(l.tag).format(people.slice(0, 4).map((person) => personName(person, l)));
}

/** Whose picture stands for a conversation. */
export function conversationFace(row: ConversationRow, me: string | undefined, name: string): Person {
  const person = counterpart(row, me);
  return person ? { ...person, name: person.name || name } : { id: row.id, name };
}
