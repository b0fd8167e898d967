import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test may do to a request instead of serving it. */
export type Fault =
  | { status: number; headers?: Record<string, string> }
  /** Takes this many bytes of the body, then breaks the connection. */
  | { cutAfter: number }
  /** Does all of it, then breaks the connection before the answer. */
  | 'cut before answer'
  /** Takes the request and never answers. */
  | 'hang';

/** A server of tus 1.0 with creation and termination, in memory, as rules U1 and U2 have it. */
export interface TusServer {
  endpoint: string;
  files: Map<string, { size: number; bytes: Buffer; metadata: Record<string, string> }>;
  /** `POST`, `HEAD 0`, `PATCH 0`, …: method and, but for creation, the offset. */
  log: string[];
  /** What is said of the check of files that are whole (rule U9). */
  check: string | undefined;
  /** Tokens that are accepted. */
  tokens: Set<string>;
  /** `count`: requests of this method so far, this one included; `total`: of all methods. */
  fault: (method: string, count: number, total: number) => Fault | undefined;
  /** Requests at once: now, and at most so far. */
  active: number;
  most: number;
  /** Resolves with the next request of this method. */
  next(method: string): Promise<void>;
  close(): Promise<void>;
}

export async function tusServer(): Promise<TusServer> {
  const waiters: { method: string; resolve: () => void }[] = [];
  const counts = new Map<string, number>();
  let total = 0;
  const self: TusServer = {
    endpoint: '',
    files: new Map(),
    log: [],
    check: undefined,
    tokens: new Set(['good']),
    fault: () => undefined,
    active: 0,
    most: 0,
    next: (method) => new Promise((resolve) => waiters.push({ method, resolve })),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const method = request.method ?? '';
    const count = (counts.get(method) ?? 0) + 1;
    counts.set(method, count);
    const id = (request.url ?? '').slice('/v1/files/'.length);
    const file = self.files.get(id);
    const end = (status: number, headers: Record<string, string | number> = {}) => {
      if (fault === 'cut before answer') request.socket.destroy();
      else {
        const whole = Number(headers['Upload-Offset']) === self.files.get(id)?.size;
        const check = whole && self.check ? { 'Upload-Check': self.check } : {};
        response.writeHead(status, { 'Tus-Resumable': '1.0.0', ...check, ...headers }).end();
      }
    };
    self.log.push(method === 'POST' ? method : `${method} ${file?.bytes.length ?? 'none'}`);
    for (const waiter of waiters.filter((w) => w.method === method)) {
      waiters.splice(waiters.indexOf(waiter), 1);
      waiter.resolve();
    }
    const fault = self.fault(method, count, ++total);
    if (fault === 'hang') {
      // Read on, or the end of the connection would not be seen.
      request.resume();
      return;
    }
    if (typeof fault === 'object' && 'status' in fault) return end(fault.status, fault.headers);
    if (!self.tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, ''))) return end(401);

    if (method === 'POST') {
      const metadata = Object.fromEntries(
        String(request.headers['upload-metadata'])
          .split(',')
          .map((pair) => pair.split(' '))
          .map(([key, value]) => [key, Buffer.from(value ?? '', 'base64').toString()]),
      );
      if (self.files.has(metadata.id)) return end(409);
      self.files.set(metadata.id, {
        size: Number(request.headers['upload-length']),
        bytes: Buffer.alloc(0),
        metadata,
      });
      return end(201, { Location: `/v1/files/${metadata.id}` });
    }
    if (!file) return end(404);
    if (method === 'HEAD') {
      return end(200, {
        'Upload-Offset': file.bytes.length,
        'Upload-Length': file.size,
        'Cache-Control': 'no-store',
      });
    }
    if (method === 'DELETE') {
      self.files.delete(id);
      return end(204);
    }
    if (Number(request.headers['upload-offset']) !== file.bytes.length) return end(409);
    const cut = typeof fault === 'object' && 'cutAfter' in fault ? fault.cutAfter : Number.POSITIVE_INFINITY;
    const parts = [file.bytes];
    let taken = 0;
    try {
      for await (const chunk of request) {
        const part = (chunk as Buffer).subarray(0, cut - taken);
        taken += part.length;
        parts.push(part);
        if (taken >= cut) return request.socket.destroy();
      }
    } finally {
      file.bytes = Buffer.concat(parts);
    }
    end(204, { 'Upload-Offset': file.bytes.length });
  };

  const server: Server = createServer(async (request, response) => {
    self.most = Math.max(self.most, ++self.active);
    response.once('close', () => {
      self.active -= 1;
    });
    // A client that goes away in the middle is part of the tests.
    await serve(request, response).catch(() => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  self.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return self;
}
