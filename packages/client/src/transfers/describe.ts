import type { Body, FileId, FileRef, UserId, Voice } from '@tokenim/protocol';
import { headLength, plainType, seenType } from '@tokenim/protocol/files';

export { hold } from './held.js';

/** Raster types that every supported browser shows. */
const images = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);
/** Larger ones are not shown: what decodes them needs half a gigabyte and more. */
export const mostPixels = 120_000_000;

/** Types of files whose picker or clipboard gave none. */
const byExtension: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heic: 'image/heic',
  heif: 'image/heic',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  zip: 'application/zip',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
};

/** The ending that files of a type have, where one is usual. */
export function extensionOf(mime: string): string | undefined {
  const type = plainType(mime);
  return Object.entries(byExtension).find(([, of]) => plainType(of) === type)?.[0];
}

/**
 * The message that a file travels as: `image` with its dimensions where this device can read it as one, else
 * `file`. `name` is for people: what is not fit for that is taken out of it.
 */
export async function describeFile(
  blob: Blob,
  options: { id: FileId; name?: string; text?: string; mentions?: readonly string[]; voice?: Voice },
): Promise<Body> {
  const { text, mentions, voice } = options;
  const name = cleanName((options.name || (blob as { name?: string }).name) ?? '');
  const file: FileRef = { id: options.id, name, mime: await claimedType(blob, name), size: blob.size };
  const said = { ...(text && { text }), ...(mentions && { mentions: mentions as UserId[] }) };
  const size = images.has(file.mime) ? await pixels(blob) : undefined;
  return size
    ? { type: 'image', file, ...size, ...said }
    : { type: 'file', file, ...(voice && { voice }), ...said };
}

/** Without a path and control characters, at most 255 characters with the extension kept. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  // Half a surrogate pair cannot travel; `toWellFormed` is newer than some browsers.
  const whole = last.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '');
  const clean = whole.replace(/\p{Cc}/gu, '').trim();
  if (!clean) return 'file';
  if (clean.length <= 255) return clean;
  const extension = /\.[^.]{1,16}$/.exec(clean)?.[0] ?? '';
  const stem = clean.slice(0, 255 - extension.length).replace(/[\uD800-\uDBFF]$/, '');
  return stem + extension;
}

/** What a file is sent as: the type it came with, else that of its ending, else what its first bytes show. */
export async function claimedType(
  blob: Blob,
  name = (blob as { name?: string }).name ?? '',
): Promise<string> {
  const type = blob.type.split(';')[0]!.trim().toLowerCase();
  if (/^[\w.+-]+\/[\w.+-]+$/.test(type) && type.length <= 127) return type;
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (Object.hasOwn(byExtension, ending)) return byExtension[ending]!;
  const seen = await blob
    .slice(0, headLength)
    .arrayBuffer()
    .then((head) => seenType(new Uint8Array(head)))
    .catch(() => undefined);
  // Nothing but characters says nothing of what they are.
  return seen && !seen.startsWith('text/') ? seen : 'application/octet-stream';
}

/** As it is shown, with the turn that a camera noted. Only the size is read: decoding all of it may take too much. */
function pixels(blob: Blob): Promise<{ width: number; height: number } | undefined> {
  return new Promise((resolve) => {
    if (typeof Image === 'undefined') return resolve(undefined);
    const image = new Image();
    image.onload = image.onerror = () => {
      URL.revokeObjectURL(image.src);
      const { naturalWidth: width, naturalHeight: height } = image;
      resolve(width * height > 0 && width * height <= mostPixels ? { width, height } : undefined);
    };
    image.src = URL.createObjectURL(blob);
  });
}
