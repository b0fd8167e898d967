import type { FileRef } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { cssVars } from '../base/css-vars.js';
import { dayName, timeOfDay } from '../base/format.js';
import { avatar, hueOf, memberName } from '../base/people.js';
import { banIcon, checkCheckIcon, checkIcon, circleAlertIcon, clockIcon, ellipsisIcon } from '../icons.js';
import { holeTemplate } from './gap.js';
import type { Placing } from './layout.js';
import { isEmoji, isRich } from './rich-loader.js';
import type { RowContext } from './row-context.js';
import { isDeleted, lineOf, shownBody } from './row-text.js';
import { isCjk, textDir } from './script.js';

/** One message with the lines that stand before it. */
export function rowTemplate(placing: Placing, c: RowContext): TemplateResult {
  const { row, first, last } = placing;
  const before = html`${placing.hole ? holeTemplate(c.l, c.older, row.seq) : nothing}${
    placing.day
      ? html`<div class="day" role="presentation"><span>${dayName(c.l, row.ts, c.now)}</span></div>`
      : nothing
  }${placing.unread ? html`<div class="unread-line"><span>${c.l.t('newMessages')}</span></div>` : nothing}`;
  if (row.note)
    return html`${before}<div class="note"><div class="line" data-cid=${row.cid}>${c.more?.noteTemplate(row, c)}</div></div>`;
  const own = row.sender === c.me;
  const other = !own && c.named;
  const person = c.conversation?.members?.find((member) => member.id === row.sender) ?? { id: row.sender };
  const name = own ? '' : memberName(c.conversation, row.sender, c.l);
  const active = row.cid === c.active;
  return html`${before}
    <div
      class="row ${own ? 'own' : 'other'} ${first ? 'first' : ''} ${last ? 'last' : ''} ${row.state} ${
        c.fresh.has(row.cid) ? 'fresh' : ''
      } ${c.highlighted === row.seq ? 'highlighted' : ''}"
      role="article"
      aria-label=${c.l.t('messageLabel', {
        name: own ? c.l.t('youName') : name,
        time: timeOfDay(c.l, row.ts),
        text: lineOf(row, c.l),
      })}
      tabindex=${active ? 0 : -1}
      data-row=${row.cid}
    >
      ${other && last ? avatar(person) : nothing}
      ${
        other && first
          ? html`<div class="name" ${cssVars({ '--_name-hue': String(hueOf(row.sender)) })}><bdi>${name}</bdi></div>`
          : nothing
      }
      <div class="line" data-cid=${row.cid}>
        <div class="stack">${bodyTemplate(row, own, c)}</div>
        <button
          class="icon-button more"
          tabindex=${active ? 0 : -1}
          aria-label=${c.l.t('moreActions')}
          aria-haspopup="menu"
          @click=${(event: Event) => c.actions.menu(row, event.currentTarget as HTMLElement)}
        >
          ${ellipsisIcon}
        </button>
      </div>
      ${reactionsTemplate(row, c)}${row.state === 'failed' ? c.more?.failureTemplate(row, c) : nothing}
    </div>`;
}

function bodyTemplate(row: MessageRow, own: boolean, c: RowContext): TemplateResult {
  if (isDeleted(row)) {
    const words = c.l.t(own ? 'deletedByYou' : 'deletedByOther');
    return html`<div class="bubble deleted" part="bubble">
      <div class="text">${banIcon}<span>${words}</span>${metaTemplate(row, own, c)}</div>
    </div>`;
  }
  const body = shownBody(row)!;
  const quote = row.replyTo ? quoteTemplate(row.replyTo, row.cid === c.active, c) : nothing;
  if (body.type === 'image' || isVideo(body)) {
    const image = { width: 320, height: 180, ...body } as Picture;
    const caption = image.text ? textTemplate(image.text, row, own, c) : undefined;
    return html`${imageTemplate(image, row, own, c, !caption && !row.replyTo)}${
      caption || row.replyTo
        ? html`<div class="bubble caption" part="bubble">${quote}${caption ?? html`<div class="text">${metaTemplate(row, own, c)}</div>`}</div>`
        : nothing
    }`;
  }
  if (body.type === 'file') {
    const file = body as { file: FileRef; text?: string };
    return html`<div class="bubble" part="bubble">
      ${quote}${fileTemplate(file.file, row, c)}${
        file.text
          ? textTemplate(file.text, row, own, c)
          : html`<div class="text bare">${metaTemplate(row, own, c)}</div>`
      }
    </div>`;
  }
  const words = (body as { text?: string }).text ?? (body as { fallback?: string }).fallback;
  const big = !row.replyTo && row.state !== 'failed' && words && isEmoji(words);
  return html`<div class="bubble ${big ? 'big' : ''}" part="bubble">${quote}${textTemplate(words || c.l.t('kindUnsupported'), row, own, c)}</div>`;
}

function textTemplate(text: string, row: MessageRow, own: boolean, c: RowContext): TemplateResult {
  return html`<div class="text ${isCjk(text) ? 'cjk' : ''}" dir=${textDir(text, c.l.dir)}
    >${c.rich && isRich(text) ? c.rich.richText(text, row, c) : text}${metaTemplate(row, own, c)}</div
  >`;
}

function metaTemplate(row: MessageRow, own: boolean, c: RowContext): TemplateResult {
  const edited = !isDeleted(row) && (row.edited || row.overlay?.body);
  return html`<span class="meta tabular"
    >${edited ? html`<span dir=${c.l.dir}>${c.l.t('edited')}</span>` : nothing}<time
      dir=${c.l.dir}
      datetime=${new Date(row.ts).toISOString()}
      >${timeOfDay(c.l, row.ts)}</time
    >${own ? tickTemplate(row, c) : nothing}</span
  >`;
}

function tickTemplate(row: MessageRow, c: RowContext): TemplateResult {
  const [name, key, shape] =
    row.state === 'pending'
      ? (['pending', 'statePending', clockIcon] as const)
      : row.state === 'failed'
        ? (['failed', 'stateFailed', circleAlertIcon] as const)
        : c.readByAll >= row.seq
          ? (['read', 'stateRead', checkCheckIcon] as const)
          : c.deliveredToAll >= row.seq
            ? (['delivered', 'stateDelivered', checkCheckIcon] as const)
            : (['sent', 'stateSent', checkIcon] as const);
  return html`<span class="tick ${name}" role="img" aria-label=${c.l.t(key)} title=${c.l.t(key)}>${shape}</span>`;
}

function quoteTemplate(seq: number, active: boolean, c: RowContext): TemplateResult {
  const target = c.bySeq.get(seq);
  const name = target
    ? target.sender === c.me
      ? c.l.t('youName')
      : memberName(c.conversation, target.sender, c.l)
    : '';
  return html`<button class="quote" tabindex=${active ? 0 : -1} @click=${() => c.actions.show(seq)}>
    ${name ? html`<span class="quote-name"><bdi>${name}</bdi></span>` : nothing}
    <span class="quote-text" dir="auto">${target ? lineOf(target, c.l) : c.l.t('earlierMessage')}</span>
  </button>`;
}

interface Picture {
  file: FileRef;
  width: number;
  height: number;
  text?: string;
}

/** One that plays in a picture's place. */
const isVideo = (body: object): boolean =>
  /^video\/(mp4|webm)$/.test((body as { file?: FileRef }).file?.mime ?? '');

/** The place is as large as the picture will be before any byte of it is here, so nothing moves later. */
function imageTemplate(
  image: Picture,
  row: MessageRow,
  own: boolean,
  c: RowContext,
  withMeta: boolean,
): TemplateResult {
  const scale = Math.min(1, 320 / image.width, 360 / image.height);
  const width = Math.max(96, Math.round(image.width * scale));
  const ratio = Math.min(3, Math.max(0.4, image.width / image.height));
  return html`<div class="media ${withMeta ? '' : 'captioned'}" ${cssVars({ '--_w': `${width}px`, '--_ratio': String(ratio) })}>
    ${c.media ? c.media.pictureTemplate(image.file, row, c) : html`<div class="picture"></div>`}
    ${withMeta ? html`<div class="over">${metaTemplate(row, own, c)}</div>` : nothing}
  </div>`;
}

/** Before what belongs to files is here, an empty box keeps the button's place. */
function fileTemplate(file: FileRef, row: MessageRow, c: RowContext): TemplateResult {
  return (
    c.media?.playerBox(file, row, c) ??
    html`<div class="file">
    <span class="file-icon">${c.media?.fileIcon}</span>
    <span class="file-text">
      <span class="file-name"><bdi>${file.name}</bdi></span>
      <span class="file-size tabular">${c.media?.sizeOf(file, row, c)}</span>
    </span>
    ${c.media ? c.media.fileActs(file, row, c) : html`<span class="icon-button"></span>`}
  </div>`
  );
}

/** Before what fills it is here, it has the height of one line of reactions. */
function reactionsTemplate(row: MessageRow, c: RowContext): TemplateResult | typeof nothing {
  const reactions = row.overlay?.reactions ?? row.reactions;
  if (!reactions?.some(({ users }) => users.length > 0) || isDeleted(row)) return nothing;
  return html`<div class="chips">${c.more?.chipsTemplate(reactions, row, c)}</div>`;
}
