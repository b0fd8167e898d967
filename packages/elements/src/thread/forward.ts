import type { Client } from '@tokenim/client';
import type { Body, ConversationId, FileRef, Voice } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';
import { shownBody } from './row-text.js';

/**
 * Sends a message's content to other conversations, as new messages of the reader. Text and custom bodies go as they
 * are, without the mentions, which name members of another conversation. A file belongs to its conversation on the
 * server, so its bytes are read (from this device where it has them) and uploaded anew: who may read the copy is
 * decided by where it went.
 *
 * @param sent called for each conversation as it has the message, so that after a failure only the others are tried.
 * @throws ClientError where the bytes cannot be had, then nothing was sent; or where one of the writes fails.
 */
export async function forward(
  client: Client,
  row: MessageRow,
  to: readonly ConversationId[],
  sent: (conversation: ConversationId) => void,
): Promise<void> {
  const body = shownBody(row) as
    | (Body & { file?: FileRef; voice?: Voice; mentions?: unknown; text?: string })
    | undefined;
  if (!body) return;
  const { mentions: _none, ...plain } = body;
  const { file, voice, text } = plain;
  const blob = file && (await client.blob(row.conversation, file));
  for (const conversation of to) {
    if (file && blob)
      await client.sendFile(conversation, blob, {
        name: file.name,
        ...(voice && { voice }),
        ...(text && { text }),
      });
    else await client.send(conversation, plain as Body);
    sent(conversation);
  }
}
