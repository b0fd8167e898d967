/**
 * What a picture's bytes say of themselves, and the same bytes without what they say of the photographer. Formats:
 * JPEG (ITU T.81, Exif 2.3), PNG (W3C 3rd edition, with APNG), GIF89a, WebP (RFC 9649); AVIF, HEIC and BMP are known
 * by their names only.
 */
export interface Picture {
  type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/avif' | 'image/heic' | 'image/bmp';
  /** As stored, before the turn; 0 where the bytes do not say. */
  width: number;
  height: number;
  /** How it is to be turned: the Exif orientation, 1 to 8. */
  turn: number;
  animated: boolean;
  /** False where the end is missing. */
  whole: boolean;
  /** Without position, time, device, comments and previews; undefined where that needs a decoder. */
  bare?: Uint8Array<ArrayBuffer>;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that tell what a file is. */
export const headBytes = 32;

/** The type by the first bytes, whatever the name says. */
export function pictureType(head: Uint8Array): Picture['type'] | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(0, 2) === 'BM' && [12, 40, 52, 56, 108, 124].includes(head[14]!) && head[15] === 0)
    return 'image/bmp';
  if (text(4, 8) !== 'ftyp') return undefined;
  const brand = text(8, 12);
  if (/^avi[fs]$/.test(brand)) return 'image/avif';
  return /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)
    ? /avi[fs]/.test(text(16, headBytes))
      ? 'image/avif'
      : 'image/heic'
    : undefined;
}

/** Undefined where it is none of these formats. */
export function readPicture(bytes: Bytes): Picture | undefined {
  const type = pictureType(bytes.subarray(0, headBytes));
  if (!type) return undefined;
  const blank = { type, width: 0, height: 0, turn: 1, animated: false, whole: false };
  try {
    if (type === 'image/jpeg') return jpeg(bytes, blank);
    if (type === 'image/png') return png(bytes, blank);
    if (type === 'image/gif') return gif(bytes, blank);
    if (type === 'image/webp') return webp(bytes, blank);
    if (type === 'image/bmp') return bmp(bytes, blank);
    return boxes(bytes, blank);
  } catch (error) {
    // Read over the end.
    if (error instanceof RangeError) return blank;
    throw error;
  }
}

function joined(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const named = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/** The orientation (tag 0x0112) of the first directory of a TIFF header. */
function turnOf(tiff: Uint8Array): number {
  if (tiff.length < 8) return 1;
  const view = viewOf(tiff);
  const little = named(tiff, 0, 2) === 'II';
  const first = view.getUint32(4, little);
  if (first + 2 > tiff.length) return 1;
  const count = view.getUint16(first, little);
  for (let i = 0; i < count && first + 14 + i * 12 <= tiff.length; i += 1) {
    const entry = first + 2 + i * 12;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const turn = view.getUint16(entry + 8, little);
    return turn >= 1 && turn <= 8 ? turn : 1;
  }
  return 1;
}

/** A segment that says nothing but the turn. */
function exifOf(turn: number): Bytes {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0];
  const length = 2 + 6 + tiff.length;
  return Uint8Array.from([0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]);
}

function jpeg(bytes: Bytes, picture: Picture): Picture {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [];
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return picture;
    const marker = view.getUint8(at + 1);
    // A byte to fill up.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    const segment = bytes.subarray(at, at + 2 + length);
    const startsWith = (text: string) => named(segment, 4, text.length) === text;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      picture.height = view.getUint16(at + 5);
      picture.width = view.getUint16(at + 7);
    }
    if (marker === 0xe1 && startsWith('Exif\0\0')) picture.turn = turnOf(segment.subarray(10));
    if (marker === 0xda) break;
    // Of what applications add, the colours are kept: JFIF's density, an ICC profile, how Adobe coded them.
    const isApp = marker >= 0xe0 && marker <= 0xef;
    const isColour = marker === 0xe0 || marker === 0xee || (marker === 0xe2 && startsWith('ICC_PROFILE\0'));
    if (marker !== 0xfe && (!isApp || isColour)) kept.push(segment);
    at += 2 + length;
  }
  const start = at;
  // In the coded data no 0xFF stands before 0xD9 but at the end. What follows it (a second picture, a film) goes.
  for (at += 2; at + 1 < bytes.length; at += 1) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return picture;
    if (bytes[at + 1] !== 0xd9) continue;
    picture.whole = true;
    const turned = picture.turn > 1 ? [exifOf(picture.turn)] : [];
    picture.bare = joined([bytes.subarray(0, 2), ...turned, ...kept, bytes.subarray(start, at + 2)]);
    break;
  }
  return picture;
}

/** What changes how a PNG looks. */
const shownChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs acTL fcTL fdAT cICP mDCV cLLI'.split(' '),
);

function png(bytes: Bytes, picture: Picture): Picture {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  for (let at = 8; !picture.whole; ) {
    const length = view.getUint32(at);
    const name = named(bytes, at + 4, 4);
    const end = at + 12 + length;
    if (end > bytes.length) return picture;
    if (name === 'IHDR') {
      picture.width = view.getUint32(at + 8);
      picture.height = view.getUint32(at + 12);
    }
    if (name === 'eXIf') picture.turn = turnOf(bytes.subarray(at + 8, at + 8 + length));
    if (name === 'acTL') picture.animated = true;
    if (shownChunks.has(name)) kept.push(bytes.subarray(at, end));
    picture.whole = name === 'IEND';
    at = end;
  }
  picture.bare = joined(kept);
  return picture;
}

function gif(bytes: Bytes, picture: Picture): Picture {
  const view = viewOf(bytes);
  picture.width = view.getUint16(6, true);
  picture.height = view.getUint16(8, true);
  const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + table(view.getUint8(10));
  const kept: Uint8Array[] = [bytes.subarray(0, at)];
  const blocks = (from: number) => {
    let end = from;
    while (view.getUint8(end) > 0) end += view.getUint8(end) + 1;
    return end + 1;
  };
  let frames = 0;
  for (;;) {
    const kind = view.getUint8(at);
    if (kind === 0x3b) break;
    let end: number;
    let isShown = true;
    if (kind === 0x2c) {
      frames += 1;
      end = blocks(at + 11 + table(view.getUint8(at + 9)));
    } else if (kind === 0x21) {
      const label = view.getUint8(at + 1);
      end = blocks(at + 2);
      // How often it plays is the only thing of applications that is kept; comments go.
      isShown =
        label === 0xf9 ||
        label === 1 ||
        (label === 0xff && /^(NETSCAPE|ANIMEXTS)/.test(named(bytes, at + 3, 8)));
    } else return picture;
    if (isShown) kept.push(bytes.subarray(at, end));
    at = end;
  }
  picture.animated = frames > 1;
  picture.whole = frames > 0;
  picture.bare = joined([...kept, Uint8Array.of(0x3b)]);
  return picture;
}

function webp(bytes: Bytes, picture: Picture): Picture {
  const view = viewOf(bytes);
  const total = view.getUint32(4, true) + 8;
  if (total > bytes.length) return picture;
  const kept: Uint8Array[] = [];
  const u24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  for (let at = 12; at + 8 <= total; ) {
    const name = named(bytes, at, 4);
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length & 1);
    if (at + 8 + length > total) return picture;
    let chunk = bytes.slice(at, end);
    if (name === 'VP8X') {
      picture.width = u24(at + 12) + 1;
      picture.height = u24(at + 15) + 1;
      picture.animated = (view.getUint8(at + 8) & 2) > 0;
      // It has neither Exif nor XMP any more.
      chunk[8]! &= ~0b1100;
    } else if (name === 'VP8 ' && picture.width === 0) {
      picture.width = view.getUint16(at + 14, true) & 0x3fff;
      picture.height = view.getUint16(at + 16, true) & 0x3fff;
    } else if (name === 'VP8L' && picture.width === 0) {
      const size = view.getUint32(at + 9, true);
      picture.width = (size & 0x3fff) + 1;
      picture.height = ((size >> 14) & 0x3fff) + 1;
    } else if (name === 'EXIF') {
      const exif = bytes.subarray(at + 8, at + 8 + length);
      picture.turn = turnOf(named(exif, 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif);
    }
    if (!/^(VP8X|VP8 |VP8L|ALPH|ANIM|ANMF|ICCP)$/.test(name)) chunk = chunk.subarray(0, 0);
    kept.push(chunk);
    at = end;
  }
  picture.whole = picture.width > 0;
  const body = joined([new Uint8Array(12), ...kept]);
  body.set(bytes.subarray(0, 12));
  viewOf(body).setUint32(4, body.length - 8, true);
  picture.bare = body;
  return picture;
}

function bmp(bytes: Bytes, picture: Picture): Picture {
  const view = viewOf(bytes);
  picture.width = Math.abs(view.getInt32(18, true));
  picture.height = Math.abs(view.getInt32(22, true));
  picture.whole = view.getUint32(2, true) <= bytes.length;
  return picture;
}

/** AVIF and HEIC: the largest of the sizes that stand in `ispe` boxes. Whether it is whole its decoder knows. */
function boxes(bytes: Bytes, picture: Picture): Picture {
  const view = viewOf(bytes);
  const head = Math.min(bytes.length - 16, 65_536);
  for (let at = 0; at < head; at += 1) {
    if (bytes[at] !== 0x69 || named(bytes, at, 4) !== 'ispe') continue;
    picture.width = Math.max(picture.width, view.getUint32(at + 8));
    picture.height = Math.max(picture.height, view.getUint32(at + 12));
  }
  picture.animated = /avis|msf1|hevc/.test(named(bytes, 8, 4));
  picture.whole = true;
  return picture;
}
