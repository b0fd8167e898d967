import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Limits } from '@tokenim/protocol';
import { type Logger, pino } from 'pino';
import type { Bus } from './bus/bus.js';
import { InProcessBus } from './bus/in-process-bus.js';
import type { Bytes } from './bytes/bytes.js';
import { FolderBytes } from './bytes/folder-bytes.js';
import { type Clock, systemClock } from './core/clock.js';
import type { ServerCore } from './core/options.js';
import { addFileUsage, createMetrics } from './core/prom-metrics.js';
import { createCore } from './core/server-core.js';
import { createHttpApp, type HttpOptions } from './http/app.js';
import { type AddressOptions, fileSigner } from './http/file-address.js';
import { StoredFiles } from './http/stored-files.js';
import type { Scan } from './scan/scan.js';
import { SqliteStorage } from './storage/sqlite/sqlite-storage.js';
import type { App, Storage } from './storage/storage.js';
import { serveSockets } from './transport/ws.js';

export interface ServerOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Folder of the database and the files. Absent: all is in memory and a folder that goes with the server. */
  data?: string;
  /** Created or changed when the server begins to listen. */
  apps?: App[];
  /** What differs from the protocol's limits, for all apps. */
  limits?: Partial<Limits>;
  /** Default: silent. */
  logger?: Logger;
  /** Default: SQLite below `data`. The server closes it. */
  storage?: Storage;
  /** Default: in this process. The server closes it. */
  bus?: Bus;
  /** Where the bytes of files lie. Default: the folder `files` below `data`. */
  bytes?: Bytes;
  /** Looks at each file before anyone may see it (rule U9). Default: none does. */
  scan?: Scan;
  /** Where the addresses of files lead. Default: to this server, for one reader each. */
  fileAddresses?: AddressOptions;
  clock?: Clock;
  /** Settings of the HTTP side, named as in the configuration. */
  http?: Partial<HttpOptions['config']>;
  /** Hours that an upload may stay without a message that names it. Default 24. */
  orphanHours?: number;
}

export interface RunningServer {
  readonly core: ServerCore;
  readonly storage: Storage;
  /** The endpoint, as `http://host:port`; known once it listens. */
  readonly url: string;
  /** Creates or changes the apps, then listens. Rejects if the port is taken (`EADDRINUSE`), or there
   * is no place for bytes (`BytesError`). */
  listen(): Promise<{ origin: string }>;
  /** Drains, then ends: everything accepted is stored, clients are told 4503 (rule B5). */
  close(): Promise<void>;
}

/** One node: HTTP and sockets on one port, in front of one core. */
export function createServer(options: ServerOptions = {}): RunningServer {
  const logger = options.logger ?? pino({ level: 'silent' });
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'tokenim-'));
  const metrics = createMetrics();
  const onFault = (error: unknown) => logger.error({ err: error }, 'a fault');
  const path = options.data === undefined ? ':memory:' : join(data, 'tokenim.sqlite');
  const storage = options.storage ?? new SqliteStorage({ path, onFault });
  const bus = options.bus ?? new InProcessBus(onFault);
  const clock = options.clock ?? systemClock;
  const bytes = options.bytes ?? new FolderBytes(join(data, 'files'));
  const files = new StoredFiles(bytes, storage, logger, options.scan);
  const signFile = fileSigner(storage, clock, options.fileAddresses);
  const { limits } = options;
  addFileUsage(metrics.registry, () => storage.fileUsage());
  const orphans = (options.orphanHours ?? 24) * 3_600_000;
  const sweep = () => {
    files.sweep(clock.now() - orphans).catch(onFault);
  };
  let soon: NodeJS.Timeout | undefined;
  const onRemoval = () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      sweep();
    }, 1000).unref();
  };
  const core = createCore({ storage, bus, clock, limits, logger, metrics, signFile, onRemoval });
  const app = createHttpApp({
    core,
    storage,
    files,
    logger,
    metrics: metrics.registry,
    config: { widgetDir: join(data, 'widget'), proxies: 0, visitorRate: 30, ...options.http },
  });
  const server: HttpServer = createHttpServer(
    // An upload may take as long as it takes; a header may not.
    { requestTimeout: 0, headersTimeout: 20_000 },
    getRequestListener(app.fetch),
  );
  const endSockets = serveSockets(server, core);
  const sweeper = setInterval(sweep, 3_600_000).unref();
  const checker = setInterval(() => {
    files.checkAgain().catch(onFault);
  }, 60_000).unref();
  let closing: Promise<void> | undefined;

  async function end(): Promise<void> {
    clearInterval(sweeper);
    clearTimeout(soon);
    clearInterval(checker);
    files.stop();
    await core.drain();
    await endSockets();
    if (server.listening) {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
        // Downloads and uploads under way can go on from where they stopped.
        setTimeout(() => server.closeAllConnections(), 1000).unref();
      });
    }
    await bus.close();
    await storage.close();
    if (options.data === undefined) rmSync(data, { recursive: true, force: true });
  }

  function url(): string {
    const address = server.address() as AddressInfo | null;
    if (!address) throw new Error('the server does not listen yet');
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return `http://${host}:${address.port}`;
  }

  return {
    core,
    storage,
    get url() {
      return url();
    },
    async listen() {
      await files.bytes.check();
      for (const each of options.apps ?? []) await storage.upsertApp(each);
      await files.checkAgain();
      await new Promise<void>((done, fail) => {
        server.once('error', fail);
        server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
          server.off('error', fail);
          done();
        });
      });
      return { origin: url() };
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}
