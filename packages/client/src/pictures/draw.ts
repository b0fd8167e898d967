import { rgbaToThumbHash } from 'thumbhash';

/** What is asked of a decoder and encoder, here or in a worker. */
export interface DrawJob {
  blob: Blob;
  /** Longest side (px) of the picture that is made; undefined makes none, only the placeholder. */
  side?: number;
  /** 0 to 1. */
  quality: number;
  /** Types that may be made, the best first. */
  types: readonly string[];
  /** Bytes that it may have: it is made smaller until it fits. */
  most: number;
}

export interface Drawn {
  /** As shown: turned as the camera noted. */
  width: number;
  height: number;
  /** Made smaller and turned, where a `side` was given. */
  blob?: Blob;
  /** ThumbHash, in base64. */
  thumb: string;
}

/** Pixels on the longer side that a ThumbHash is made of; source: its documentation. */
const thumbSide = 100;
/** A picture smaller than this (px on its longer side) is not made smaller still. */
const leastSide = 256;

/**
 * Decodes, and draws anew where that is asked. Rejects where the browser cannot decode it. It imports nothing of the
 * chat, so that a worker can run it by its own address.
 */
export async function draw({ blob, side, quality, types, most }: DrawJob): Promise<Drawn> {
  const bitmap = await createImageBitmap(blob);
  try {
    const { width, height } = bitmap;
    const small = drawn(bitmap, thumbSide);
    const pixels = small.getContext('2d')!.getImageData(0, 0, small.width, small.height);
    const hash = rgbaToThumbHash(small.width, small.height, pixels.data);
    const thumb = btoa(String.fromCharCode(...hash));
    if (side === undefined) return { width, height, thumb };
    for (let longest = Math.min(side, Math.max(width, height)); ; longest *= 0.75) {
      const canvas = drawn(bitmap, longest);
      const made = await encoded(canvas, types, quality);
      if (made.size <= most || longest < leastSide)
        return { width: canvas.width, height: canvas.height, blob: made, thumb };
    }
  } finally {
    bitmap.close();
  }
}

/** Not every browser writes WebP; it then gives a PNG. */
async function encoded(canvas: OffscreenCanvas, types: readonly string[], quality: number): Promise<Blob> {
  let made: Blob | undefined;
  for (const type of types) {
    made = await canvas.convertToBlob({ type, quality });
    if (made.type === type) break;
  }
  return made!;
}

function drawn(bitmap: ImageBitmap, side: number): OffscreenCanvas {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const of = (length: number) => Math.max(1, Math.round(length * scale));
  const canvas = new OffscreenCanvas(of(bitmap.width), of(bitmap.height));
  const context = canvas.getContext('2d', { willReadFrequently: side === thumbSide })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Runs in a worker: one answer for each job, in any order. */
export function serve(): void {
  addEventListener('message', (event: MessageEvent<{ id: number; job: DrawJob }>) => {
    const { id, job } = event.data;
    draw(job).then(
      (drawn) => postMessage({ id, drawn }),
      () => postMessage({ id }),
    );
  });
}

/** Where this module was loaded from. */
export const address = import.meta.url;
