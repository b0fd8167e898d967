import type { Client } from '@tokenim/client';
import { type Cid, type ConversationId, defaultLimits } from '@tokenim/protocol';
import { fileSize } from './format.js';
import type { Localize } from './localize.js';

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

/** Sends files one after the other. Returns what was taken and a sentence for each that was not. */
export async function sendFiles(
  client: Client,
  conversation: ConversationId,
  files: readonly File[],
  l: Localize,
): Promise<{ cids: Cid[]; problems: string[] }> {
  const cids: Cid[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const name = file.name || l.t('kindFile');
    if (file.size > defaultLimits.file)
      problems.push(l.t('fileTooLarge', { name, size: fileSize(l, defaultLimits.file) }));
    else if (file.size === 0) problems.push(l.t('fileEmpty', { name }));
    else
      await client.sendFile(conversation, file, { name }).then(
        (cid) => cids.push(cid),
        () => problems.push(l.t('notSaved')),
      );
  }
  return { cids, problems };
}
