import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { S3Options } from './s3-bytes.js';

/** For tests: an S3-compatible store of its own, which checks signatures, with one empty bucket. */
export async function startStore(): Promise<{ bucket: S3Options; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'tokenim-s3-'));
  const store = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'files' }],
  });
  const { port } = await store.run();
  return {
    bucket: {
      url: `http://127.0.0.1:${port}/files`,
      region: 'eu-central-1',
      keyId: 'S3RVER',
      secret: 'S3RVER',
    },
    async stop() {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}
