import { type FileRef, Voice } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import { html, type TemplateResult } from 'lit';
import type { RowContext } from '../thread/row-context.js';
import { shownBody } from '../thread/row-text.js';

/** The players' code comes with the first file that one is for; until then they are empty boxes of their size. */
const fetchPlayer = () => void import('./player.js').catch(() => {});
const fetchVideo = () => void import('./video.js').catch(() => {});

/** What was spoken, where a message is a voice message. */
export function voiceOf(row: MessageRow): Voice | undefined {
  return Voice.safeParse((shownBody(row) as { voice?: unknown } | undefined)?.voice).data;
}

/** A voice message, or a sound that this browser says it may play. */
export function isSound({ mime }: FileRef, voice: Voice | undefined): boolean {
  return (
    /^audio\//.test(mime) && (voice !== undefined || document.createElement('audio').canPlayType(mime) !== '')
  );
}

/** The player of a sound. `facts`: its size, in words. */
export function playerTemplate(
  file: FileRef,
  voice: Voice | undefined,
  row: MessageRow,
  c: RowContext,
  facts: string,
): TemplateResult {
  fetchPlayer();
  return html`<tim-player
    .client=${c.client}
    .conversation=${row.conversation}
    .file=${file}
    .voice=${voice}
    .facts=${facts}
    .tab=${row.cid === c.active ? 0 : -1}
    >${voice ? '' : html`<span class="file-name"><bdi>${file.name}</bdi></span>`}</tim-player
  >`;
}

/** A video, in a picture's place. */
export function videoTemplate(file: FileRef, row: MessageRow, c: RowContext): TemplateResult {
  fetchVideo();
  return html`<div class="picture">
    <tim-video
      .client=${c.client}
      .conversation=${row.conversation}
      .file=${file}
      .save=${() => c.actions.download(row)}
      .tab=${row.cid === c.active ? 0 : -1}
    ></tim-video>
  </div>`;
}
