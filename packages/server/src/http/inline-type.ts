import { seenType } from '@tokenim/protocol/files';

/** What a browser may be told of a file (rule U6): raster images, audio, video and PDF. All else is bytes to it. */
const told = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/flac',
  'audio/aac',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'video/3gpp',
  'application/ogg',
  'application/pdf',
]);

/**
 * The type that a file's own first bytes show, where it is one of the closed list. What the uploader claims is never
 * used, so a page of HTML or an SVG named `cat.png` comes down as an attachment.
 */
export function inlineType(head: Uint8Array): string | undefined {
  return toldType(seenType(head));
}

/** The same, of a type that the bytes were seen to show. */
export function toldType(seen: string): string | undefined {
  return told.has(seen) ? seen : undefined;
}
