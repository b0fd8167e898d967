import type { Body, FileId, FileRef, UserId, Voice } from '@tokenim/protocol';

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
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  zip: 'application/zip',
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
};

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
  const file: FileRef = { id: options.id, name, mime: mimeOf(blob, name), size: blob.size };
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

function mimeOf(blob: Blob, name: string): string {
  const type = blob.type.split(';')[0]!.trim().toLowerCase();
  if (/^[\w.+-]+\/[\w.+-]+$/.test(type) && type.length <= 127) return type;
  return byExtension[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
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
