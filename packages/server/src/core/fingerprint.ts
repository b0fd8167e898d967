import { hash } from 'node:crypto';
import type { Cid, WriteOp } from '@tokenim/protocol';

/** JSON with the members of every object in one order, so that equal values have equal texts (rule W3). */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const object = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(object).sort()) {
    if (object[key] === undefined) continue;
    text += `${text ? ',' : ''}${JSON.stringify(key)}:${canonical(object[key])}`;
  }
  return `{${text}}`;
}

/**
 * Tells whether a repeat has the same payload without keeping the payload, which a deletion must be able to
 * remove. The `cid` goes in, so that equal texts do not show as equal hashes. 16 bytes, stored: a change of what is
 * hashed would turn repeats across an update into conflicts.
 */
export function fingerprint(cid: Cid, op: WriteOp): Uint8Array {
  return hash('sha256', cid + payload(op), 'buffer').subarray(0, 16);
}

function payload(op: WriteOp): string {
  // Nearly all writes are these; no canonical text begins like this one.
  if (op.kind === 'message' && op.body.type === 'text')
    return `text ${op.conversation} ${op.replyTo ?? ''} ${op.body.text}`;
  return canonical(op);
}
