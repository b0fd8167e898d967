import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { down, FileId } from '@tokenim/protocol';
import { Upload, type UploadOptions } from 'tus-js-client';
import { startUpload } from '../../../packages/client/src/transfers/tus.js';
import { numberedCid } from '../../tools/cid.js';
import { Wire } from '../../tools/wire.js';
import { residentBytes, startBare, startServer, type Target } from '../processes.js';
import type { Measurement } from './row.js';

const size = 500 * 1024 * 1024;
const mega = 1024 * 1024;
const rounds = 3;
let made = 0;

/** A file of random bytes, so that nothing on the way can make it smaller. */
async function fileOf(path: string): Promise<Blob> {
  const file = await open(path, 'w');
  const part = crypto.getRandomValues(new Uint8Array(65_536));
  for (let at = 0; at < size; at += part.length) await file.write(part);
  await file.close();
  // In memory: Node reads a Blob that stands for a file far slower than a browser does.
  return new Blob([await readFile(path)]);
}

const origin = ({ url }: Target) => new URL(url.replace(/^ws/, 'http')).origin;

/** MB a second. */
async function rate(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return size / mega / ((performance.now() - begun) / 1000);
}

/** Most memory that a process had at once, seen a hundred times a second while `work` goes on. */
async function peakDuring(pid: number, work: () => Promise<unknown>): Promise<number> {
  let peak = residentBytes(pid);
  const looking = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid));
  }, 10);
  await work().finally(() => clearInterval(looking));
  return peak;
}

async function ours(target: Target, blob: Blob): Promise<string> {
  const id = numberedCid(0, ++made) as string as FileId;
  const token = await target.token('bench');
  await startUpload({
    blob,
    id,
    name: 'video.bin',
    mime: 'application/octet-stream',
    known: false,
    files: `${origin(target)}/v1/files`,
    token: async () => token,
    onSent: () => {},
    onAccepted: () => {},
  }).done;
  return id;
}

/** tus-js-client by itself, with a stream of the file. */
function tusAlone(endpoint: string, path: string, more: Partial<UploadOptions> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    new Upload(createReadStream(path), {
      ...more,
      endpoint,
      uploadSize: size,
      chunkSize: 8 * mega,
      storeFingerprintForResuming: false,
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
}

export const upload: Measurement = {
  name: 'upload',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tokenim-upload-'));
    const path = join(folder, 'video.bin');
    const blob = await fileOf(path);
    const server = await startServer();
    const bare = await startBare('bare-files');
    try {
      let [own, tus, put, plain, grown] = [0, 0, 0, 0, 0];
      let id = '';
      // What is paid once, such as loading the code, does not count.
      await ours(server, blob.slice(0, 20 * mega));
      const before = residentBytes(server.pid);
      for (let round = 0; round < rounds; round++) {
        tus = Math.max(tus, await rate(() => tusAlone(`${origin(bare)}/files`, path)));
        put = Math.max(put, await rate(() => fetch(`${origin(bare)}/put`, { method: 'PUT', body: blob })));
        const peak = await peakDuring(server.pid, async () => {
          own = Math.max(own, await rate(async () => (id = await ours(server, blob))));
        });
        grown = Math.max(grown, peak - before);
        const Authorization = `Bearer ${await server.token('bench')}`;
        const metadata = { id: numberedCid(0, ++made), filename: 'video.bin', filetype: 'video/x' };
        const files = `${origin(server)}/v1/files`;
        plain = Math.max(
          plain,
          await rate(() => tusAlone(files, path, { headers: { Authorization }, metadata })),
        );
      }
      const wire = await Wire.open({
        endpoint: origin(server),
        token: await server.token('bench'),
        device: 'bench',
      });
      const { url } = await wire.request<down.FileUrl>({ t: 'file', conversation: 'none', file: id });
      wire.close();
      const peak = await peakDuring(server.pid, async () => {
        const answer = await fetch(origin(server) + url);
        for await (const _ of answer.body!) {
        }
      });
      return [
        {
          what: 'server: 500 MB by tus, beside a bare one',
          unit: 'MB/s',
          value: plain,
          bare: tus,
          budget: '≥ 90 % of bare',
          ok: plain >= 0.9 * tus,
        },
        {
          what: 'upload of 500 MB, beside tus alone',
          unit: 'MB/s',
          value: own,
          bare: tus,
          budget: '≥ 90 % of tus alone',
          ok: own >= 0.9 * tus,
        },
        {
          what: 'upload of 500 MB, beside a plain PUT',
          unit: 'MB/s',
          value: own,
          bare: put,
          budget: 'none',
          ok: true,
        },
        {
          what: 'server: memory that 3 × 500 MB up add',
          unit: 'MB',
          value: grown / mega,
          bare: 0,
          budget: '≤ 64',
          ok: grown <= 64 * mega,
        },
        {
          what: 'server: memory that 500 MB down add',
          unit: 'MB',
          value: (peak - before) / mega,
          bare: 0,
          budget: '≤ 64',
          ok: peak - before <= 64 * mega,
        },
      ];
    } finally {
      await server.stop();
      await bare.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
