// Runs in Chromium: one picked file on its ways to a server. The row that measures (rows/upload.ts) calls what is in
// `window.uploads`; each resolves with the seconds that it took.
import { createClient } from '@tokenim/client';
import type { FileId } from '@tokenim/protocol';
import { Upload } from 'tus-js-client';
import { startUpload } from '../../../packages/client/src/transfers/tus.js';
import { numberedCid } from '../../tools/cid.js';

export interface Place {
  /** Origin of the server. */
  origin: string;
  token: string;
}

let made = 0;
const nextId = () => numberedCid(0, ++made) as string as FileId;

function picked(): File {
  const file = document.querySelector('input')!.files![0];
  if (!file) throw new Error('No file was picked.');
  return file;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

const uploads = {
  /** tus-js-client by itself; with a token, to a server of ours. */
  tus: ({ origin, token }: Place, path: string) =>
    seconds(
      () =>
        new Promise<void>((resolve, reject) => {
          new Upload(picked(), {
            endpoint: origin + path,
            chunkSize: 8 * 1024 * 1024,
            storeFingerprintForResuming: false,
            ...(token
              ? {
                  headers: { Authorization: `Bearer ${token}` },
                  metadata: { id: nextId(), filename: 'video.bin', filetype: 'video/x' },
                }
              : {}),
            onSuccess: () => resolve(),
            onError: reject,
          }).start();
        }),
    ),

  put: ({ origin }: Place) => seconds(() => fetch(`${origin}/put`, { method: 'PUT', body: picked() })),

  /** As the client uploads, without its outbox. */
  ours: ({ origin, token }: Place) =>
    seconds(
      () =>
        startUpload({
          blob: picked(),
          id: nextId(),
          name: 'video.bin',
          mime: 'application/octet-stream',
          known: false,
          files: `${origin}/v1/files`,
          token: async () => token,
          onSent: () => {},
          onAccepted: () => {},
        }).done,
    ),

  /** The whole way of a message: its bytes are kept on the device, uploaded, named by a message that the server has. */
  async sent({ origin, token }: Place): Promise<{ took: number; file: string; conversation: string }> {
    const client = createClient({ endpoint: origin, app: 'bench', user: 'bench', token: async () => token });
    await client.start();
    const conversation = await client.create({ type: 'group', title: 'bench' });
    let file = '';
    const took = await seconds(async () => {
      const cid = await client.sendFile(conversation, picked());
      await new Promise<void>((resolve, reject) => {
        client.views.thread(conversation, { anchor: 'end' }).subscribe(({ rows }) => {
          const row = rows.find((one) => one.cid === cid);
          if (row?.state === 'failed') reject(new Error(row.failure?.code));
          if (row?.state !== 'sent') return;
          file = (row.body as { file: { id: string } }).file.id;
          resolve();
        }, reject);
      });
    });
    await client.stop();
    return { took, file, conversation };
  },
};

declare global {
  interface Window {
    uploads: typeof uploads;
  }
}
window.uploads = uploads;
