import type { ConversationRow, SearchHit } from '@tokenim/store';
import { html, type TemplateResult } from 'lit';
import { conversationFace, conversationName } from '../base/conversations.js';
import { daysBetween, format, fullTime, timeOfDay } from '../base/format.js';
import type { Localize } from '../base/localize.js';
import { avatar, memberName } from '../base/people.js';

/** Characters before the first mark: so many fit before it in two lines. */
const before = 40;
const longest = 240;

export interface HitContext {
  l: Localize;
  me: string | undefined;
  row: ConversationRow | undefined;
  /** In one conversation it says who wrote, not where. */
  within: boolean;
}

/** One message that was found, with the place marked. What others wrote is only ever text. */
export function hitContent(hit: SearchHit, { l, me, row, within }: HitContext): TemplateResult {
  const writer = memberName(row, hit.sender, l);
  const where = (row && conversationName(row, me, l)) || writer;
  const face = within || !row ? { id: hit.sender, name: writer } : conversationFace(row, me, where);
  return html`${avatar(face)}
    <span class="name"><bdi>${within ? writer : where}</bdi></span>
    <time class="tabular" datetime=${new Date(hit.ts).toISOString()} title=${fullTime(l, hit.ts)}>${when(l, hit.ts)}</time>
    <span class="text" dir="auto">${marked(hit)}</span>`;
}

function when(l: Localize, ts: number): string {
  const now = Date.now();
  if (daysBetween(ts, now) === 0) return timeOfDay(l, ts);
  const sameYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(l.tag, ts, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

/** The part of the text around the first mark, with all marks in it. */
function marked({ text, ranges }: SearchHit): (string | TemplateResult)[] {
  const first = ranges[0]?.[0] ?? 0;
  let start = Math.max(0, first - before);
  // From a word on, and never from within a character of two units.
  if (start > 0) start = text.slice(0, first).lastIndexOf(' ', start) + 1 || start;
  if (/[\uDC00-\uDFFF]/.test(text[start] ?? '')) start += 1;
  const end = Math.min(text.length, start + longest);
  const parts: (string | TemplateResult)[] = [start > 0 ? '…' : ''];
  let at = start;
  for (const [from, to] of ranges) {
    if (from < at || to > end) continue;
    parts.push(text.slice(at, from), html`<mark>${text.slice(from, to)}</mark>`);
    at = to;
  }
  parts.push(text.slice(at, end));
  return parts;
}
