// Pictures made here, as cameras and programs make them, for the tests.

export type Bytes = Uint8Array<ArrayBuffer>;

export const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());
export const concat = (...parts: Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return whole;
};
export const ascii = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const includes = (bytes: Uint8Array, text: string) =>
  String.fromCharCode(...bytes.subarray(0, 60_000)).includes(text);

/** Exif with an orientation, a maker and a GPS position, little-endian. */
export function exif(turn: number): Bytes {
  const entry = (tag: number, type: number, count: number, value: number) => [
    tag & 255,
    tag >> 8,
    type,
    0,
    count,
    0,
    0,
    0,
    value & 255,
    value >> 8,
    0,
    0,
  ];
  return Uint8Array.from([
    ...ascii('II'),
    ...[42, 0, 8, 0, 0, 0, 3, 0],
    ...entry(0x010f, 2, 4, 0x4146),
    ...entry(0x0112, 3, 1, turn),
    ...entry(0x8825, 4, 1, 50),
    ...[0, 0, 0, 0],
    // The GPS directory: a latitude reference, "N".
    ...[1, 0],
    ...entry(1, 2, 2, 0x4e),
    ...[0, 0, 0, 0],
    ...ascii('GPS 52.5N 13.4E'),
  ]);
}

/** A JPEG with Exif and a comment in it. */
export function withExif(jpeg: Uint8Array, turn: number): Bytes {
  const body = concat(ascii('Exif\0\0'), exif(turn));
  const segment = (marker: number, content: Uint8Array) =>
    concat(Uint8Array.of(0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255), content);
  return concat(
    jpeg.subarray(0, 2),
    segment(0xe1, body),
    segment(0xfe, ascii('said by GPS Cam')),
    jpeg.subarray(2),
  );
}

/** CRC-32 of PNG (ISO 3309). */
function crc(bytes: Uint8Array): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

export function chunk(name: string, content: Uint8Array): Bytes {
  const whole = new Uint8Array(content.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, content.length);
  whole.set(ascii(name), 4);
  whole.set(content, 8);
  view.setUint32(content.length + 8, crc(whole.subarray(4, content.length + 8)));
  return whole;
}

/** A PNG with chunks put in behind its header. */
export const withChunks = (png: Uint8Array, ...chunks: Uint8Array[]): Bytes =>
  concat(png.subarray(0, 33), ...chunks, png.subarray(33));

/** A PNG's header that claims a size, without what follows. */
export function pngHeader(width: number, height: number): Bytes {
  const content = new Uint8Array(13);
  const view = new DataView(content.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  content.set([1, 0], 8);
  return concat(ascii('\x89PNG\r\n\x1a\n'), chunk('IHDR', content));
}

/** A GIF of 2 × 1 points with so many frames, a comment, and a loop. */
export function gif(frames: number): Bytes {
  const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0a, 0];
  return Uint8Array.from([
    ...ascii('GIF89a'),
    ...[2, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255],
    ...[0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, 0, 0, 0],
    ...[0x21, 0xfe, 3, ...ascii('GPS'), 0],
    ...Array.from({ length: frames }, () => frame).flat(),
    0x3b,
  ]);
}

/** A WebP with the chunks given. */
export function webp(...chunks: [name: string, content: Uint8Array][]): Bytes {
  const parts = chunks.map(([name, content]) => {
    const head = new Uint8Array(8);
    head.set(ascii(name));
    new DataView(head.buffer).setUint32(4, content.length, true);
    return concat(head, content, new Uint8Array(content.length & 1));
  });
  const body = concat(ascii('WEBP'), ...parts);
  const head = new Uint8Array(8);
  head.set(ascii('RIFF'));
  new DataView(head.buffer).setUint32(4, body.length, true);
  return concat(head, body);
}
