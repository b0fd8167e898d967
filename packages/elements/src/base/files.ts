import type { Client } from '@tokenim/client';
import type { Cid, ConversationId } from '@tokenim/protocol';

/** Files in a drag or on the clipboard, folders left out. */
export function filesOf(data: DataTransfer | null): File[] {
  if (!data) return [];
  const items = [...data.items].filter((item) => item.kind === 'file');
  // A folder comes as a file without bytes; where the browser can tell, it is left out.
  return items
    .filter(
      (item) =>
        !(item as { webkitGetAsEntry?: () => { isDirectory: boolean } | null }).webkitGetAsEntry?.()
          ?.isDirectory,
    )
    .map((item) => item.getAsFile())
    .filter((file): file is File => file !== null);
}

export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}

/** Sends files one after the other, in the order given. Returns what was taken, and the files that were not. */
export async function sendFiles(
  client: Client,
  conversation: ConversationId,
  files: readonly File[],
  limit: number,
): Promise<{ cids: Cid[]; left: File[] }> {
  const cids: Cid[] = [];
  const left: File[] = [];
  for (const file of files) {
    const { name, size } = file;
    const sent = size > 0 && size <= limit && client.sendFile(conversation, file, { name: name || 'file' });
    const cid = sent && (await sent.catch(() => {}));
    if (cid) cids.push(cid);
    else left.push(file);
  }
  return { cids, left };
}
