// An app that takes pictures only, of at most 2 MB, three at once: what becomes of all else, in a real server and client.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Client, createClient } from '@tokenim/client';
import { checkFiles } from '@tokenim/client/files';
import type { ConversationId } from '@tokenim/protocol';
import { createServer } from '@tokenim/server';
import type { Live, MessageRow } from '@tokenim/store';
import { freePort } from '../tools/server-process.js';
import { signToken } from '../tools/tokens.js';

const app = { id: 'shop', secret: 'a secret for limits, of 32 characters and more' };
const limits = {
  fileTypes: ['image/*', 'audio/*'],
  fileSizes: { image: 2_000_000 },
  files: 3,
  voice: 60_000,
};

let server: ReturnType<typeof createServer>;
let client: Client;
let conversation: ConversationId;

function until<T>(live: Live<T>, is: (value: T) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = live.subscribe((value) => {
      if (!is(value)) return;
      resolve(value);
      queueMicrotask(() => stop());
    }, reject);
  });
}

/** The message, once it is `state`. */
async function becomes(cid: string, state: string): Promise<MessageRow> {
  const { rows } = await until(client.views.thread(conversation, { anchor: 'end' }), ({ rows }) =>
    rows.some((row) => row.cid === cid && row.state === state),
  );
  return rows.find((row) => row.cid === cid)!;
}

/** A whole PNG of one pixel, with a chunk of nothing that makes it as large as it is to be. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = (name: string) => new File([pixel], name, { type: 'image/png' });

before(async () => {
  const port = await freePort();
  const token = await signToken(app, { id: 'ann' });
  client = createClient({
    endpoint: `http://127.0.0.1:${port}`,
    app: app.id,
    user: 'ann',
    storage: 'memory',
    token: async () => token,
  });
  // Off line at first: there is no server yet.
  await client.start();
  conversation = await client.create({ type: 'group', title: 'Photos' });
  server = createServer({ port, apps: [{ ...app, id: app.id as never, origins: ['*'], limits }] });
});
after(async () => {
  await client?.stop();
  await server?.close();
});

test('[U10] what was sent off line and is not taken fails with its reason, to be tried again or discarded', async () => {
  const paper = new File(['%PDF-1.7'], 'a.pdf', { type: 'application/pdf' });
  assert.deepEqual(await checkFiles(client, [paper]), []);
  const [refused, program, large, fine] = [
    await client.sendFile(conversation, paper, { name: 'a.pdf' }),
    await client.sendFile(conversation, new Blob(['MZ\x90\0\x03'], { type: 'image/png' }), { name: 'b.png' }),
    await client.sendFile(conversation, new Blob([new Uint8Array(2_000_001)], { type: 'image/png' }), {
      name: 'c.png',
    }),
    await client.sendFile(conversation, picture('d.png'), { name: 'd.png' }),
  ];
  await server.listen();
  assert.equal((await becomes(refused, 'failed')).failure?.code, 'file_type');
  assert.equal((await becomes(program, 'failed')).failure?.code, 'file_type');
  assert.equal((await becomes(large, 'failed')).failure?.code, 'too_large');
  await becomes(fine, 'sent');
  await client.retry(refused);
  const again = await until(client.views.thread(conversation, { anchor: 'end' }), ({ rows }) =>
    rows.every((row) => row.state !== 'pending'),
  );
  const [failed] = again.rows.filter(
    (row) => (row.body as { file?: File } | undefined)?.file?.name === 'a.pdf',
  );
  assert.equal(failed?.failure?.code, 'file_type');
  await client.discard(failed!.cid);
  await client.discard(program);
  await client.discard(large);
  await until(client.views.outbox(), ({ waiting, failed: left }) => waiting + left === 0);
});

test('[U10] [U11] the limits of the last welcome tell it beforehand', async () => {
  const files = [
    new File(['%PDF-1.7'], 'a.pdf', { type: 'application/pdf' }),
    ...['1.png', '2.png', '3.png', '4.png'].map(picture),
    new File([pixel, new Uint8Array(2_000_000)], 'large.png'),
  ];
  const refused = await checkFiles(client, files);
  assert.deepEqual(
    refused.map(({ file, code }) => [file.name, code]),
    [
      ['a.pdf', 'file_type'],
      ['4.png', 'too_many'],
      ['large.png', 'too_large'],
    ],
  );
});

test('[U11] more than may be under way arrive all the same, one after the other', async () => {
  const cids = [];
  for (const name of ['1', '2', '3', '4', '5', '6'])
    cids.push(await client.sendFile(conversation, picture(name), { name }));
  for (const cid of cids) await becomes(cid, 'sent');
});

test('[U12] a voice message that is too long fails with its reason', async () => {
  const sound = new Blob([Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 0x42, 0x82, 0x84), 'webm'], {
    type: 'audio/webm',
  });
  const send = (duration: number) =>
    client.sendFile(conversation, sound, { name: 'v.webm', voice: { duration, peaks: [] } });
  const [short, long] = [await send(60_000), await send(60_001)];
  assert.equal((await becomes(long, 'failed')).failure?.code, 'too_large');
  await becomes(short, 'sent');
});
