import type { MessageRow } from '@tokenim/store';
import { html, type TemplateResult } from 'lit';
import { memberName } from '../base/people.js';
import { linkOf, linkPattern } from './links.js';
import type { RowContext } from './row-context.js';
import { shownBody } from './row-text.js';

export { richStyles } from './rich-text.styles.js';

/** Somebody named in a message. */
interface Mention {
  name: string;
  me: boolean;
}

type Part = string | TemplateResult;

const fence = /^[ \t]*```[\w+#-]*[ \t]*$/;
const quoted = /^> ?/;

/** Signs that say how something is meant: not shown, and still part of the text for who copies or searches it. */
const mark = (signs: string) => html`<span class="mark">${signs}</span>`;
const lineMark = (signs: string) => html`<span class="mark line">${signs}</span>`;

/**
 * A text with its addresses as links, mentions marked, `code`, fenced code and lines quoted with `>`. All that was
 * written stays text nodes; only known templates stand around it.
 */
export function richText(text: string, row: MessageRow, c: RowContext): Part[] {
  const inline = inlineOf(mentionsOf(row, c), row.cid === c.active);
  const lines = text.split('\n');
  const parts: Part[] = [];
  let plain: string[] = [];
  const apart = () => {
    if (parts.length > 0) parts.push(lineMark('\n'));
  };
  const flush = () => {
    if (plain.length === 0) return;
    apart();
    parts.push(...inline(plain.join('\n')));
    plain = [];
  };
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    const close = fence.test(line) ? lines.findIndex((each, at) => at > i && each.trim() === '```') : -1;
    if (close > 0) {
      flush();
      apart();
      const body = lines
        .slice(i + 1, close)
        .map((each) => `${each}\n`)
        .join('');
      parts.push(
        html`<pre dir="ltr">${lineMark(`${line}\n`)}<code>${body.slice(0, -1)}</code>${lineMark(body.slice(-1) + lines[close]!)}</pre>`,
      );
      i = close + 1;
    } else if (quoted.test(line)) {
      flush();
      apart();
      const words: Part[] = [];
      for (; i < lines.length && quoted.test(lines[i]!); i++) {
        const [sign] = quoted.exec(lines[i]!)!;
        if (words.length > 0) words.push('\n');
        words.push(lineMark(sign), ...inline(lines[i]!.slice(sign.length)));
      }
      parts.push(html`<blockquote>${words}</blockquote>`);
    } else {
      plain.push(line);
      i++;
    }
  }
  flush();
  return parts;
}

function mentionsOf(row: MessageRow, c: RowContext): Mention[] {
  const { mentions = [] } = shownBody(row) as { mentions?: string[] };
  return mentions.map((id) => ({ name: memberName(c.conversation, id, c.l), me: id === c.me }));
}

/** Finds in a line of text what is more than words. The longest name first: "Ana Lima" before "Ana". */
function inlineOf(mentions: readonly Mention[], active: boolean): (text: string) => Part[] {
  const people = new Map(mentions.map((mention) => [`@${mention.name}`.toLowerCase(), mention]));
  const names = mentions
    .map(({ name }) => name.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .sort((a, b) => b.length - a.length);
  const mention = names.length > 0 ? String.raw`|@(?:${names.join('|')})(?![\p{L}\p{N}])` : '';
  const special = new RegExp(`\`\`\`[^\\n]+?\`\`\`|\`[^\`\\n]+\`|${linkPattern}${mention}`, 'giu');
  return function inline(text): Part[] {
    const parts: Part[] = [];
    let end = 0;
    for (const match of text.matchAll(special)) {
      const [found] = match;
      const [length, template] = inlineTemplate(found, people, active);
      if (!template) continue;
      if (match.index > end) parts.push(text.slice(end, match.index));
      parts.push(template);
      end = match.index + length;
      // What an address was cut off from may hold the next one.
      if (length < found.length) return [...parts, ...inline(text.slice(end))];
    }
    if (end < text.length) parts.push(text.slice(end));
    return parts;
  };
}

function inlineTemplate(
  found: string,
  people: ReadonlyMap<string, Mention>,
  active: boolean,
): [length: number, template: TemplateResult | undefined] {
  if (found.startsWith('`')) {
    const [, open = '', words = '', close = ''] = /^(`+)([\s\S]*?)(`+)$/.exec(found) ?? [];
    const code = html`<code>${mark(open)}${words}${mark(close)}</code>`;
    return [found.length, words.trim() ? code : undefined];
  }
  const person = people.get(found.toLowerCase());
  if (person) {
    return [found.length, html`<bdi class="mention ${person.me ? 'me' : ''}">${found}</bdi>`];
  }
  const link = linkOf(found);
  if (!link) return [0, undefined];
  return [
    link.length,
    html`<a
      href=${link.href}
      title=${link.title ?? ''}
      target="_blank"
      rel="noopener noreferrer nofollow"
      tabindex=${active ? 0 : -1}
      >${link.text}</a
    >`,
  ];
}
