import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { paths, subprotocol } from '@tokenim/protocol';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Connection, ServerCore } from '../core/options.js';
import type { Socket } from '../core/socket.js';

/** Bytes of a message that is not read to its end. Smaller ones that are too large are refused by the core. */
const maxPayload = 1024 * 1024;
/** Milliseconds between pings; who answered none of one round by the next is gone. */
const heartbeat = 30_000;

/** `ws` closes by its own codes where a frame breaks its rules; clients know those of the protocol. */
const own: Record<number, [number, string]> = { 1007: [4400, 'bad_frame'], 1009: [4413, 'size'] };

/** One connection. Listeners are shared functions, for a connection that is idle should cost little. */
class Link extends WebSocket implements Socket {
  connection: Connection | undefined;
  raw: Duplex | undefined;
  isAlive = true;
  private corked = false;

  /** All that is sent in one turn leaves in one write. */
  override send(data: unknown): void {
    if (this.readyState !== WebSocket.OPEN) return;
    if (this.raw && !this.corked) {
      this.corked = true;
      this.raw.cork();
      process.nextTick(uncork, this);
    }
    super.send(data as string);
  }

  override close(code?: number, reason?: string | Buffer): void {
    const better = code === undefined ? undefined : own[code];
    if (better) super.close(...better);
    else super.close(code, reason);
    // A reader that takes nothing does not take the close either.
    if (code === 4508) setTimeout(() => this.terminate(), 1000).unref();
  }

  uncork(): void {
    this.corked = false;
    this.raw?.uncork();
  }
}

function uncork(link: Link): void {
  link.uncork();
}
function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  (this as Link).connection?.message(data as Buffer, isBinary);
}
function onClose(this: WebSocket): void {
  (this as Link).connection?.closed();
}
function onError(): void {
  // A close follows, and tells the core.
}
function onPong(this: WebSocket): void {
  (this as Link).isAlive = true;
}

/** Answers upgrades of an HTTP server at the protocol's path. Returns the function that ends it. */
export function serveSockets(server: HttpServer, core: ServerCore): () => Promise<void> {
  const sockets = new WebSocketServer<typeof Link>({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload,
    WebSocket: Link,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  const upgrade = (request: IncomingMessage, raw: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path !== paths.socket) {
      raw.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, raw, head, (link) => {
      link.raw = raw;
      const { origin } = request.headers;
      link.connection = core.accept(link, { origin, address: request.socket.remoteAddress });
      link.on('message', onMessage);
      link.on('close', onClose);
      link.on('error', onError);
      link.on('pong', onPong);
    });
  };
  server.on('upgrade', upgrade);
  const timer = setInterval(() => {
    for (const link of sockets.clients) {
      if (link.isAlive) {
        link.isAlive = false;
        link.ping();
      } else link.terminate();
    }
  }, heartbeat).unref();

  return async () => {
    clearInterval(timer);
    server.off('upgrade', upgrade);
    // Closes were sent by the core; who does not answer within a second is cut.
    const deadline = Date.now() + 1000;
    while (sockets.clients.size > 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 10));
    for (const link of sockets.clients) link.terminate();
    sockets.close();
  };
}
