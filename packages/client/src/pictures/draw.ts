import { rgbaToThumbHash } from 'thumbhash';

/** What is asked of a decoder and encoder, here or in a worker. */
export interface DrawJob {
  blob: Blob;
  /** Longest side (px) of the picture that is made; undefined makes none, only the placeholder. */
  side?: number;
  /** 0 to 1. */
  quality: number;
  /** Some of it can be seen through. */
  alpha: boolean;
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

/**
 * Decodes, and draws anew where that is asked. Rejects where the browser cannot decode it. It imports nothing of the
 * chat, so that a worker can run it by its own address.
 */
export async function draw({ blob, side, quality, alpha }: DrawJob): Promise<Drawn> {
  const bitmap = await createImageBitmap(blob);
  try {
    const { width, height } = bitmap;
    const small = drawn(bitmap, thumbSide);
    const pixels = small.getContext('2d')!.getImageData(0, 0, small.width, small.height);
    const hash = rgbaToThumbHash(small.width, small.height, pixels.data);
    const thumb = btoa(String.fromCharCode(...hash));
    if (side === undefined) return { width, height, thumb };
    const canvas = drawn(bitmap, side);
    // Not every browser writes WebP; it then gives a PNG.
    let made = await canvas.convertToBlob({ type: 'image/webp', quality });
    if (made.type !== 'image/webp' && !alpha)
      made = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    return { width: canvas.width, height: canvas.height, blob: made, thumb };
  } finally {
    bitmap.close();
  }
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
