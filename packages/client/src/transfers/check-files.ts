import type { Limits } from '@tokenim/protocol';
import {
  type FileRefusal,
  fileRefusal,
  headLength,
  seenType,
  takesType,
  trueType,
} from '@tokenim/protocol/files';
import { pictureType, readPicture } from '../pictures/format.js';
import { canDraw, drawnTypes } from '../pictures/prepare.js';
import type { Client } from '../types.js';
import { claimedType } from './describe.js';
import { first } from './first.js';

/** A file that would be refused, and why. */
export type RefusedFile<F extends Blob = File> = { file: F } & (
  | { code: 'empty' }
  | { code: 'too_large' /** Bytes. */; most: number }
  | { code: 'file_type' /** What is taken in its place. */; types: readonly string[] }
  | { code: 'too_many' /** Files at once. */; most: number }
);

/**
 * Which of some files would be refused, by the limits that the server published last, before anything of them is
 * stored or sent. `held` is how many are chosen already and wait with them. Photos are judged as what is made of them.
 */
export async function checkFiles<F extends Blob>(
  { views }: Pick<Client, 'views'>,
  files: readonly F[],
  held = 0,
): Promise<RefusedFile<F>[]> {
  const [limits, uploads] = await Promise.all([first(views.limits()), first(views.uploads())]);
  const underWay = uploads.filter(({ state }) => state === 'waiting').length;
  const refused: RefusedFile<F>[] = [];
  let free = (limits.files ?? Number.POSITIVE_INFINITY) - underWay - held;
  for (const file of files) {
    const refusal = await judge(file, limits);
    if (refusal) refused.push({ file, ...refusal });
    else if (free < 1) refused.push({ file, code: 'too_many', most: limits.files! });
    else free -= 1;
  }
  return refused;
}

type Refusal =
  | { code: 'empty' }
  | { code: 'too_large'; most: number }
  | { code: 'file_type'; types: string[] };

async function judge(file: Blob, limits: Limits): Promise<Refusal | undefined> {
  const { size } = file;
  if (size === 0) return { code: 'empty' };
  const told = (refusal: FileRefusal | undefined): Refusal | undefined =>
    refusal?.code === 'file_type' ? { ...refusal, types: limits.fileTypes! } : refusal;
  const head = await file
    .slice(0, headLength)
    .arrayBuffer()
    .then((bytes) => new Uint8Array(bytes))
    // What cannot be read says so when it is sent.
    .catch(() => undefined);
  if (!head) return undefined;
  const picture = pictureType(head);
  if (!picture) {
    const claimed = await claimedType(file);
    return told(
      fileRefusal(limits, { mime: claimed, size }) ??
        fileRefusal(limits, { mime: trueType(seenType(head), claimed), size }),
    );
  }
  const refusal = fileRefusal(limits, { mime: picture, size });
  if (!refusal || !canDraw()) return told(refusal);
  if (refusal.code === 'file_type') {
    const isDrawn = ['image/heic', 'image/avif', 'image/bmp'].includes(picture);
    return isDrawn && drawnTypes.some((type) => takesType(limits.fileTypes, type))
      ? undefined
      : told(refusal);
  }
  // It will be made smaller, unless it moves.
  const animated = readPicture(new Uint8Array(await file.arrayBuffer()))?.animated;
  return animated ? refusal : undefined;
}
