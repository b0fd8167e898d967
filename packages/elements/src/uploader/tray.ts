import type { Client } from '@tokenim/client';
import type { FileRef } from '@tokenim/protocol';
import type { OutboxRow } from '@tokenim/store';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { cssVars } from '../base/css-vars.js';
import { fileSize } from '../base/file-size.js';
import type { Localize } from '../base/localize.js';
import { xIcon } from '../icons.js';
import { fileIcon, pauseIcon, playIcon, rotateCwIcon } from '../icons-more.js';
import { blobSource } from '../thread/blob-source.js';
import { hurry, Pace } from './pace.js';

export interface TrayContext {
  client: Client;
  l: Localize;
  /** Bytes sent, newer than what the rows say. */
  progress: ReadonlyMap<string, number>;
}

const pace = new Pace();

/** The list of uploads. Fetched when there is a first one. */
export function tray(rows: readonly OutboxRow[], context: TrayContext): TemplateResult {
  pace.keep(new Set(rows.map(({ cid }) => cid)));
  return html`<ul class="tray" part="tray" aria-label=${context.l.t('uploads', { n: rows.length })}>
    ${repeat(
      rows,
      (row) => row.cid,
      (row) => uploadTemplate(row, context),
    )}
  </ul>`;
}

function uploadTemplate(row: OutboxRow, { client, l, progress }: TrayContext): TemplateResult {
  const upload = row.upload!;
  const failed = row.state === 'failed';
  const body = row.op.kind === 'message' ? (row.op.body as { type: string; file?: FileRef }) : undefined;
  const name = body?.file?.name ?? l.t('kindFile');
  const sent = Math.min(upload.size, Math.max(upload.offset, progress.get(row.cid) ?? 0));
  const part = upload.size > 0 ? sent / upload.size : 0;
  const counted = l.t('uploading', { sent: fileSize(l, sent), size: fileSize(l, upload.size) });
  const words = failed
    ? l.t('failedWhy', { why: l.why(row.failure?.code) })
    : upload.checking
      ? l.t('why_checking')
      : upload.paused
        ? `${l.t('paused')} · ${counted}`
        : [counted, ...hurry(l, pace, row.cid, sent, upload.size)].join(' · ');
  const button = (key: 'retry' | 'pause' | 'resume' | 'cancel', icon: TemplateResult, run: () => void) =>
    html`<button class="icon-button" aria-label="${l.t(key)}: ${name}" title=${l.t(key)} @click=${run}>${icon}</button>`;
  return html`<li class="upload ${failed ? 'failed' : ''}">
      ${
        body?.type === 'image'
          ? html`<img class="thumb" alt="" ${blobSource(client, row.conversation, body.file!)} />`
          : fileIcon
      }
      <span class="words">
        <span class="name" dir="auto">${name}</span>
        <span class="state tabular">${words}</span>
      </span>
      ${
        failed
          ? button('retry', rotateCwIcon, () => void client.retry(row.cid))
          : upload.checking
            ? nothing
            : upload.paused
              ? button('resume', playIcon, () => void client.resume(row.cid))
              : button('pause', pauseIcon, () => void client.pause(row.cid))
      }
      ${button('cancel', xIcon, () => void client.discard(row.cid))}
      <div
        class="bar"
        role="progressbar"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(part * 100)}
        aria-label=${name}
        ${cssVars({ '--_part': String(part) })}
      ></div>
    </li>`;
}
