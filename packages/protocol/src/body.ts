import * as z from 'zod/mini';
import { FileId, UserId } from './ids.js';
import { defaultLimits, utf8Length } from './limits.js';

/** Bounded text: 1 character to 16 KiB of UTF-8 (rule B1), without NUL and lone surrogates. */
const text = z.string().check(
  z.minLength(1),
  z.maxLength(defaultLimits.text),
  z.refine((s) => utf8Length(s) <= defaultLimits.text && !/\u0000/.test(s) && isWellFormed(s)),
);

/** A finished upload, as a message names it. `name` is for people; it is never a path. */
export const FileRef = z.looseObject({
  id: FileId,
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  mime: z.string().check(z.regex(/^[\w.+-]+\/[\w.+-]+$/), z.maxLength(127)),
  /** Bytes. */
  size: z.int().check(z.gte(0)),
});
export type FileRef = z.infer<typeof FileRef>;

const pixels = z.int().check(z.gte(1), z.lte(100_000));

/** Whom the message speaks to; ids that are not members count for nothing. Rule W12. */
const mentions = z.optional(z.array(UserId).check(z.maxLength(50)));

export const TextBody = z.strictObject({ type: z.literal('text'), text, mentions });
export const ImageBody = z.strictObject({
  type: z.literal('image'),
  file: FileRef,
  width: pixels,
  height: pixels,
  /** A ThumbHash of at most 33 bytes, in base64: what is shown until the picture is here (rule U8). */
  thumb: z.optional(z.string().check(z.regex(/^[\w+/=]{4,44}$/))),
  text: z.optional(text),
  mentions,
});
/** What was spoken; who does not know it shows the file that it came with. Rule U7. */
export const Voice = z.strictObject({
  /** Milliseconds, at most a day. */
  duration: z.int().check(z.gte(1), z.lte(86_400_000)),
  /** How loud it is from its beginning to its end, in equal steps. */
  peaks: z.array(z.int().check(z.gte(0), z.lte(255))).check(z.maxLength(64)),
});
export type Voice = z.infer<typeof Voice>;

export const FileBody = z.strictObject({
  type: z.literal('file'),
  file: FileRef,
  voice: z.optional(Voice),
  text: z.optional(text),
  mentions,
});
/** A plugin's message. Who has no plugin of that `name` shows `fallback` (rule V4). */
export const CustomBody = z.strictObject({
  type: z.literal('custom'),
  name: z.string().check(z.regex(/^[a-z0-9.-]{1,64}$/)),
  fallback: text,
  data: z.record(z.string(), z.json()),
});

/** What a client may send. */
export const Body = z.discriminatedUnion('type', [TextBody, ImageBody, FileBody, CustomBody]);
export type Body = z.infer<typeof Body>;

/** A type this version does not know; shown by `fallback` (rule V4). */
export const UnknownBody = z.looseObject({ type: z.string(), fallback: z.optional(z.string()) });
export type UnknownBody = z.infer<typeof UnknownBody>;

/** What a client must be ready to receive: known bodies checked, others kept whole. */
export const BodyDown = z.union([Body, UnknownBody]);
export type BodyDown = z.infer<typeof BodyDown>;

/** False for a string with half of a surrogate pair, which UTF-8 cannot carry. */
function isWellFormed(s: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(s);
}

/** Whom a body mentions. */
export function mentionsOf(body: BodyDown | undefined): readonly string[] {
  return (body as { mentions?: string[] } | undefined)?.mentions ?? [];
}

/** One line that stands for a body: its text, its file's name or its fallback. */
export function bodyText(body: BodyDown): string {
  const b = body as { text?: string; file?: { name?: string }; fallback?: string };
  return b.text ?? b.file?.name ?? b.fallback ?? '';
}

/** The same, with the milliseconds of a voice message beside its file's name. */
export function inShort(body: BodyDown | undefined): { text: string; duration?: number } {
  const duration = (body as { voice?: Voice } | undefined)?.voice?.duration;
  return { text: body ? bodyText(body) : '', ...(duration && { duration }) };
}
