import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { subprotocol } from '@tokenim/protocol';
import WebSocket, { WebSocketServer } from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: a breaker of rules takes frames of any shape
export type Any = any;

/** One client of the proxy and its connection to the real server. */
export interface Tunnel {
  /** As the client sent it; kept for what a breakage remembers of a connection. */
  hello?: Any;
  user?: string;
  url: string;
  toClient(frame: object): void;
  toServer(frame: object): void;
  closeClient(code: number, reason?: string): void;
  /** All tunnels that are open, this one included. */
  all(): Tunnel[];
}

/** What stands between; each returns what goes on: the same, another, several, or nothing (`undefined`). */
export interface Hooks {
  /** A frame of the client. */
  up?(frame: Any, tunnel: Tunnel): object | object[] | undefined | Promise<object | object[] | undefined>;
  /** A frame of the server. */
  down?(frame: Any, tunnel: Tunnel): object | object[] | undefined;
  /** Data of the client that is not a JSON object: true keeps it from the server. */
  swallow?(data: Buffer, isBinary: boolean): boolean;
  /** The server closed: another code, or `undefined` for none at all. */
  close?(code: number, tunnel: Tunnel): number | undefined;
  opened?(tunnel: Tunnel): void;
  headers?(headers: Record<string, string>): void;
  /** HTTP: changes of the request, by reference. */
  request?(options: { method: string; path: string; headers: Record<string, unknown> }): void;
  /** HTTP: another status, headers by reference, another body. */
  response?(answer: {
    request: string;
    status: number;
    headers: Record<string, unknown>;
    body: Buffer;
  }): void;
}

/** A server that hands everything on to another, but for what the hooks change. */
export async function startProxy(
  target: string,
  hooks: Hooks,
): Promise<{ url: string; close(): Promise<void> }> {
  const upstream = new URL(target);
  const http = createServer((req, res) => forward(req, res, upstream, hooks));
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: () => subprotocol,
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  const tunnels = new Set<Tunnel>();
  sockets.on('connection', (client, req) => tunnel(client, req, upstream, hooks, tunnels));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function tunnel(
  client: WebSocket,
  req: IncomingMessage,
  upstream: URL,
  hooks: Hooks,
  tunnels: Set<Tunnel>,
): void {
  const headers: Record<string, string> = req.headers.origin ? { origin: req.headers.origin } : {};
  hooks.headers?.(headers);
  const server = new WebSocket(`ws://${upstream.host}${req.url}`, subprotocol, {
    headers,
    perMessageDeflate: false,
  });
  const self: Tunnel = {
    url: req.url ?? '',
    toClient: (frame) => client.readyState === WebSocket.OPEN && client.send(JSON.stringify(frame)),
    toServer: (frame) => server.readyState === WebSocket.OPEN && server.send(JSON.stringify(frame)),
    closeClient: (code, reason) => client.close(code, reason),
    all: () => [...tunnels],
  };
  tunnels.add(self);
  const opened = new Promise<void>((resolve) => server.on('open', resolve));
  void opened.then(() => hooks.opened?.(self));
  let chain: Promise<void> = opened;
  client.on('message', (data: Buffer, isBinary) => {
    chain = chain.then(async () => {
      const frame = isBinary ? undefined : object(data);
      if (!frame) {
        if (!hooks.swallow?.(data, isBinary)) server.send(data, { binary: isBinary });
        return;
      }
      if (frame.t === 'hello') self.hello = frame;
      const changed = hooks.up ? await hooks.up(frame, self) : frame;
      if (changed === frame && hooks.up === undefined) server.send(data, { binary: false });
      else for (const one of list(changed)) self.toServer(one);
    });
  });
  server.on('message', (data: Buffer) => {
    const frame = object(data);
    if (frame.t === 'welcome') self.user = frame.user.id;
    for (const one of list(hooks.down ? hooks.down(frame, self) : frame)) self.toClient(one);
  });
  server.on('close', (code, reason) => {
    const given = hooks.close ? hooks.close(code, self) : code;
    if (given === undefined) return;
    if (given === 1006 || given === 1005) client.terminate();
    else client.close(given, reason);
  });
  server.on('error', () => client.terminate());
  // A reader that stops reading must be felt by the server.
  const flow = setInterval(() => {
    if (client.bufferedAmount > 256 * 1024) server.pause();
    else if (server.isPaused) server.resume();
  }, 2);
  client.on('close', () => {
    clearInterval(flow);
    tunnels.delete(self);
    server.terminate();
  });
  client.on('error', () => server.terminate());
}

function list(frames: object | object[] | undefined): object[] {
  if (frames === undefined) return [];
  return Array.isArray(frames) ? frames : [frames];
}

function object(data: Buffer): Any {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function forward(req: IncomingMessage, res: ServerResponse, upstream: URL, hooks: Hooks): void {
  const options = { method: req.method ?? 'GET', path: req.url ?? '/', headers: { ...req.headers } as Any };
  hooks.request?.(options);
  const out = request({ host: upstream.hostname, port: upstream.port, ...options }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const headers = { ...answer.headers } as Record<string, unknown>;
      const whole = {
        request: `${options.method} ${options.path}`,
        status: answer.statusCode ?? 502,
        headers,
        body: Buffer.concat(chunks),
      };
      hooks.response?.(whole);
      delete headers['transfer-encoding'];
      if (options.method !== 'HEAD') headers['content-length'] = whole.body.length;
      if (whole.status === 204 || whole.status === 304) delete headers['content-length'];
      res.writeHead(whole.status, headers as Record<string, string>).end(whole.body);
    });
  });
  out.on('error', () => res.destroy());
  req.pipe(out);
}
