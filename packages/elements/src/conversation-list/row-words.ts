import type { ConversationRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { clock } from '../base/clock.js';
import type { Localize } from '../base/localize.js';
import { memberName } from '../base/people.js';
import { banIcon, micIcon } from '../icons.js';
import { fileIcon, imageIcon } from '../icons-more.js';
import { videoIcon } from './icons.js';

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The newest message in one line; in place of it who types, or the text that waits in the composer. */
export function preview(
  row: ConversationRow,
  me: string | undefined,
  typists: readonly string[],
  l: Localize,
): TemplateResult {
  const { last } = row;
  if (typists.length > 0)
    return html`<div class="preview typing">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="fade">${typing(row, typists, l)}</span>
    </div>`;
  if (row.draft) return parts(html`<span class="draft">${l.t('draft')}</span>`, nothing, oneLine(row.draft));
  if (!last) return html`<div class="preview"></div>`;
  const { duration } = last;
  const kind = duration ? 'audio' : kindOf(last.type, last.text);
  const words =
    last.type === 'deleted'
      ? l.t('kindDeleted')
      : duration
        ? l.t('voiceLine', { time: clock(l, duration) })
        : oneLine(last.text) || kindWords(kind, l);
  if (last.sender === me && last.type !== 'deleted')
    return parts(html`<span>${l.t('you')}</span>`, kindIcon(kind), words);
  if (row.kind === 'group' && last.type !== 'deleted') {
    const name = memberName(row, last.sender, l);
    return parts(html`<span class="from" dir="auto">${name}</span><span>:</span>`, kindIcon(kind), words);
  }
  // Alone in its line, a text has its own direction, so that what is cut off is its end.
  return html`<div class="preview ${last.type === 'deleted' ? 'gone' : ''}" dir="auto">${kindIcon(kind)}${words}</div>`;
}

/** Each part has its own direction and room, so that of a name and of words what is cut off is the end. */
function parts(from: TemplateResult, icon: TemplateResult | typeof nothing, words: string): TemplateResult {
  return html`<div class="preview parts">${from} ${icon}<span class="words" dir="auto">${words}</span></div>`;
}

function typing(row: ConversationRow, typists: readonly string[], l: Localize): string {
  if (row.kind === 'direct') return l.t('typing');
  const [a, b] = typists.map((id) => memberName(row, id, l));
  if (typists.length > 2) return l.t('typingMany', { n: typists.length });
  return b ? l.t('typingTwo', { a: a!, b }) : l.t('typingOne', { name: a! });
}

type Kind = 'text' | 'image' | 'file' | 'audio' | 'video' | 'deleted' | 'other';

/** A file is told by its name where the head says no more. */
function kindOf(type: string, text: string): Kind {
  if (type === 'voice' || type === 'audio') return 'audio';
  if (type === 'video' || type === 'image' || type === 'deleted' || type === 'text') return type;
  if (type !== 'file') return 'other';
  if (/\.(mp3|m4a|ogg|oga|opus|wav|aac|flac|amr)$/i.test(text)) return 'audio';
  return /\.(mp4|mov|webm|mkv|m4v|avi|3gp)$/i.test(text) ? 'video' : 'file';
}

function kindIcon(kind: Kind): TemplateResult | typeof nothing {
  if (kind === 'image') return imageIcon;
  if (kind === 'file') return fileIcon;
  if (kind === 'audio') return micIcon;
  if (kind === 'video') return videoIcon;
  return kind === 'deleted' ? banIcon : nothing;
}

function kindWords(kind: Kind, l: Localize): string {
  if (kind === 'image') return l.t('kindImage');
  if (kind === 'file') return l.t('kindFile');
  if (kind === 'audio') return l.t('kindVoice');
  return l.t(kind === 'video' ? 'kindVideo' : 'kindOther');
}
