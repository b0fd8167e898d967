import type { FileRef } from '@tokenim/protocol';
import type { MessageRow, OutboxRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { cssVars } from '../base/css-vars.js';
import { fileSize } from '../base/file-size.js';
import { xIcon } from '../icons.js';
import { downloadIcon, pauseIcon, playIcon } from '../icons-more.js';
import { more } from '../locales/en-more.js';
import { addEnglish } from '../locales/messages.js';
import { isSound, playerTemplate, videoTemplate, voiceOf } from '../player/place.js';
import { hurry, Pace } from '../uploader/pace.js';
import { blobSource } from './blob-source.js';
import type { RowContext } from './row-context.js';
import { shownBody } from './row-text.js';
import { thumb } from './thumb.js';

/**
 * What rows with photos and files show beyond their place. Fetched with the first such row: most conversations
 * with a shop have none (media-loader.ts).
 */
export { fileIcon } from '../icons-more.js';
export { mediaStyles } from './media.styles.js';
export { saveFile } from './save-file.js';

addEnglish(more);

const pace = new Pace();

/** The photo or the video of a row, and its upload over it. */
export function pictureTemplate(file: FileRef, row: MessageRow, c: RowContext): TemplateResult {
  const upload = c.uploads.get(row.cid);
  return html`${shownBody(row)?.type === 'file' ? videoTemplate(file, row, c) : imageButton(file, row, c)}
    ${upload && !upload.upload?.done ? uploadTemplate(upload, c, true) : nothing}`;
}

function imageButton(file: FileRef, row: MessageRow, c: RowContext): TemplateResult {
  const { thumb: hash } = row.body as { thumb?: string };
  return html`<button
    class="picture"
    tabindex=${row.cid === c.active ? 0 : -1}
    @click=${() => c.actions.openImage(row)}
  >
    ${hash ? html`<canvas ${thumb(hash)}></canvas>` : nothing}<img alt=${c.l.t('imageAlt', { name: file.name })} decoding="async" ${blobSource(c.client, row.conversation, file)} />
    <span class="missing">${c.l.t('imageMissing')}</span>
  </button>`;
}

/** A file that plays in its row, with its upload; undefined for any other. */
export function playerBox(file: FileRef, row: MessageRow, c: RowContext): TemplateResult | undefined {
  const voice = voiceOf(row);
  if (!isSound(file, voice)) return undefined;
  return html`<div class="file">
    ${playerTemplate(file, voice, row, c, sizeOf(file, row, c))}${
      voice && !uploadOf(row, c) ? nothing : fileActs(file, row, c)
    }
  </div>`;
}

/** The size of a file; while it is sent how long that takes and how fast it goes, once that is known. */
export function sizeOf(file: FileRef, row: MessageRow, c: RowContext): string {
  const upload = uploadOf(row, c);
  const size = fileSize(c.l, file.size);
  if (!upload) return size;
  if (upload.upload?.checking) return c.l.t('why_checking');
  const sent = sentOf(upload, c);
  const counted = c.l.t('uploading', { sent: fileSize(c.l, sent), size });
  if (upload.upload?.paused) return `${c.l.t('paused')} · ${counted}`;
  pace.keep(new Set(c.uploads.keys()));
  // The bar says how much; the row keeps its height.
  return hurry(c.l, pace, row.cid, sent, file.size).reverse().join(' · ') || counted;
}

/** What can be done with a file: its upload stopped, or what is there saved. */
export function fileActs(file: FileRef, row: MessageRow, c: RowContext): TemplateResult | typeof nothing {
  const upload = uploadOf(row, c);
  if (upload) return uploadTemplate(upload, c, false);
  if (row.state !== 'sent') return nothing;
  return html`<button
    class="icon-button"
    tabindex=${row.cid === c.active ? 0 : -1}
    aria-label=${c.l.t('download', { name: file.name })}
    @click=${() => c.actions.download(row)}
  >
    ${downloadIcon}
  </button>`;
}

/** The upload that a file's row shows. */
function uploadOf(row: MessageRow, c: RowContext): OutboxRow | undefined {
  const upload = c.uploads.get(row.cid);
  return upload && !upload.upload?.done && row.state !== 'failed' ? upload : undefined;
}

function sentOf(upload: OutboxRow, c: RowContext): number {
  return Math.max(upload.upload?.offset ?? 0, c.progress.get(upload.cid) ?? 0);
}

function uploadTemplate(upload: OutboxRow, c: RowContext, over: boolean): TemplateResult {
  const state = upload.upload!;
  const part = state.size > 0 ? Math.min(1, sentOf(upload, c) / state.size) : 0;
  const tab = upload.cid === c.active ? 0 : -1;
  return html`<div class="upload ${over ? 'over-media' : ''}">
    ${
      state.checking
        ? html`<span class="checking">${over ? c.l.t('why_checking') : nothing}</span>`
        : html`<div
            class="bar"
            role="progressbar"
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=${Math.round(part * 100)}
            aria-label=${c.l.t('uploading', { sent: fileSize(c.l, part * state.size), size: fileSize(c.l, state.size) })}
            ${cssVars({ '--_part': String(part) })}
          ></div>
          <button
            class="icon-button small"
            tabindex=${tab}
            aria-label=${c.l.t(state.paused ? 'resume' : 'pause')}
            @click=${() => c.actions.pause(upload.cid, !state.paused)}
          >
            ${state.paused ? playIcon : pauseIcon}
          </button>`
    }
    <button
      class="icon-button small"
      tabindex=${tab}
      aria-label=${c.l.t('cancel')}
      @click=${() => c.actions.discard(upload.cid)}
    >
      ${xIcon}
    </button>
  </div>`;
}
