import type { NoteOp, User } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { personName } from '../base/people.js';
import type { MessageKey } from '../locales/messages.js';
import type { RowContext } from './row-context.js';

/** Names that a line has room for; of more it gives the number. */
const named = 3;

/** What happened, in a sentence or two: who made the conversation, named it, came and went. */
export function noteTemplate(row: MessageRow, c: RowContext): TemplateResult {
  const said = sentences(row.note!, c);
  const news = c.fresh.has(row.cid) && row.sender !== c.me;
  return html`${said.map((words) => html`<div>${words}</div>`)}${
    news ? html`<span hidden ${ref((mark) => mark && tell(mark, row.cid, said.join('. ')))}></span>` : nothing
  }`;
}

/** What was told in a thread, and where. */
const told = new WeakMap<Node, { region: HTMLElement; cids: Set<string> }>();

/** What comes while the reader looks on is told to a screen reader, once. `mark` is not in the page yet. */
async function tell(mark: Element, cid: string, words: string): Promise<void> {
  await nextTurn();
  const root = mark.closest('.root');
  if (!root) return;
  const known = told.get(root) ?? { region: document.createElement('div'), cids: new Set<string>() };
  told.set(root, known);
  const { region, cids } = known;
  if (cids.has(cid)) return;
  cids.add(cid);
  region.className = 'sr';
  region.role = 'status';
  if (!region.isConnected) root.append(region);
  // A region is heard when it changes while it is in the page.
  await nextTurn();
  region.textContent = words;
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 50));

function sentences(note: NoteOp, c: RowContext): string[] {
  const { l, me } = c;
  const { by } = note;
  const own = by === me;
  const name = nameOf(by, c);
  if (note.kind === 'create') return [own ? l.t('noteCreatedYou') : l.t('noteCreated', { name })];
  if (note.kind === 'title') {
    const title = isolated(note.title);
    return [own ? l.t('noteTitledYou', { title }) : l.t('noteTitled', { name, title })];
  }
  const who = (users: readonly string[]) => users.map((id) => nameOf(id, c));
  const said: string[] = [];
  const tell = (ids: readonly string[], words: Words) => {
    const others = ids.filter((id) => id !== me && id !== by);
    if (ids.includes(by)) said.push(own ? l.t(words.you) : l.t(words.alone, { name }));
    if (!own && ids.some((id) => id === me)) said.push(l.t(words.byToYou, { name }));
    if (others.length > 0) said.push(l.t(own ? words.byYou : words.by, { name, who: list(who(others), c) }));
  };
  tell(
    note.add.map(({ id }) => id),
    added,
  );
  tell(note.remove, removed);
  return said;
}

/** What is said of those who come or go: by themselves, or by somebody's doing. */
type Words = Record<'alone' | 'you' | 'by' | 'byYou' | 'byToYou', MessageKey>;
const added: Words = {
  alone: 'noteJoined',
  you: 'noteJoinedYou',
  by: 'noteAdded',
  byYou: 'noteAddedYou',
  byToYou: 'noteAddedMe',
};
const removed: Words = {
  alone: 'noteLeft',
  you: 'noteLeftYou',
  by: 'noteRemoved',
  byYou: 'noteRemovedYou',
  byToYou: 'noteRemovedMe',
};

function list(names: readonly string[], { l }: RowContext): string {
  const rest = names.length - named;
  const shown = rest > 1 ? [...names.slice(0, named), l.t('notePeople', { n: rest })] : names;
  return new Intl.ListFormat(l.tag, { type: 'conjunction' }).format(shown);
}

/** Who left is not among the members any more, but the lines around may say how they were called. */
function nameOf(id: string, c: RowContext): string {
  const is = (user: User) => user.id === id;
  let user = c.conversation?.members?.find(is);
  for (const { note } of c.bySeq.values()) {
    if (user) break;
    if (note?.kind === 'create') user = note.members.find(is);
    if (note?.kind === 'members') user = [...note.add, ...(note.gone ?? [])].find(is);
  }
  return isolated(personName(user ?? { id }, c.l));
}

/** A name in another direction leaves the words around it where they are. */
function isolated(words: string): string {
  return `\u2068${words}\u2069`;
}
