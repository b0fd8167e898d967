/**
 * The type that a file's own first bytes show (rule U6): raster images, audio, video and PDF. What the uploader claims is never used, so a page of HTML or an SVG named
 * `cat.png` comes down as an attachment. Everything that is not in this closed list is `undefined`.
 */
export function inlineType(head: Uint8Array): string | undefined {
  const ascii = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);

  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return 'image/gif';
  if (ascii(0, 5) === '%PDF-') return 'application/pdf';
  if (ascii(0, 4) === 'OggS') return 'application/ogg';
  if (ascii(0, 4) === 'fLaC') return 'audio/flac';
  if (ascii(0, 3) === 'ID3') return 'audio/mpeg';
  // WebM and Matroska, told apart by the document type that stands within the first bytes.
  if (starts(0x1a, 0x45, 0xdf, 0xa3)) return ascii(4, 64).includes('webm') ? 'video/webm' : undefined;
  if (ascii(0, 4) === 'RIFF') return riff[ascii(8, 12)];
  if (ascii(4, 8) === 'ftyp') return brands[ascii(8, 12)];
  // MPEG audio frames without a tag: 11 bits of sync, then version, layer, rate and sampling, none reserved.
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) return mpegAudio(head[1]!, head[2] ?? 0xff);
  return undefined;
}

/** Bytes that {@link inlineType} looks at. */
export const headLength = 64;

const riff: Record<string, string> = { WEBP: 'image/webp', WAVE: 'audio/wav' };

const brands: Record<string, string> = {
  avif: 'image/avif',
  avis: 'image/avif',
  'M4A ': 'audio/mp4',
  'M4V ': 'video/mp4',
  'qt  ': 'video/quicktime',
  isom: 'video/mp4',
  iso2: 'video/mp4',
  iso4: 'video/mp4',
  iso5: 'video/mp4',
  iso6: 'video/mp4',
  mp41: 'video/mp4',
  mp42: 'video/mp4',
  avc1: 'video/mp4',
  dash: 'video/mp4',
  '3gp4': 'video/3gpp',
  '3gp5': 'video/3gpp',
  '3gp6': 'video/3gpp',
};

function mpegAudio(second: number, third: number): string | undefined {
  const layer = (second >> 1) & 3;
  // ADTS, which AAC without a container has, is the same sync with the layer 0.
  if (layer === 0) return (second & 0xf6) === 0xf0 && ((third >> 2) & 15) < 13 ? 'audio/aac' : undefined;
  // Layer I (3) is left out: with it a byte order mark of UTF-16 text would pass for sound.
  const reserved = layer === 3 || ((second >> 3) & 3) === 1 || third >> 4 === 15 || ((third >> 2) & 3) === 3;
  return reserved ? undefined : 'audio/mpeg';
}
