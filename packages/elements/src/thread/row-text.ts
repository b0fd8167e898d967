import type { BodyDown } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import { clock } from '../base/clock.js';
import type { Localize } from '../base/localize.js';

/** The body to show: an own change that is still on its way goes before what the server has. */
export function shownBody(row: MessageRow): BodyDown | undefined {
  return isDeleted(row) ? undefined : (row.overlay?.body ?? row.body);
}

export function isDeleted(row: MessageRow): boolean {
  return row.overlay?.deleted === true || row.deleted !== undefined;
}

/** A photo or a file. */
export function hasFile(row: MessageRow): boolean {
  const type = shownBody(row)?.type;
  return type === 'image' || type === 'file';
}

interface AnyBody {
  type: string;
  text?: string;
  fallback?: string;
  file?: { name: string };
  voice?: { duration: number };
}

/** A message in one line, for quotes, labels and announcements. */
export function lineOf(row: MessageRow, l: Localize): string {
  const body = shownBody(row) as AnyBody | undefined;
  if (!body) return l.t('kindDeleted');
  const { voice } = body;
  // Until those words are here, the file's name.
  const spoken = voice && l.t('voiceLine', { time: clock(l, voice.duration) });
  const kind = body.type === 'image' ? l.t('kindImage') : spoken || body.file?.name;
  const text = body.text ?? body.fallback ?? kind ?? l.t('kindUnsupported');
  return text.replace(/\s+/g, ' ').slice(0, 200);
}

/** What may be copied: the text as it was written. */
export function copyText(row: MessageRow): string {
  const body = shownBody(row) as AnyBody | undefined;
  return body?.text ?? body?.fallback ?? body?.file?.name ?? '';
}
