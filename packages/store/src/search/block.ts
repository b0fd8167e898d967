import type { ConversationId } from '@tokenim/protocol';
import { fold } from '@tokenim/protocol/search';
import type { MessageRow } from '../types.js';
import { breathe } from './breathe.js';
import type { Block } from './database.js';

/** What of a message can be found, and what of it is shown with a hit. */
export function searchedText({ body, deleted, overlay }: MessageRow): string {
  if (deleted || overlay?.deleted) return '';
  const { text, file, fallback } = (overlay?.body ?? body ?? {}) as {
    text?: string;
    file?: { name?: string };
    fallback?: string;
  };
  return [text, file?.name, fallback].filter(Boolean).join('\n');
}

/** The block of these messages; without lines where none of them can be found. */
export async function blockOf(
  conversation: ConversationId,
  bucket: number,
  rows: readonly MessageRow[],
): Promise<Omit<Block, 'at'>> {
  const seqs: number[] = [];
  const times: number[] = [];
  const lines: string[] = [];
  for (const row of rows) {
    await breathe();
    // Folding makes one line of a text.
    const line = fold(searchedText(row)).replaceAll('\n', ' ');
    if (line === '') continue;
    seqs.push(row.seq);
    times.push(row.ts);
    lines.push(line);
  }
  const newest = Math.max(0, ...times);
  return {
    conversation,
    bucket,
    newest,
    age: -newest,
    seqs: Float64Array.from(seqs),
    times: Float64Array.from(times),
    lines: `${lines.join('\n')}\n`,
  };
}
