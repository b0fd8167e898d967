import type { Body, FileRef, Limits } from '@tokenim/protocol';
import { takesType } from '@tokenim/protocol/files';
import { ClientError } from '../errors.js';
import { mostPixels } from '../transfers/describe.js';
import { drawApart } from './draw-apart.js';
import { headBytes, pictureType, readPicture } from './format.js';

/** How photos are sent. */
export interface PictureSettings {
  /** Longest side in pixels; larger ones are made smaller. Default 2048. */
  side?: number;
  /** Of WebP or JPEG, 0 to 1. Default 0.82. */
  quality?: number;
  /**
   * Leave the pixels as they are, where the server takes so many bytes; place, time and device are taken out all the
   * same. Default false.
   */
  original?: boolean;
}

/** Pixels on a side that every browser's canvas and the protocol take. */
const mostSide = 65_000;

/** What pictures are drawn as, the best first. */
export const drawnTypes = ['image/webp', 'image/jpeg', 'image/png'];

export function canDraw(): boolean {
  return typeof OffscreenCanvas !== 'undefined' && typeof createImageBitmap !== 'undefined';
}

/**
 * What of a picture leaves this device: turned, made smaller, without what its file says beside the picture, and with
 * a placeholder. What moves stays as it is but for that. Undefined for what is no picture by its bytes. Of what is drawn
 * anew, type and bytes are within `limits`, if that can be.
 *
 * @throws ClientError `picture_broken`, `picture_unsupported` (of a kind that this browser cannot read) or
 *   `picture_too_large`.
 */
export async function preparePicture(
  blob: Blob,
  body: Extract<Body, { file: FileRef }>,
  { side = 2048, quality = 0.82, original = false }: PictureSettings = {},
  limits?: Limits,
): Promise<{ blob: Blob; body: Body } | undefined> {
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
  if (!pictureType(head)) return undefined;
  const picture = readPicture(new Uint8Array(await blob.arrayBuffer()));
  if (!picture) return undefined;
  const { type, width, height, turn, animated, whole, bare } = picture;
  if (!whole) throw new ClientError('picture_broken');
  const longest = Math.max(width, height);
  if (width * height > mostPixels || longest > mostSide) throw new ClientError('picture_too_large');
  // What moves and cannot be taken apart would lose one or the other.
  if (animated && !bare) throw new ClientError('picture_unsupported', type);
  const result = (kept: Blob, size: { width: number; height: number; thumb?: string }) => {
    const mime = kept.type;
    const file = { ...body.file, name: named(body.file.name, mime), mime, size: kept.size };
    return { blob: kept, body: { ...body, type: 'image' as const, file, ...size } };
  };
  if (!canDraw()) {
    // Without a decoder, in Node, say: what can be taken out of the bytes is.
    if (!bare) throw new ClientError('picture_unsupported', type);
    const [w, h] = turn > 4 ? [height, width] : [width, height];
    return result(new Blob([bare], { type }), { width: w, height: h });
  }
  const { file: largest = Number.POSITIVE_INFINITY, fileSizes } = limits ?? {};
  const most = Math.min(largest, fileSizes?.image ?? largest);
  const isLarge = !original && (turn > 1 || longest > side);
  const isDrawn = !bare || (!animated && (isLarge || bare.length > most));
  const taken = drawnTypes.filter((each) => takesType(limits?.fileTypes, each));
  // JPEG has no transparency: only where nothing else is taken.
  const types =
    type === 'image/jpeg' ? taken : taken.sort((a, b) => +(a === 'image/jpeg') - +(b === 'image/jpeg'));
  const { blob: made, ...shown } = await drawApart({
    blob: new Blob([blob], { type }),
    quality,
    types: types.length > 0 ? types : drawnTypes,
    most,
    ...(isDrawn && { side: original ? Number.POSITIVE_INFINITY : side }),
  }).catch((cause) => {
    if (cause instanceof ClientError) throw cause;
    throw new ClientError(bare ? 'picture_broken' : 'picture_unsupported', type, { cause });
  });
  return result(made ?? new Blob([bare!], { type }), shown);
}

const extensions: Record<string, RegExp> = {
  'image/jpeg': /\.jpe?g$/i,
  'image/png': /\.a?png$/i,
};

/** The name with the ending of what it now is. */
function named(name: string, mime: string): string {
  const kind = mime.replace('image/', '.');
  if ((extensions[mime] ?? new RegExp(`\\${kind}$`, 'i')).test(name)) return name;
  return name.replace(/\.[a-z0-9]{1,5}$/i, '').slice(0, 250) + kind.replace('jpeg', 'jpg');
}
