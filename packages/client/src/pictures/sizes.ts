import type { FileId, Limits } from '@tokenim/protocol';
import { type PictureSettings, preparePicture } from './prepare.js';

/** What a picture is on its way, made smaller. */
export interface PictureSize {
  width: number;
  height: number;
  /** Bytes. */
  size: number;
}

/**
 * What a picture would be once it is made smaller, for a server of these limits, found by doing it; undefined for what is no picture.
 *
 * @throws ClientError as `preparePicture`: it would fail when it is sent.
 */
export async function smallerPicture(
  blob: Blob,
  settings: PictureSettings = {},
  limits?: Limits,
): Promise<PictureSize | undefined> {
  const file = { id: '' as FileId, name: 'picture', mime: blob.type, size: blob.size };
  const made = await preparePicture(blob, { type: 'file', file }, { ...settings, original: false }, limits);
  if (made?.body.type !== 'image') return undefined;
  const { width, height } = made.body;
  return { width, height, size: made.blob.size };
}
