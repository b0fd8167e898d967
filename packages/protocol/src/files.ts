import type { Limits } from './limits.js';

/**
 * What a file is by its own bytes, and whether an app takes it (rule U10): one judgement for the server and for the
 * client that tells it before an upload begins.
 */

/** Bytes that {@link seenType} looks at. */
export const headLength = 512;

/** Type of what nothing is known of. */
const opaque = 'application/octet-stream';

export type FileKind = 'image' | 'audio' | 'video' | 'other';

/** Why an app does not take a file; `most` is the bytes that one of its kind may have. */
export type FileRefusal = { code: 'file_type' } | { code: 'too_large'; most: number };

/** Rule U10, for one type that was claimed or is shown by the bytes. */
export function fileRefusal(
  limits: Pick<Limits, 'file' | 'fileSizes' | 'fileTypes'>,
  { mime, size }: { mime: string; size: number },
): FileRefusal | undefined {
  if (!takesType(limits.fileTypes, mime)) return { code: 'file_type' };
  const most = Math.min(limits.file, limits.fileSizes?.[fileKind(mime)] ?? Number.POSITIVE_INFINITY);
  return size > most ? { code: 'too_large', most } : undefined;
}

export function fileKind(mime: string): FileKind {
  const [kind] = plainType(mime).split('/');
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'other';
}

/** Whether one of the patterns (`image/png`, `image/*`) fits; all types are taken where there are none. */
export function takesType(patterns: readonly string[] | undefined, mime: string): boolean {
  const type = plainType(mime);
  return (
    patterns?.some((each) => {
      const pattern = plainType(each);
      if (pattern === '*/*') return true;
      return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
    }) ?? true
  );
}

/** Other names of the same thing, as browsers and systems say them. */
const sameAs: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'image/x-ms-bmp': 'image/bmp',
  'image/vnd.microsoft.icon': 'image/x-icon',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-flac': 'audio/flac',
  'audio/x-aac': 'audio/aac',
  'audio/opus': 'audio/ogg',
  'audio/x-aiff': 'audio/aiff',
  'video/x-m4v': 'video/mp4',
  'video/x-matroska': 'video/matroska',
  'audio/x-matroska': 'audio/matroska',
  'video/avi': 'video/x-msvideo',
  'application/x-pdf': 'application/pdf',
  'application/x-zip-compressed': 'application/zip',
  'application/vnd.microsoft.portable-executable': 'application/x-msdownload',
  'application/x-dosexec': 'application/x-msdownload',
};

/** In lower case, without parameters, by the name that is used here. */
export function plainType(mime: string): string {
  const type = mime.split(';')[0]!.trim().toLowerCase();
  return Object.hasOwn(sameAs, type) ? sameAs[type]! : type;
}

/** Their bytes always tell what they are: what does not look like one is none. */
const telling = /^((image|audio|video)\/|application\/(pdf|ogg|zip)$)/;
/** Made of characters. */
const textual = /^text\/|^application\/(.*[+.-])?(json|xml|javascript|yaml|sql)$/;
/** What holds sound, with or without pictures that move: which of the two is only known to who made it. */
const containers = new Set([
  'video/mp4',
  'audio/mp4',
  'video/webm',
  'video/matroska',
  'video/quicktime',
  'video/3gpp',
  'video/x-ms-wmv',
  'application/ogg',
]);
/** What documents and programs of many kinds are packed in, and text, which may be of any kind. */
const wrappings = new Set(['application/zip', 'application/gzip', 'application/x-cfb', 'application/xml']);

/** The type of a file of which the bytes show `seen` and that was claimed to be `claimed`. */
export function trueType(seen: string, claimed: string): string {
  const type = plainType(claimed);
  if (seen === opaque) return telling.test(type) || textual.test(type) ? opaque : type;
  if (seen === 'text/plain') return telling.test(type) ? seen : type;
  if (containers.has(seen) && /^(audio|video)\//.test(type))
    return `${type.split('/')[0]}/${seen.split('/')[1]}`;
  const isWrapped = wrappings.has(seen) && !telling.test(type);
  return isWrapped && (seen === 'application/xml' || !textual.test(type)) ? type : seen;
}

/**
 * The type that the first bytes show, whatever the name says. `text/plain` stands for what is made of characters, also
 * for nothing at all, `application/octet-stream` for all that is not known.
 */
export function seenType(head: Uint8Array): string {
  const ascii = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  const start = ascii(0, 16);
  for (const [type, begins] of magic) if (begins.test(start)) return type;
  if (start.startsWith('RIFF')) return riff[start.slice(8, 12)] ?? opaque;
  if (start.slice(4, 8) === 'ftyp') return boxType(ascii(0, 64));
  // WebM and Matroska, told apart by the document type that stands within the first bytes.
  if (start.startsWith('\x1a\x45\xdf\xa3'))
    return ascii(4, 64).includes('webm') ? 'video/webm' : 'video/matroska';
  // MPEG audio frames without a tag: 11 bits of sync, then version, layer, rate and sampling, none reserved.
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) {
    const type = mpegAudio(head[1]!, head[2] ?? 0xff);
    if (type) return type;
  }
  return textType(head);
}

const magic: [type: string, begins: RegExp][] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  // The size of the header behind it is one of few.
  ['image/bmp', /^BM.{12}[\x0c\x28\x34\x38\x6c\x7c]\0/s],
  ['image/tiff', /^(II\*\0|MM\0\*)/],
  ['image/x-icon', /^\0\0\x01\0[^\0]\0/],
  ['image/jxl', /^(\xff\x0a|\0\0\0\x0cJXL )/],
  ['image/jp2', /^\0\0\0\x0cjP {2}/],
  ['image/vnd.adobe.photoshop', /^8BPS/],
  ['application/pdf', /^%PDF-/],
  ['application/ogg', /^OggS/],
  ['audio/flac', /^fLaC/],
  ['audio/mpeg', /^ID3/],
  ['audio/midi', /^MThd/],
  ['audio/amr', /^#!AMR/],
  ['audio/aiff', /^FORM.{4}AIF[FC]/s],
  ['video/x-flv', /^FLV\x01/],
  ['video/mpeg', /^\0\0\x01[\xb3\xba]/],
  ['video/x-ms-wmv', /^\x30\x26\xb2\x75\x8e\x66\xcf\x11/],
  ['application/zip', /^PK(\x03\x04|\x05\x06|\x07\x08)/],
  ['application/gzip', /^\x1f\x8b/],
  ['application/x-7z-compressed', /^7z\xbc\xaf\x27\x1c/],
  ['application/vnd.rar', /^Rar!\x1a\x07/],
  ['application/x-xz', /^\xfd7zXZ\0/],
  ['application/x-bzip2', /^BZh\d1AY/],
  // The older documents of Office.
  ['application/x-cfb', /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/],
  ['application/x-msdownload', /^MZ/],
  ['application/x-elf', /^\x7fELF/],
  ['application/x-mach-binary', /^(\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)/],
];

const riff: Record<string, string> = {
  WEBP: 'image/webp',
  WAVE: 'audio/wav',
  'AVI ': 'video/x-msvideo',
};

const brands: Record<string, string> = {
  avif: 'image/avif',
  avis: 'image/avif',
  heic: 'image/heic',
  heix: 'image/heic',
  heim: 'image/heic',
  heis: 'image/heic',
  hevc: 'image/heic',
  hevx: 'image/heic',
  'M4A ': 'audio/mp4',
  'M4B ': 'audio/mp4',
  'M4V ': 'video/mp4',
  'qt  ': 'video/quicktime',
  isom: 'video/mp4',
  iso2: 'video/mp4',
  iso3: 'video/mp4',
  iso4: 'video/mp4',
  iso5: 'video/mp4',
  iso6: 'video/mp4',
  mp41: 'video/mp4',
  mp42: 'video/mp4',
  avc1: 'video/mp4',
  dash: 'video/mp4',
  MSNV: 'video/mp4',
  '3gp4': 'video/3gpp',
  '3gp5': 'video/3gpp',
  '3gp6': 'video/3gpp',
};

/** By the brand of a file of boxes (ISO 14496-12), else by the first one that it says it is compatible with. */
function boxType(head: string): string {
  const end = Math.min(head.length, head.charCodeAt(2) * 256 + head.charCodeAt(3));
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) {
    const brand = head.slice(at, at + 4);
    if (Object.hasOwn(brands, brand)) return brands[brand]!;
  }
  // The general brands of pictures.
  return /^m[is]f1$/.test(head.slice(8, 12)) ? 'image/heic' : opaque;
}

function mpegAudio(second: number, third: number): string | undefined {
  const layer = (second >> 1) & 3;
  // ADTS, which AAC without a container has, is the same sync with the layer 0.
  if (layer === 0) return (second & 0xf6) === 0xf0 && ((third >> 2) & 15) < 13 ? 'audio/aac' : undefined;
  // Layer I (3) is left out: with it a byte order mark of UTF-16 text would pass for sound.
  const reserved = layer === 3 || ((second >> 3) & 3) === 1 || third >> 4 === 15 || ((third >> 2) & 3) === 3;
  return reserved ? undefined : 'audio/mpeg';
}

/** What is made of characters, in UTF-8 or another encoding without NUL, or in UTF-16 with its mark. */
function textType(head: Uint8Array): string {
  const wide =
    head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff && 'utf-16be';
  const text = new TextDecoder(wide || 'utf-8').decode(head);
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return opaque;
  const start = text.trimStart().toLowerCase();
  if (/^(<!doctype html|<(html|head|body|script)\b)/.test(start)) return 'text/html';
  if (/^<svg\b/.test(start) || (/^<[?!]/.test(start) && /<svg\b/.test(start))) return 'image/svg+xml';
  return start.startsWith('<?xml') ? 'application/xml' : 'text/plain';
}
