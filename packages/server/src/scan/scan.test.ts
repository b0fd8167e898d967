import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { AppId, FileId } from '@tokenim/protocol';
import type { Scan, ScannedFile } from './scan.js';
import { scanByCommand } from './scan-command.js';
import { scanByUrl } from './scan-url.js';

const file = (content: string): ScannedFile => ({
  app: 'demo' as AppId,
  id: '0199c7e0-1b00-7000-8000-000000000001' as FileId,
  name: 'a b; rm -rf €.txt',
  mime: 'text/plain',
  type: 'application/octet-stream',
  size: Buffer.byteLength(content),
  read: async () => new Blob([content]).stream() as ReadableStream<Uint8Array>,
});

const heard: Record<string, unknown>[] = [];
const service = createServer(async (request, answer) => {
  let text = '';
  for await (const part of request) text += part;
  heard.push({ ...request.headers, text });
  answer.writeHead(text.includes('bad') ? 422 : text.includes('odd') ? 500 : 204).end();
});
before(() => new Promise<void>((ready) => service.listen(0, '127.0.0.1', ready)));
after(() => {
  service.closeAllConnections();
  service.close();
});
const url = () => `http://127.0.0.1:${(service.address() as AddressInfo).port}/look`;

const script = `
let text = '';
process.stdin.on('data', (part) => (text += part)).on('end', () => {
  const { TOKENIM_FILE_NAME: name, TOKENIM_FILE_SIZE: size } = process.env;
  if (name !== 'a b; rm -rf €.txt' || Number(size) !== Buffer.byteLength(text)) process.exit(3);
  process.exit(text.includes('bad') ? 1 : text.includes('odd') ? 2 : 0);
});`;

for (const [name, scan] of [
  ['a program', scanByCommand([process.execPath, '-e', script])],
  ['a service', (asked) => scanByUrl(url())(asked)],
] as [string, Scan][]) {
  test(`[U9] ${name} says whether a file may be seen, or that it cannot tell`, async () => {
    assert.equal(await scan(file('good')), true);
    assert.equal(await scan(file('bad')), false);
    assert.equal(await scan(file('')), true);
    await assert.rejects(scan(file('odd')), /the scanner (ended with 2|answered 500)/);
  });
}

test('a program that has seen enough need not read on; one that is not there is a fault', async () => {
  const long = file('x'.repeat(5_000_000));
  assert.equal(await scanByCommand([process.execPath, '-e', 'process.exit(1)'])(long), false);
  await assert.rejects(scanByCommand(['./no-such-program'])(long));
});

test('a service is told what there is to know, and the name is only text', () => {
  const [first] = heard;
  assert.equal(first!['tokenim-file-name'], 'a%20b%3B%20rm%20-rf%20%E2%82%AC.txt');
  assert.equal(first!['tokenim-file-app'], 'demo');
  assert.equal(first!['tokenim-file-claimed'], 'text/plain');
  assert.equal(first!['tokenim-file-type'], 'application/octet-stream');
});
