const segmentId = [0x18, 0x53, 0x80, 0x67];
const infoId = [0x15, 0x49, 0xa9, 0x66];
const durationId = [0x44, 0x89];

function find(bytes: Uint8Array, id: readonly number[], from = 0): number {
  for (let at = from; at <= bytes.length - id.length; at++)
    if (id.every((byte, i) => bytes[at + i] === byte)) return at;
  return -1;
}

/** A length as EBML writes it: as many bytes as the first has leading zeros, and one. */
function lengthAt(bytes: Uint8Array, at: number): { size: number; bytes: number } {
  const count = Math.clz32(bytes[at]!) - 23;
  let size = bytes[at]! & (0xff >> count);
  for (let i = 1; i < count; i++) size = size * 256 + bytes[at + i]!;
  return { size, bytes: count };
}

/**
 * The recording with its length written into it. Browsers record WebM as a stream, which does not know how long it will
 * be; where that is left so, some do not let a place be chosen in it, and none says how long it is. Other formats, and
 * what is not understood, stay as they are.
 */
export async function withDuration(blob: Blob, ms: number): Promise<Blob> {
  const head = new Uint8Array(await blob.slice(0, 1024).arrayBuffer());
  const segment = find(head, segmentId);
  const info = segment < 0 ? -1 : find(head, infoId, segment);
  // A segment of a known length would have to be told of what is put in.
  const open = head[segment + 4] === 0xff || (head[segment + 4] === 1 && head[segment + 5] === 0xff);
  if (info < 0 || !open) return blob;
  const { size, bytes } = lengthAt(head, info + 4);
  const start = info + 4 + bytes;
  const end = start + size;
  if (end > head.length) return blob;
  const value = new DataView(new ArrayBuffer(8));
  value.setFloat64(0, ms);
  const known = find(head.subarray(0, end), durationId, start);
  const { type } = blob;
  if (known < 0) {
    // The length of what is longer now, in eight bytes.
    const length = new DataView(new ArrayBuffer(8));
    length.setUint8(0, 1);
    length.setUint32(4, size + 11);
    const name = new Uint8Array([...durationId, 0x88]);
    return new Blob([blob.slice(0, info + 4), length, blob.slice(start, end), name, value, blob.slice(end)], {
      type,
    });
  }
  if (head[known + 2] !== 0x88) return blob;
  return new Blob([blob.slice(0, known + 3), value, blob.slice(known + 11)], { type });
}
