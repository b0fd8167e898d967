import type { MessageRow } from '@tokenim/store';
import type { TimElement } from '../base/element.js';
import { others } from '../base/people.js';
import { mediaPart } from './media-loader.js';
import { morePart } from './more-loader.js';
import { quotesPart } from './quotes-loader.js';
import { isRich, richPart } from './rich-loader.js';
import type { RowContext } from './row-context.js';
import { copyText, hasFile } from './row-text.js';

/** What a thread knows by itself. */
type Known = Pick<
  RowContext,
  | 'l'
  | 'me'
  | 'conversation'
  | 'uploads'
  | 'progress'
  | 'active'
  | 'fresh'
  | 'highlighted'
  | 'actions'
  | 'older'
>;

/**
 * What one rendering of `rows` needs: what the thread knows, what follows from it, and the code that only some rows
 * ask for. Without network that code may not come; the next render asks again.
 */
export function rowsContext(
  host: TimElement,
  rows: readonly MessageRow[],
  typing: boolean,
  known: Known,
): RowContext {
  const { active, conversation, me } = known;
  const people = conversation ? others(conversation, me) : [];
  const least = (pick: (member: (typeof people)[number]) => number | undefined) =>
    people.length > 0 ? Math.min(...people.map((member) => pick(member) ?? 0)) : -1;
  const readByAll = least((member) => member.read);
  return {
    ...known,
    client: host.im!,
    media: mediaPart.of(host, rows.some(hasFile)),
    more: morePart.of(
      host,
      typing ||
        rows.some(
          ({ state, note, reactions, overlay }) => state === 'failed' || note || reactions || overlay,
        ),
    ),
    rich: richPart.of(
      host,
      rows.some((row) => isRich(copyText(row))),
    ),
    now: Date.now(),
    people: conversation?.members?.map(({ id, name, avatar }) => `${id} ${name} ${avatar}`).join() ?? '',
    named: people.length > 1 || conversation?.kind === 'group',
    readByAll,
    deliveredToAll: Math.max(
      readByAll,
      least((member) => Math.max(member.delivered ?? 0, member.read ?? 0)),
    ),
    bySeq: new Map([...quoted(host, rows, conversation), ...rows.map((row) => [row.seq, row] as const)]),
    active: rows.some((row) => row.cid === active) ? active : rows.findLast(({ note }) => !note)?.cid,
  };
}

/** What quotes name beyond the window. */
function quoted(
  host: TimElement,
  rows: readonly MessageRow[],
  conversation: RowContext['conversation'],
): Iterable<readonly [number, MessageRow]> {
  const seqs = new Set(rows.map((row) => row.seq));
  const wanted = rows.flatMap(({ replyTo }) => (replyTo && !seqs.has(replyTo) ? [replyTo] : []));
  const part = quotesPart.of(host, wanted.length > 0);
  return ((conversation && part?.quoteSources(host, conversation, wanted, rows)) ?? []) as Iterable<
    [number, MessageRow]
  >;
}
