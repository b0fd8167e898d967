import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import type { AppId, FileId } from '@tokenim/protocol';
import { byteKey } from './bytes.js';
import { bytesContract } from './bytes-contract.js';
import { S3Bytes, type S3Options } from './s3-bytes.js';
import { startStore } from './s3-harness.js';

let store: Awaited<ReturnType<typeof startStore>>;
before(async () => {
  store = await startStore();
});
after(() => store.stop());

const open = (more: Partial<S3Options> = {}) =>
  new S3Bytes({ ...store.bucket, url: `${store.bucket.url}/some/prefix`, partSize: 1 << 20, ...more });

bytesContract('S3', async () => open(), 5_000_000);

test('S3: an address of the store gives the bytes for a time, under the headers that were signed', async () => {
  const bytes = open({ redirect: true });
  const key = byteKey('demo' as AppId, '0199c7e0-1b00-7000-8000-0000000000ff' as FileId);
  await bytes.append(key, 0, Readable.from([Buffer.from('<script>1</script>')]), 18);
  await bytes.complete(key);
  const how = {
    expires: Date.now() + 60_000,
    type: 'application/octet-stream',
    disposition: 'attachment; filename="a b+c.html"',
  };
  const address = await bytes.address!(key, how);
  const answer = await fetch(address);
  assert.equal(await answer.text(), '<script>1</script>');
  assert.equal(answer.headers.get('content-type'), how.type);
  assert.equal(answer.headers.get('content-disposition'), how.disposition);
  const part = await fetch(address, { headers: { Range: 'bytes=1-6' } });
  assert.equal(await part.text(), 'script');
  const other = address.replace('application%2Foctet-stream', 'text%2Fhtml');
  assert.notEqual(other, address);
  assert.equal((await fetch(other)).status, 403, 'a header that was not signed');
  const short = await bytes.address!(key, { ...how, expires: Date.now() + 1000 });
  await new Promise((later) => setTimeout(later, 2100));
  assert.equal((await fetch(short)).status, 403, 'ended');
  assert.equal(open().address, undefined, 'only where it is asked for');
});

test('S3: wrong settings are told in a sentence', async () => {
  await assert.rejects(open({ secret: 'wrong' }).check(), /answers 403 when asked to/);
  await assert.rejects(
    open({ url: store.bucket.url.replace('/files', '/none') }).check(),
    /There is no bucket at/,
  );
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => closed.once('listening', ready));
  const { port } = closed.address() as { port: number };
  await new Promise((done) => closed.close(done));
  await assert.rejects(open({ url: `http://127.0.0.1:${port}/files` }).check(), /does not answer/);
});
