import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationId, down, FileId } from '@tokenim/protocol';
import { Wire } from '../../tools/wire.js';
import { residentBytes, startBare, startServer, type Target } from '../processes.js';
import type { Place } from '../ui/upload-page.js';
import { site } from './page.js';
import type { Measurement, Row } from './row.js';

const size = 500 * 1024 * 1024;
const mega = 1024 * 1024;
const rounds = 3;

const page =
  '<!doctype html><meta charset="utf-8"><input type="file"><script type="module" src="/page.js"></script>';

/** A file of random bytes, so that nothing on the way can make it smaller. */
async function makeFile(path: string): Promise<void> {
  const file = await open(path, 'w');
  const part = crypto.getRandomValues(new Uint8Array(65_536));
  for (let at = 0; at < size; at += part.length) await file.write(part);
  await file.close();
}

async function placeOf(target: Target): Promise<Place> {
  const { origin } = new URL(target.url.replace(/^ws/, 'http'));
  return { origin, token: await target.token('bench') };
}

const resident = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + residentBytes(pid), 0);

/** Most memory that these processes had at once, seen a hundred times a second while `work` goes on. */
async function peakDuring(pids: readonly number[], work: () => Promise<unknown>): Promise<number> {
  let peak = resident(pids);
  const looking = setInterval(() => {
    peak = Math.max(peak, resident(pids));
  }, 10);
  await work().finally(() => clearInterval(looking));
  return peak;
}

const memory = (what: string, added: number): Row => ({
  what,
  unit: 'MB',
  value: added / mega,
  bare: 0,
  budget: '≤ 64',
  ok: added <= 64 * mega,
});

/** From a file that was picked in a page of Chromium. */
export const upload: Measurement = {
  name: 'upload',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tokenim-upload-'));
    const path = join(folder, 'video.bin');
    await makeFile(path);
    const server = await startServer();
    const bare = await startBare('bare-files');
    const at = await site(
      {
        build: {
          rolldownOptions: {
            input: join(import.meta.dirname, '..', 'ui', 'upload-page.ts'),
            output: { entryFileNames: 'page.js', chunkFileNames: '[name]-[hash].js' },
          },
        },
      },
      { '/': page },
    );
    try {
      const [to, toBare] = [await placeOf(server), await placeOf(bare)];
      const { page: one } = await at.open('/', 1);
      await one.locator('input').setInputFiles(path);
      const browser = await at.context.browser()!.newBrowserCDPSession();
      const { processInfo } = (await browser.send('SystemInfo.getProcessInfo')) as {
        processInfo: { id: number }[];
      };
      const processes = processInfo.map(({ id }) => id);

      const rate = (seconds: number) => size / mega / seconds;
      let [own, tus, put, plain, whole, grown, added] = [0, 0, 0, 0, 0, 0, 0];
      let sent = { took: 0, file: '', conversation: '' };
      // What is paid once, such as loading the code, does not count.
      await one.evaluate((place) => window.uploads.ours(place), to);
      const before = residentBytes(server.pid);
      const browserBefore = resident(processes);
      for (let round = 0; round < rounds; round++) {
        tus = Math.max(tus, rate(await one.evaluate((place) => window.uploads.tus(place, '/files'), toBare)));
        put = Math.max(put, rate(await one.evaluate((place) => window.uploads.put(place), toBare)));
        plain = Math.max(
          plain,
          rate(await one.evaluate((place) => window.uploads.tus(place, '/v1/files'), to)),
        );
        const peak = await peakDuring([server.pid], async () => {
          own = Math.max(own, rate(await one.evaluate((place) => window.uploads.ours(place), to)));
        });
        grown = Math.max(grown, peak - before);
        const browserPeak = await peakDuring(processes, async () => {
          sent = await one.evaluate((place) => window.uploads.sent(place), to);
        });
        whole = Math.max(whole, rate(sent.took));
        added = Math.max(added, browserPeak - browserBefore);
      }
      const wire = await Wire.open({ endpoint: to.origin, token: to.token, device: 'bench' });
      const { url } = await wire.request<down.FileUrl>({
        t: 'file',
        conversation: sent.conversation as ConversationId,
        file: sent.file as FileId,
      });
      wire.close();
      const peak = await peakDuring([server.pid], async () => {
        const answer = await fetch(to.origin + url);
        for await (const _ of answer.body!) {
        }
      });
      const beside = (what: string, value: number, limit: number, share: number): Row => ({
        what,
        unit: 'MB/s',
        value,
        bare: limit,
        budget: share > 0 ? `≥ ${share * 100} % of bare` : 'none',
        ok: value >= share * limit,
      });
      return [
        beside('server: 500 MB by tus, beside a bare one', plain, tus, 0.9),
        beside('upload of 500 MB, beside tus alone', own, tus, 0.9),
        beside('upload of 500 MB, beside a plain PUT', own, put, 0),
        beside('500 MB kept, uploaded, sent; tus alone', whole, tus, 0),
        memory('browser: memory that keeping and sending adds', added),
        memory('server: memory that 3 × 500 MB up add', grown),
        memory('server: memory that 500 MB down add', peak - before),
      ];
    } finally {
      await at.close();
      await server.stop();
      await bare.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
