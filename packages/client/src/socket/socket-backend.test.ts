import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import type { Down, Up } from '@tokenim/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { deferred } from '../deferred.js';
import { readFrame, socketBackend } from './socket-backend.js';

let server: WebSocketServer;
let endpoint: string;
let onSocket: (socket: WebSocket, path: string, protocol: string) => void;
let connections = 0;

before(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('connection', (socket, request) => {
    connections += 1;
    onSocket(socket, request.url ?? '', socket.protocol);
  });
});

after(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

beforeEach(() => {
  connections = 0;
  onSocket = () => {};
});

const ping: Up = { t: 'ping', id: 1 };

/** Everything that a link reports, in order, and a promise for its end. */
function record(backend: ReturnType<typeof socketBackend>) {
  const log: (string | Down)[] = [];
  const opened = deferred<void>();
  const closed = deferred<number>();
  const link = backend.connect({
    onOpen() {
      log.push('open');
      opened.resolve();
    },
    onFrame: (frame) => log.push(frame),
    onClose(code) {
      log.push(`close ${code}`);
      closed.resolve(code);
    },
  });
  return { link, log, opened: opened.promise, closed: closed.promise };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 50));

test('opens the socket path with the subprotocol, carries frames both ways, closes once', async () => {
  const received: string[] = [];
  onSocket = (socket, path, protocol) => {
    received.push(path, protocol);
    socket.on('message', (data) => {
      received.push(data.toString());
      socket.send('{"t":"pong","id":1}');
      socket.close(4401, 'token_expired');
    });
  };
  const { link, log, opened, closed } = record(socketBackend({ endpoint: `${endpoint}/` }));
  link.send(ping); // Dropped: not open.
  await opened;
  link.send(ping);
  assert.equal(await closed, 4401);
  link.send(ping);
  link.close();
  await settle();
  assert.deepEqual(received, ['/v1/socket', 'tokenim.v1', '{"t":"ping","id":1}']);
  assert.deepEqual(log, ['open', { t: 'pong', id: 1 }, 'close 4401']);
  assert.equal(connections, 1);
});

test('[F3] drops and counts what does not fit, and keeps unknown fields', async () => {
  onSocket = (socket) => {
    for (const text of ['nonsense', '[]', '{"t":"pong"}', '{"t":"of tomorrow"}', 'null']) socket.send(text);
    socket.send(Buffer.from('{"t":"lag"}'), { binary: true });
    socket.send('{"t":"lag","later":[1]}');
    socket.close(4503);
  };
  const backend = socketBackend({ endpoint });
  const { log, closed } = record(backend);
  await closed;
  assert.deepEqual(log, ['open', { t: 'lag', later: [1] }, 'close 4503']);
  assert.equal(backend.dropped, 6);
});

test('a broken connection ends with 1006 and is not tried again', async () => {
  onSocket = (socket) => socket.terminate();
  const { log, closed } = record(socketBackend({ endpoint }));
  assert.equal(await closed, 1006);
  await settle();
  assert.deepEqual(log, ['open', 'close 1006']);
  assert.equal(connections, 1);
});

test('an attempt that fails ends with 1006, once', async () => {
  const refused = createServer((_, response) => response.writeHead(503).end());
  refused.listen(0, '127.0.0.1');
  await once(refused, 'listening');
  const port = (refused.address() as AddressInfo).port;
  const answered = record(socketBackend({ endpoint: `http://127.0.0.1:${port}` }));
  assert.equal(await answered.closed, 1006);
  refused.closeAllConnections();
  refused.close();
  await once(refused, 'close');
  const nobody = record(socketBackend({ endpoint: `http://127.0.0.1:${port}` }));
  assert.equal(await nobody.closed, 1006);
  await settle();
  assert.deepEqual([answered.log, nobody.log], [['close 1006'], ['close 1006']]);
});

test('an attempt without an answer is given up after the timeout', async () => {
  const silent = createServer();
  silent.on('upgrade', () => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { log, closed } = record(socketBackend({ endpoint: `http://127.0.0.1:${port}`, timeout: 20 }));
  assert.equal(await closed, 1006);
  assert.deepEqual(log, ['close 1006']);
  silent.closeAllConnections();
  silent.close();
});

test('a WebSocket class that throws ends the attempt', async () => {
  class Forbidden {
    constructor() {
      throw new Error('policy');
    }
  }
  const { log, closed } = record(socketBackend({ endpoint, WebSocket: Forbidden }));
  assert.equal(await closed, 1006);
  assert.deepEqual(log, ['close 1006']);
});

test('close before open, and close while open, report once and after the call', async () => {
  const early = record(socketBackend({ endpoint }));
  early.link.close();
  assert.deepEqual(early.log, []);
  assert.equal(await early.closed, 1000);
  const codes: number[] = [];
  const seen = deferred<void>();
  onSocket = (socket) =>
    socket.on('close', (code) => {
      codes.push(code);
      if (codes.length === 2) seen.resolve();
    });
  const late = record(socketBackend({ endpoint }));
  await late.opened;
  late.link.close(4000);
  late.link.close();
  assert.equal(await late.closed, 4000);
  const odd = record(socketBackend({ endpoint }));
  await odd.opened;
  odd.link.close(1001); // No browser may send it.
  assert.equal(await odd.closed, 1000);
  await seen.promise;
  assert.deepEqual(codes.sort(), [1000, 4000]);
  assert.deepEqual(early.log, ['close 1000']);
  assert.deepEqual(late.log, ['open', 'close 4000']);
});

test('a close in the middle of connecting reports once', async () => {
  const { link, log, closed } = record(socketBackend({ endpoint }));
  // One turn later partysocket has an inner socket that is still connecting.
  await new Promise((resolve) => setTimeout(resolve, 0));
  link.close();
  await closed;
  await settle();
  assert.equal(log.filter((entry) => typeof entry === 'string' && entry.startsWith('close')).length, 1);
});

test('frames are read only out of text', () => {
  assert.equal(readFrame(new ArrayBuffer(2)), undefined);
  assert.equal(readFrame('{"t":"ack"}'), undefined);
  assert.deepEqual(readFrame('{"t":"expiring","in":60000}'), { t: 'expiring', in: 60000 });
});
