import { isUtf8 } from 'node:buffer';
import { Cid, type Down, type ErrorCode, errorCodes, Up } from '@tokenim/protocol';

/** Nested deeper than this, a frame is not looked at further: recursion over it could exhaust the stack. */
const maxDepth = 40;

export type Parsed =
  | { ok: true; frame: Up }
  /** Answerable: the connection stays (rule F2). */
  | { ok: false; cid?: Cid; id?: number };

/** Text of a message, or `undefined` where it is none (rule F1). */
export function textOf(data: string | Uint8Array): string | undefined {
  if (typeof data === 'string') return data;
  return isUtf8(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')
    : undefined;
}

export function byteLength(data: string | Uint8Array): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
}

/** A JSON object, or `undefined`. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function parse(text: string, object: Record<string, unknown>): Parsed {
  if (isDeep(text)) return { ok: false, ...address(object) };
  try {
    const result = Up.safeParse(object);
    if (result.success) return { ok: true, frame: result.data };
  } catch {
    // A check of a length throws where someone sends an object whose `length` cannot be compared.
  }
  return { ok: false, ...address(object) };
}

/** By what a frame that does not fit can be answered. */
export function address(object: Record<string, unknown>): { cid?: Cid; id?: number } {
  const { cid, id } = object;
  if (typeof cid === 'string' && Cid.safeParse(cid).success) return { cid: cid as Cid };
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 1 ? { id } : {};
}

export function refuseFrame(cid: Cid, code: ErrorCode, detail: string, after?: number): string {
  return frame({ t: 'refuse', cid, code, retry: errorCodes[code].retry, after, detail });
}

export function errorFrame(id: number | undefined, code: ErrorCode, detail: string, after?: number): string {
  return frame({ t: 'error', id, code, retry: errorCodes[code].retry, after, detail });
}

export function frame(down: Down): string {
  return JSON.stringify(down);
}

/** Brackets within strings do not count. Long texts without brackets cost one scan, short ones nothing. */
function isDeep(text: string): boolean {
  if (text.length < maxDepth * 2) return false;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === 92) i++;
      else if (c === 34) quoted = false;
    } else if (c === 34) quoted = true;
    else if (c === 123 || c === 91) {
      if (++depth > maxDepth) return true;
    } else if (c === 125 || c === 93) depth--;
  }
  return false;
}
