import type { Client } from '@tokenim/client';
import type { FileRef } from '@tokenim/protocol';
import type { MessageRow } from '@tokenim/store';

/** Opens a file in a new tab or saves it: by its address, or from this device where there is no network. */
export async function saveFile(client: Client | undefined, row: MessageRow, open: boolean): Promise<void> {
  const { conversation } = row;
  const file = (row.body as { file?: FileRef } | undefined)?.file;
  if (!client || !file) return;
  let url: string;
  let local = false;
  try {
    url = await client.fileUrl(conversation, file);
    // As an attachment (rule U6): the browser does not heed `download` for another origin, and would leave the page.
    if (!open) url += `${url.includes('?') ? '&' : '?'}d`;
  } catch {
    const blob = await client.blob(conversation, file).catch(() => undefined);
    if (!blob) return;
    url = URL.createObjectURL(blob);
    local = true;
  }
  if (!/^(https?|blob):$/.test(new URL(url, document.baseURI).protocol)) return;
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noopener noreferrer';
  // A document from a blob has the page's own origin, so it is saved, never opened.
  if (open && !local) link.target = '_blank';
  else link.download = file.name;
  link.click();
  if (local) setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
